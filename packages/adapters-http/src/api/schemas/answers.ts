import { holdCodes, orderStatuses } from '@oms/core';
import { z } from 'zod';
import { timestamp } from '../../schemas/values.js';
import { bulkOrderState } from './bulk-order-body.js';

const status = z.enum(orderStatuses as ['on_hold', 'new_order', 'cancelled']);
export const holdCode = z.enum(holdCodes as [string, ...string[]]);

const shortage = z.object({
  sku_id: z.string(),
  hub_id: z.string(),
  wanted: z.int(),
  available: z.int().optional(),
});

const hold = z.object({
  code: holdCode,
  since: timestamp,
  attempts: z.int(),
  next_attempt_at: timestamp.optional(),
  last_answer: z.string().optional(),
  shortages: z.array(shortage),
});

const line = z.object({
  sku_id: z.string(),
  hub_id: z.string(),
  quantity: z.int(),
  price: z.string().optional(),
  currency: z.string().optional(),
});

const move = z.object({
  from: z.string().optional(),
  to: z.string(),
  at: timestamp,
  actor: z.string(),
  why: z.string(),
});

const listedOrder = z.object({
  order_id: z.string(),
  tenant_id: z.string(),
  seller_id: z.string(),
  status,
  hold: hold.optional(),
  lines: z.array(line),
  unreleased: z.array(z.object({ sku_id: z.string(), hub_id: z.string(), quantity: z.int() })).optional(),
  attributes: z.record(z.string(), z.string()).optional(),
  source: z.union([z.literal('api'), z.object({ bulk_order_id: z.string(), row: z.int() })]),
  version: z.int(),
  created_at: timestamp,
  updated_at: timestamp,
});

export const orderAnswer = listedOrder.extend({ history: z.array(move) });

export const orderPageAnswer = z.object({ data: z.array(listedOrder), next_cursor: z.string().nullable() });

export const countsAnswer = z.object({
  status: z.object({ on_hold: z.int(), new_order: z.int(), cancelled: z.int() }),
  holds: z.partialRecord(holdCode, z.int()),
});

export const fileAnswer = z.object({
  bucket: z.string(),
  key: z.string(),
  path: z.string(),
  etag: z.string(),
  size: z.int(),
  sha256: z.string().optional(),
});

const why = z.object({ code: z.string(), message: z.string() });

export const bulkOrderAnswer = z.object({
  bulk_order_id: z.string(),
  state: bulkOrderState,
  file: z.object({ path: z.string(), name: z.string(), size: z.int(), sha256: z.string() }),
  seller_id: z.string().optional(),
  reference: z.string().optional(),
  dry_run: z.boolean(),
  progress: z.object({
    row: z.int(),
    rows_read: z.int(),
    orders_created: z.int(),
    orders_unchanged: z.int(),
    rows_rejected: z.int(),
  }),
  rows_per_second: z.number().optional(),
  waits_for: why.optional(),
  failure: why.optional(),
  rejections: z.string(),
  submitted_at: timestamp,
  started_at: timestamp.optional(),
  finished_at: timestamp.optional(),
});

export const bulkOrderPageAnswer = z.object({ data: z.array(bulkOrderAnswer), next_cursor: z.string().nullable() });

export const restockedAnswer = z.object({ groups: z.int() });
