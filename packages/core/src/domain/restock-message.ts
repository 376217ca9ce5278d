import { isId, type TenantId } from './ids.js';
import type { StockPair } from './stock-line.js';

/** There is more of one item of a tenant. */
export interface RestockMessage extends StockPair {
  readonly tenantId: TenantId;
}

/** What a message `{sku_id, hub_id}` of a tenant says; undefined when it is none. An id may be a safe integer, as in all JSON. */
export const parseRestock = (tenantId: unknown, body: unknown): RestockMessage | undefined => {
  if (typeof body !== 'object' || body === null) return undefined;
  const { sku_id, hub_id } = body as Readonly<Record<string, unknown>>;
  const [tenant, skuId, hubId] = [tenantId, idText(sku_id), idText(hub_id)];
  if (typeof tenant !== 'string' || skuId === undefined || hubId === undefined) return undefined;
  return [tenant, skuId, hubId].every(isId) ? { tenantId: tenant, skuId, hubId } : undefined;
};

const idText = (id: unknown): string | undefined => {
  if (Number.isSafeInteger(id)) return String(id);
  return typeof id === 'string' ? id : undefined;
};
