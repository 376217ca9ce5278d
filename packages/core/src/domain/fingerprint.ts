import { hex } from './hex.js';
import type { OrderContent } from './order.js';
import { sha256OfText } from './sha256.js';

/**
 * `v1:` and the SHA-256 of seller, lines in order and attributes, over normalised values: equal exactly when a caller
 * sent the same order, by whichever way. Never of the source, the time or the id.
 */
export const fingerprintOf = (content: Pick<OrderContent, 'sellerId' | 'lines' | 'attributes'>): string => {
  const lines = content.lines.map((line) => [
    line.skuId,
    line.hubId,
    line.quantity,
    line.unitPrice ?? null,
    line.currency ?? null,
  ]);
  const attributes = Object.entries(content.attributes ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return `v1:${hex(sha256OfText(JSON.stringify([content.sellerId, lines, attributes])))}`;
};
