import { z } from 'zod';
import { jsonId } from '../../schemas/values.js';
import { limit } from './order-query.js';

const filePath = z.string().min(1, 'Is the path of a file.').max(1_024, 'Has at most 1024 characters.');

/** What POST /orders/bulkorder takes. */
export const bulkOrderBody = z.strictObject({
  filePath,
  sellerID: jsonId.optional(),
  reference: jsonId.optional(),
  dryRun: z.boolean().optional(),
});

/** What POST /s3/filepath takes as JSON. */
export const filePathBody = z.strictObject({ filePath });

const states = ['accepted', 'queued', 'running', 'paused', 'completed', 'failed', 'cancelled'] as const;

export const bulkOrderState = z.enum(states);

export const bulkOrderQuery = z.strictObject({
  state: bulkOrderState.optional(),
  limit,
  cursor: z.string().max(1_024).optional(),
});
