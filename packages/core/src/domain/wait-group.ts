import type { HubId, SkuId, TenantId } from './ids.js';
import type { Order } from './order.js';

/**
 * What a held order waits for, when a worker (and not a person) takes it up again. Orders that wait for the same thing
 * form a group; a group is tried, postponed and restocked as one, whatever the number of its orders.
 *
 * - `check`: `awaiting_check`, nothing has settled it yet.
 * - `inventory`: `inventory_unavailable`, for the inventory service to answer again.
 * - `stock`: `insufficient_stock`, for more of one SKU at one hub (the first shortage that was reported).
 */
export type WaitsFor =
  | { readonly kind: 'check' }
  | { readonly kind: 'inventory' }
  | { readonly kind: 'stock'; readonly skuId: SkuId; readonly hubId: HubId };

export interface WaitGroup {
  readonly tenantId: TenantId;
  readonly waitsFor: WaitsFor;
}

/** The group in which an order waits, or undefined when no worker takes it up (settled, or held for a person). */
export const waitsFor = (order: Pick<Order, 'status' | 'hold'>): WaitsFor | undefined => {
  if (order.status !== 'on_hold' || order.hold === undefined) return undefined;
  switch (order.hold.code) {
    case 'awaiting_check':
      return { kind: 'check' };
    case 'inventory_unavailable':
      return { kind: 'inventory' };
    case 'insufficient_stock': {
      const [shortage] = order.hold.shortages;
      return shortage === undefined
        ? { kind: 'check' }
        : { kind: 'stock', skuId: shortage.skuId, hubId: shortage.hubId };
    }
    default:
      return undefined;
  }
};

/** One string per group, equal exactly when the groups are: for maps and keys. */
export const waitGroupKey = ({ tenantId, waitsFor: what }: WaitGroup): string =>
  JSON.stringify(what.kind === 'stock' ? [tenantId, what.kind, what.skuId, what.hubId] : [tenantId, what.kind]);

/** How much of a stock group's SKU at its hub the order wants, over all its lines; 0 for the other groups. */
export const wantedOf = (order: Pick<Order, 'lines'>, what: WaitsFor): number =>
  what.kind === 'stock'
    ? order.lines
        .filter((line) => line.skuId === what.skuId && line.hubId === what.hubId)
        .reduce((sum, line) => sum + line.quantity, 0)
    : 0;
