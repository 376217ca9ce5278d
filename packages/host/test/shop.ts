import { expect } from 'vitest';
import { askApi } from './ask-api.js';
import type { RunningOms } from './start-oms.js';

export const ordersPerRound = 40;
export const rowsPerFile = 4_000;

/** A request that is sent until it is answered. */
interface Pending {
  readonly path: string;
  readonly key?: string;
  readonly json?: unknown;
  readonly csv?: string;
}

/** What is sent in a round: a file, and orders by key and by id. */
export const requestsOf = (round: number): readonly Pending[] => {
  const lines = [{ sku_id: 'tea', hub_id: 'north', quantity: 1 + (round % 3) }];
  const orders = Array.from({ length: ordersPerRound }, (_, n): Pending => {
    const byKey = n % 2 === 0;
    const json = { ...(byKey ? {} : { order_id: `http-${round}-${n}` }), seller_id: `s-${round}-${n}`, lines };
    return { path: '/orders', json, ...(byKey ? { key: `key-${round}-${n}` } : {}) };
  });
  const rows = Array.from({ length: rowsPerFile }, (_, n) =>
    n % 50 === 49 ? `file-${round}-${n},tea,0,s,north` : `${n % 3 === 0 ? '' : `file-${round}-${n}`},tea,1,s,north`,
  );
  const csv = `order_id,sku_id,quantity,seller_id,hub_id\n${rows.join('\n')}\n`;
  return [{ path: '/s3/filepath', csv }, ...orders];
};

export const badRowsPerFile = rowsPerFile / 50;

/** Somebody who sends orders and files, again until they are answered. */
export class Shop {
  readonly accepted = new Map<string, string>();
  readonly bulkOrders = new Set<string>();
  pending: Pending[] = [];
  answered = 0;

  /** Sends what is pending, and settles once everything is answered or the process is gone. */
  async sendAll({ api }: Pick<RunningOms, 'api'>): Promise<void> {
    const sending = this.pending;
    this.pending = [];
    await Promise.all(sending.map((request) => this.#send(api, request)));
  }

  async #send(api: string, request: Pending): Promise<void> {
    const { path, key, json, csv } = request;
    try {
      const headers = key === undefined ? {} : { 'Idempotency-Key': key };
      const sent = csv === undefined ? { json } : { csv };
      const { status, json: answer } = await askApi(`${api}${path}`, { ...sent, headers });
      if (status === 409 && answer.code === 'request_in_flight') throw new Error('Ask again.');
      expect([status, answer.code]).toEqual([expect.toBeOneOf([200, 201, 202]), undefined]);
      this.answered += 1;
      if (path === '/orders') this.accepted.set(JSON.stringify(json), answer.order_id);
      if (path === '/orders/bulkorder') this.bulkOrders.add(answer.bulk_order_id);
      if (csv !== undefined) await this.#send(api, { path: '/orders/bulkorder', json: { filePath: answer.path } });
    } catch (error) {
      if (error instanceof Error && error.name === 'AssertionError') throw error;
      this.pending.push(request);
    }
  }
}
