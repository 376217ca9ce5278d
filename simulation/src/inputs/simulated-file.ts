import type { RejectionCode, StockLine } from '@oms/core';

/** Consecutive rows, and what has to become of them. */
export interface ExpectedGroup {
  /** Numbers of its rows, ascending. */
  readonly rows: readonly number[];
  /** Absent for a row that names no order. */
  readonly orderId?: string;
  /** Present when the rows make an order. */
  readonly lines?: readonly (StockLine & { readonly unitPrice?: string })[];
  /** True when the inventory knows not all of its items. */
  readonly isUnknown?: boolean;
  /** Present when the rows are refused whatever else happens: one per row. */
  readonly codes?: readonly RejectionCode[];
}

/** A file, with the truth about each of its rows. */
export interface SimulatedFile {
  readonly text: string;
  readonly sha256: string;
  readonly groups: readonly ExpectedGroup[];
  /** Why no row of it can be read. */
  readonly failure?: string;
}
