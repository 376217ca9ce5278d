/** Who owns the data. Opaque, 1..128 of `A-Z a-z 0-9 . _ : -`, starting alphanumeric, kept byte for byte. */
export type TenantId = string;
export type OrderId = string;
export type SellerId = string;
export type SkuId = string;
export type HubId = string;
export type BulkOrderId = string;

/** What every id is. */
export const idPattern = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;

/** The same in words. */
export const idRule = '1 to 128 of A-Z a-z 0-9 . _ : -, starting with a letter or a digit';

/** Words that the HTTP routes use where an order id stands. */
const reservedOrderIds: ReadonlySet<string> = new Set(['bulkorder', 'counts']);

export const isId = (value: string): boolean => idPattern.test(value);

export const isOrderId = (value: string): boolean => isId(value) && !reservedOrderIds.has(value);
