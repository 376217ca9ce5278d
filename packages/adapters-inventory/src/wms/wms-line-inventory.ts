import type { DeductAnswer, Deduction, LineInventory, StockPair, TenantId } from '@oms/core';
import { checkCalls } from '../http/check-calls.js';
import { deductAnswerOf } from '../http/deduct-answer.js';
import type { HttpCall, InventoryHttp } from '../http/inventory-http.js';

const checks: Readonly<Record<number, 'known' | 'unknown'>> = { 200: 'known', 400: 'unknown' };

const deductions: Readonly<Record<number, DeductAnswer>> = {
  200: { answer: 'deducted' },
  400: { answer: 'insufficient' },
  404: { answer: 'unknown_item' },
};

/**
 * A service of the `wms` dialect, whose statuses are its answers: `POST /validate_order {sku_id, hub_id}`: 200 known, 400 unknown;
 * `POST /validate_inventory {sku_id, hub_id, quantity_ordered, order_id}`: 200 deducted, 400 too little, 404 unknown.
 */
export class WmsLineInventory implements LineInventory {
  readonly #http: InventoryHttp;

  constructor(http: InventoryHttp) {
    this.#http = http;
  }

  check(tenantId: TenantId, pairs: readonly StockPair[]): Promise<readonly ('known' | 'unknown')[]> {
    const calls = pairs.map(({ skuId, hubId }) => post('/validate_order', { sku_id: skuId, hub_id: hubId }));
    return checkCalls(this.#http, tenantId, { calls, read: ({ status }) => checks[status] });
  }

  async deduct(tenantId: TenantId, { orderId, line }: Deduction): Promise<DeductAnswer> {
    const { skuId, hubId, quantity } = line;
    const json = { sku_id: skuId, hub_id: hubId, quantity_ordered: quantity, order_id: orderId };
    const answer = await this.#http.call(tenantId, post('/validate_inventory', json));
    return (answer.kind === 'answered' ? deductions[answer.status] : undefined) ?? deductAnswerOf(answer);
  }
}

const post = (path: string, json: object): HttpCall => ({ method: 'POST', path, json });
