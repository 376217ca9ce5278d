import { createHash } from 'node:crypto';
import { type Context, readStock } from '@oms/core';
import type { OmsContainer } from '../container/create-container.js';
import { readSource, sourceFile } from './source-file.js';

export interface LoadedStock {
  /** False when this delivery was loaded before. */
  readonly applied: boolean;
  readonly lines: number;
  readonly units: number;
}

/** Adds a stock file's quantities once per tenant, content and reference, and wakes the orders that wait for them. */
export const loadStock = async (
  container: OmsContainer,
  context: Context,
  input: { readonly file: string; readonly reference?: string | undefined },
): Promise<LoadedStock> => {
  const source = await sourceFile(input.file);
  const hash = createHash('sha256');
  const lines = await readStock(container.get('rows'), hashed(readSource(source), hash));
  const delivery = { sha256: hash.digest('hex'), reference: input.reference };
  const { applied } = await container.get('stock').deliver(context.tenantId, delivery, lines);
  const units = lines.reduce((sum, line) => sum + line.quantity, 0);
  await container.get('oms').restock(context, { pairs: lines.map(({ skuId, hubId }) => ({ skuId, hubId })) });
  return { applied, lines: lines.length, units };
};

async function* hashed(
  bytes: AsyncIterable<Uint8Array>,
  hash: ReturnType<typeof createHash>,
): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes) {
    hash.update(piece);
    yield piece;
  }
}
