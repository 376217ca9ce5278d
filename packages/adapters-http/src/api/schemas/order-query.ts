import { compact, holdCodes, type OrderFilter, orderStatuses } from '@oms/core';
import { z } from 'zod';
import { RequestRefused } from '../../edge/http-problem.js';
import { queryId } from '../../schemas/values.js';

const dayMs = 86_400_000;
const dateRule = 'Is a day (YYYY-MM-DD) or a time (RFC 3339), such as 2026-02-28 or 2026-02-28T12:00:00Z.';
const date = z.union([z.iso.date(), z.iso.datetime({ offset: true })], dateRule);

const filterFields = {
  seller_id: queryId.optional(),
  status: z.enum(orderStatuses as ['on_hold', 'new_order', 'cancelled']).optional(),
  hold_code: z.enum(holdCodes as [string, ...string[]]).optional(),
  sku_id: queryId.optional(),
  hub_id: queryId.optional(),
  bulk_order_id: queryId.optional(),
  start_date: date.optional(),
  end_date: date.optional(),
};

const limitRule = 'Is a whole number from 1 to 200.';

export const limit = z
  .string()
  .regex(/^(?:[1-9]\d?|1\d\d|200)$/, limitRule)
  .transform(Number)
  .optional();

export const countQuery = z.strictObject(filterFields);
export const listQuery = z.strictObject({ ...filterFields, limit, cursor: z.string().max(1_024).optional() });

/** The filter of a query; refuses 400 when it begins after its end. */
export const filterOf = (query: z.output<typeof countQuery>): OrderFilter => {
  const createdFrom = query.start_date === undefined ? undefined : Date.parse(query.start_date);
  const createdBefore = query.end_date === undefined ? undefined : endOf(query.end_date);
  if (createdFrom !== undefined && createdBefore !== undefined && createdFrom >= createdBefore) throw startsAfterEnd();
  return compact({
    sellerId: query.seller_id,
    status: query.status,
    holdCode: query.hold_code as OrderFilter['holdCode'],
    skuId: query.sku_id,
    hubId: query.hub_id,
    bulkOrderId: query.bulk_order_id,
    createdFrom,
    createdBefore,
  });
};

/** The end given belongs to the range: its whole day, or its millisecond. */
const endOf = (text: string): number => Date.parse(text) + (text.length === 10 ? dayMs : 1);

const startsAfterEnd = (): RequestRefused =>
  new RequestRefused({
    status: 400,
    code: 'invalid_query',
    detail: 'The query breaks the rules that are listed.',
    errors: [{ field: 'start_date', code: 'invalid_value', message: 'Is not after end_date.' }],
  });
