import type { DeductAnswer, Deduction, LineInventory, StockPair, TenantId } from '@oms/core';
import { z } from 'zod';
import { checkCalls } from '../http/check-calls.js';
import { deductAnswerOf, nothingDeducted } from '../http/deduct-answer.js';
import type { HttpAnswer } from '../http/http-answer.js';
import type { HttpCall, InventoryHttp } from '../http/inventory-http.js';

const validated = z.object({ is_valid: z.boolean() });
const updated = z.object({ available: z.boolean() });

/**
 * A service of the `ims` dialect: `GET /validators/validate_order/{hub_id}/{sku_id}` answers `{is_valid}`,
 * `POST /inventory/check-and-update {sku_id, hub_id, quantity}` answers `{available}` and deducts when it is true.
 */
export class ImsLineInventory implements LineInventory {
  readonly #http: InventoryHttp;

  constructor(http: InventoryHttp) {
    this.#http = http;
  }

  check(tenantId: TenantId, pairs: readonly StockPair[]): Promise<readonly ('known' | 'unknown')[]> {
    return checkCalls(this.#http, tenantId, { calls: pairs.map(validation), read: readValidated });
  }

  /** Validates first: such services are known to fail on what they do not know, and a failure tells nothing. */
  async deduct(tenantId: TenantId, { line }: Deduction): Promise<DeductAnswer> {
    const { skuId, hubId, quantity } = line;
    const known = await this.#http.call(tenantId, validation(line));
    const isKnown = known.kind === 'answered' ? readValidated(known) : undefined;
    if (isKnown === 'unknown') return { answer: 'unknown_item' };
    if (isKnown === undefined) return nothingDeducted(known);
    const json = { sku_id: skuId, hub_id: hubId, quantity };
    const answer = await this.#http.call(tenantId, { method: 'POST', path: '/inventory/check-and-update', json });
    if (answer.kind !== 'answered' || answer.status !== 200) return deductAnswerOf(answer);
    const body = updated.safeParse(answer.body);
    if (!body.success) return deductAnswerOf(answer);
    return body.data.available ? { answer: 'deducted' } : { answer: 'insufficient' };
  }
}

const validation = ({ skuId, hubId }: StockPair): HttpCall => ({
  method: 'GET',
  path: `/validators/validate_order/${encodeURIComponent(hubId)}/${encodeURIComponent(skuId)}`,
});

const readValidated = ({
  status,
  body,
}: Extract<HttpAnswer, { kind: 'answered' }>): 'known' | 'unknown' | undefined => {
  const parsed = validated.safeParse(body);
  if (status !== 200 || !parsed.success) return undefined;
  return parsed.data.is_valid ? 'known' : 'unknown';
};
