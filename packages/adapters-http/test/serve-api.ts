import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createOms } from '@oms/core';
import {
  MemoryBulkOrderRepo,
  MemoryClaimLedger,
  MemoryFileStore,
  MemoryInventoryGateway,
  MemoryJobQueue,
  MemoryOrderEventBus,
  MemoryOrderRepo,
  MemoryRejectionWriter,
  MemoryRowReader,
  RandomIds,
  SystemClock,
} from '@oms/core/memory';
import { expect } from 'vitest';
import { type ApiOptions, createApi } from '../src/api/index.js';
import { problemCodes } from '../src/schemas/problem-codes.js';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever was answered
  readonly json: any;
}

export interface Ask {
  readonly method?: string;
  readonly tenant?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | FormData | AsyncIterable<Uint8Array>;
  readonly json?: unknown;
}

/** The API on memory ports, behind a real HTTP server, for the length of a test. */
export const serveApi = async (options: Partial<ApiOptions> = {}) => {
  const clock = new SystemClock();
  const inventory = new MemoryInventoryGateway();
  const orders = new MemoryOrderRepo();
  const files = new MemoryFileStore();
  const claims = new MemoryClaimLedger();
  const bulkOrders = new MemoryBulkOrderRepo();
  const ports = {
    orders,
    bulkOrders,
    events: new MemoryOrderEventBus(clock),
    jobs: new MemoryJobQueue(clock),
    inventory,
    claims,
    files,
    rows: new MemoryRowReader(),
    rejections: new MemoryRejectionWriter(),
    clock,
    ids: new RandomIds(),
  };
  for (const tenantId of ['t', 'u']) {
    await inventory.deliver(tenantId, 'first', [{ skuId: 'tea', hubId: 'north', quantity: 10 }]);
  }
  const oms = createOms(ports);
  const errors: unknown[] = [];
  const server = createServer(createApi({ oms, followEveryMs: 5, onError: (error) => errors.push(error), ...options }));
  const url = await listening(server);
  const ask = async (path: string, given: Ask = {}): Promise<Answer> => {
    const response = await fetch(`${url}${path}`, requestOf(given));
    const text = await response.text();
    const type = response.headers.get('content-type') ?? '';
    const json = /json/.test(type) ? JSON.parse(text) : undefined;
    if (type.startsWith('application/problem+json')) expect(problemCodes).toContain(json.code);
    return { status: response.status, headers: response.headers, text, json };
  };
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()).closeAllConnections());
  return { ask, url, oms, orders, bulkOrders, files, inventory, claims, errors, [Symbol.asyncDispose]: close };
};

const requestOf = ({ method, tenant = 't', headers = {}, body, json }: Ask): RequestInit => {
  const content = json === undefined ? body : JSON.stringify(json);
  const own = {
    ...(tenant === '' ? {} : { 'X-Tenant-ID': tenant }),
    ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
    ...headers,
  };
  if (content === undefined) return { method: method ?? 'GET', headers: own };
  return { method: method ?? 'POST', headers: own, body: content, duplex: 'half' } as RequestInit;
};

const listening = (server: Server): Promise<string> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });

export const order = (parts: object = {}) => ({
  seller_id: 's',
  lines: [{ sku_id: 'tea', hub_id: 'north', quantity: 2 }],
  ...parts,
});
