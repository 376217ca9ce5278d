import type { OrderId } from '@oms/core';

const perGeneration = 16_384;

/**
 * The row numbers of orders that were stored lately, which are mostly those that are asked for next. A hint and no more: a
 * transaction that was undone may have given the number to another order, so whoever uses one compares the order's id.
 */
export class RememberedRows {
  /** By tenant, then by order id: a joined key would be built and hashed anew for each look-up. */
  #young = new Map<number, Map<OrderId, number>>();
  #old = new Map<number, Map<OrderId, number>>();
  #youngCount = 0;

  find(tenantNo: number, orderId: OrderId): number | undefined {
    return this.#young.get(tenantNo)?.get(orderId) ?? this.#old.get(tenantNo)?.get(orderId);
  }

  add(tenantNo: number, orderId: OrderId, rowNo: number): void {
    if (this.#youngCount >= perGeneration) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#youngCount = 0;
    }
    this.#youngCount += 1;
    const ofTenant = this.#young.get(tenantNo);
    if (ofTenant === undefined) this.#young.set(tenantNo, new Map([[orderId, rowNo]]));
    else ofTenant.set(orderId, rowNo);
  }
}
