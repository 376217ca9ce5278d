import type { OrderDraft, OrderLineDraft } from '@oms/core';
import { z } from 'zod';
import { currency, jsonId, price, quantity } from '../../schemas/values.js';

const lineBody = z.strictObject({
  sku_id: jsonId,
  hub_id: jsonId,
  quantity,
  price: price.optional(),
  currency: currency.optional(),
});

const oneOrTheOther = 'Give lines, or sku_id, hub_id and quantity for an order of one line, and not both.';

/** What POST /orders takes: an order with its lines, or flat with one. */
export const orderBody = z
  .strictObject({
    order_id: jsonId.optional(),
    seller_id: jsonId,
    lines: z.array(lineBody).min(1, 'Is at least one line.').max(500, 'Is at most 500 lines.').optional(),
    sku_id: jsonId.optional(),
    hub_id: jsonId.optional(),
    quantity: quantity.optional(),
    price: price.optional(),
    currency: currency.optional(),
    attributes: z.record(z.string(), z.string()).optional(),
  })
  .superRefine((body, context) => {
    const flat = [body.sku_id, body.hub_id, body.quantity];
    const isFlat = flat.every((value) => value !== undefined) && body.lines === undefined;
    const extra = [...flat, body.price, body.currency].some((value) => value !== undefined);
    if (isFlat || (body.lines !== undefined && !extra)) return;
    context.addIssue({ code: 'custom', path: ['lines'], message: oneOrTheOther });
  });

type OrderBody = z.output<typeof orderBody>;
type LineBody = z.output<typeof lineBody>;

export const draftOf = (body: OrderBody): OrderDraft => ({
  orderId: body.order_id,
  sellerId: body.seller_id,
  lines: (body.lines ?? [body as LineBody]).map(lineOf),
  attributes: body.attributes,
});

const lineOf = ({ sku_id, hub_id, quantity: wanted, price: unitPrice, currency: code }: LineBody): OrderLineDraft => ({
  skuId: sku_id,
  hubId: hub_id,
  quantity: wanted,
  ...(unitPrice === undefined ? {} : { unitPrice }),
  ...(code === undefined ? {} : { currency: code }),
});
