import { parseRestock, type RestockMessage } from '@oms/core';
import type { IHeaders } from 'kafkajs';
import { textOf } from './event-record.js';
import { restockedType } from './topics.js';

/**
 * The restock of a record, a CloudEvent in binary mode: `{sku_id, hub_id}` as JSON in the value, the tenant in `X-Tenant-ID`. Undefined
 * for what is none: of another type or specification too, where it names one.
 */
export const restockOf = (value: Buffer | null, headers: IHeaders): RestockMessage | undefined => {
  const [type, specVersion] = [textOf(headers.ce_type), textOf(headers.ce_specversion)];
  if ((type ?? restockedType) !== restockedType || (specVersion ?? '1.0') !== '1.0') return undefined;
  return parseRestock(textOf(headers['X-Tenant-ID']), parsed(value));
};

const parsed = (value: Buffer | null): unknown => {
  try {
    return JSON.parse(value?.toString('utf8') ?? '');
  } catch {
    return undefined;
  }
};
