import { z } from 'zod';
import { jsonId } from '../../schemas/values.js';

/** What a command on an order takes; the body may be left out. */
export const commandBody = z.strictObject({
  reason: z.string().min(1, 'Is not empty.').max(500, 'Has at most 500 characters.').optional(),
});

/** What POST /inventory/restocked takes. */
export const restockedBody = z.strictObject({ sku_id: jsonId, hub_id: jsonId });
