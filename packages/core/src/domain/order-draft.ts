import type { OrderLine } from './order.js';

/** An order as a caller asks for it, before it is validated. Absent and undefined mean the same. */
export interface OrderDraft {
  /** Default: derived from the Idempotency-Key, else random. */
  readonly orderId?: string | undefined;
  readonly sellerId: string;
  readonly lines: readonly OrderLineDraft[];
  readonly attributes?: Readonly<Record<string, string>> | undefined;
}

export interface OrderLineDraft {
  readonly skuId: string;
  readonly hubId: string;
  readonly quantity: number;
  readonly unitPrice?: string | undefined;
  readonly currency?: string | undefined;
}

/** An order that keeps every rule, with normalised values. */
export interface ValidOrder {
  readonly sellerId: string;
  readonly lines: readonly OrderLine[];
  readonly attributes?: Readonly<Record<string, string>>;
}
