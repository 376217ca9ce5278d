import { z } from 'zod';
import { jsonId } from '../../schemas/values.js';

/** What a command on an order takes; the body may be left out. */
export const commandBody = z.strictObject({
  reason: z.string().min(1, 'Is not empty.').max(500, 'Has at most 500 characters.').optional(),
});

/** What POST /orders/{order_id}/resolve takes: per line, whether it was found to be deducted. */
export const resolveBody = commandBody.extend({
  lines: z
    .array(z.strictObject({ sku_id: jsonId, hub_id: jsonId, deducted: z.boolean('Is true or false.') }))
    .min(1, 'Is at least one line.')
    .max(500, 'Is at most 500 lines.'),
});

/** What POST /inventory/restocked takes. */
export const restockedBody = z.strictObject({ sku_id: jsonId, hub_id: jsonId });
