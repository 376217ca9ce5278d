import type { OrderId } from '@oms/core';

const perGeneration = 16_384;

/**
 * The row numbers of orders that were stored lately, which are mostly those that are asked for next. A hint and no more: a
 * transaction that was undone may have given the number to another order, so whoever uses one compares the order's id.
 */
export class RememberedRows {
  #young = new Map<string, number>();
  #old = new Map<string, number>();

  find(tenantNo: number, orderId: OrderId): number | undefined {
    const key = `${tenantNo} ${orderId}`;
    return this.#young.get(key) ?? this.#old.get(key);
  }

  add(tenantNo: number, orderId: OrderId, rowNo: number): void {
    if (this.#young.size >= perGeneration) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(`${tenantNo} ${orderId}`, rowNo);
  }
}
