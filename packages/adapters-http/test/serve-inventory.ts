import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MemoryInventoryGateway, MemoryRowReader } from '@oms/core/memory';
import { createInventoryServer, type InventoryServerOptions } from '../src/inventory-server/index.js';

export interface InventoryAsk {
  readonly method?: string;
  readonly tenant?: string;
  readonly json?: unknown;
  readonly csv?: string | AsyncIterable<Uint8Array>;
  readonly type?: string;
}

/** The server over a memory inventory with 10 of an item, for the length of a test. */
export const serveInventory = async (options: Partial<InventoryServerOptions> = {}) => {
  const inventory = new MemoryInventoryGateway();
  await inventory.deliver('t', 'first', [{ skuId: 'tea', hubId: 'north', quantity: 10 }]);
  const server = createServer(
    createInventoryServer({
      inventory,
      stock: {
        stockOf: (tenantId, pair) => inventory.stockOf(tenantId, pair),
        deliver: async (tenantId, { sha256, reference = '' }, lines) => ({
          applied: await inventory.deliver(tenantId, `${sha256} ${reference}`, lines),
        }),
      },
      rows: new MemoryRowReader(),
      ...options,
    }),
  );
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ask = async (path: string, { method, tenant = 't', json, csv, type }: InventoryAsk = {}) => {
    const body = json === undefined ? csv : JSON.stringify(json);
    const content = type ?? (json === undefined ? 'text/csv' : 'application/json');
    const response = await fetch(url + path, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: { ...(tenant === '' ? {} : { 'X-Tenant-ID': tenant }), 'Content-Type': content },
      ...(body === undefined ? {} : { body, duplex: 'half' }),
    } as RequestInit);
    // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever was answered
    return { status: response.status, json: (await response.json()) as any };
  };
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()).closeAllConnections());
  return { ask, [Symbol.asyncDispose]: close };
};
