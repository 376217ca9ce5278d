import type { StockLine, StockPair, TenantId } from '@oms/core';

/** What runs the stock behind an inventory. */
export interface StockBook {
  /** Adds the quantities, all or none; `applied` is false when this tenant's delivery was applied before. */
  deliver(
    tenantId: TenantId,
    delivery: { readonly sha256: string; readonly reference?: string | undefined },
    lines: readonly StockLine[],
  ): Promise<{ readonly applied: boolean }>;
  /** How much there is; undefined for an item that was never delivered. */
  stockOf(tenantId: TenantId, pair: StockPair): Promise<number | undefined>;
}
