import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type ApiAnswer, askApi } from '../../ask-api.js';
import type { OrderFile } from '../../order-file.js';
import type { AllowedAnswers } from './chaos-server.js';

/** What was answered while a fault lasted, and what was accepted in the end. */
export interface ChaosLoad {
  readonly answers: Readonly<Record<keyof AllowedAnswers, Map<number, number>>>;
  slowestMs: number;
  /** Every order that was sent: each was sent until it was accepted. */
  readonly accepted: readonly string[];
}

export interface LoadOptions {
  readonly api: string;
  readonly folder: string;
  readonly file: OrderFile;
  /** Begins the names of its orders. */
  readonly name: string;
  readonly allowed: AllowedAnswers;
  readonly isOver: () => boolean;
}

const isAccepted = ({ status }: ApiAnswer): boolean => status < 300;
const pause = () => new Promise((resolve) => setTimeout(resolve, 50));

/** Two clients send orders one after another, and a third a file, all of them again until each is accepted. */
export const sendLoad = async ({ api, folder, file, name, allowed, isOver }: LoadOptions): Promise<ChaosLoad> => {
  const accepted: string[] = [];
  const answers = { order: new Map(), upload: new Map(), submit: new Map() };
  const load: ChaosLoad = { answers, slowestMs: 0, accepted };
  const until = async (kind: keyof AllowedAnswers, ask: () => Promise<ApiAnswer>): Promise<ApiAnswer> => {
    for (;;) {
      const startedAt = performance.now();
      const answer = await ask();
      load.slowestMs = Math.max(load.slowestMs, performance.now() - startedAt);
      answers[kind].set(answer.status, (answers[kind].get(answer.status) ?? 0) + 1);
      expect(allowed[kind], `${kind} during ${name}`).toContain(answer.status);
      if (isAccepted(answer)) return answer;
      expect(Number(answer.headers.get('Retry-After')), 'Retry-After').toBeGreaterThan(0);
      await pause();
    }
  };
  const orders = async (lane: number): Promise<void> => {
    for (let n = 0; !isOver(); n += 1) {
      const order_id = `${name}-${lane}-${n}`;
      const json = { order_id, seller_id: 's', lines: [{ sku_id: 'tea', hub_id: 'north', quantity: 1 }] };
      await until('order', () => askApi(`${api}/orders`, { json }));
      accepted.push(order_id);
      await pause();
    }
  };
  const upload = async (): Promise<void> => {
    const csv = readFileSync(join(folder, file.name), 'utf8');
    const { json } = await until('upload', () => askApi(`${api}/s3/filepath`, { csv }));
    await until('submit', () => askApi(`${api}/orders/bulkorder`, { json: { filePath: json.path } }));
  };
  await Promise.all([orders(1), orders(2), upload()]);
  return load;
};
