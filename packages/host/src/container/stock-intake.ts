import type { StockLine, StockPair, TenantId } from '@oms/core';

/** One stock file: applied once per tenant, content and reference. */
export interface StockDelivery {
  /** Of the file; lower-case hex. */
  readonly sha256: string;
  readonly reference?: string | undefined;
}

/** Brings stock into an inventory that is ours. */
export interface StockIntake {
  /** Adds the quantities in one transaction; `applied` is false when this delivery was applied before. */
  deliver(
    tenantId: TenantId,
    delivery: StockDelivery,
    lines: readonly StockLine[],
  ): Promise<{ readonly applied: boolean }>;
  stockOf(tenantId: TenantId, pair: StockPair): Promise<number | undefined>;
}
