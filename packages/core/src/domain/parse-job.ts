import { isId } from './ids.js';
import type { Job } from './job.js';

/** A job as it was sent, or undefined for anything that is no job of a known schema version. */
export const parseJob = (body: string): Job | undefined => {
  const value = parse(body);
  if (typeof value !== 'object' || value === null) return undefined;
  const { schemaVersion, kind, tenantId, bulkOrderId, ...rest } = value as Record<keyof Job, unknown>;
  if (Object.keys(rest).length > 0) return undefined;
  if (schemaVersion !== 1 || kind !== 'process_bulk_order') return undefined;
  if (typeof tenantId !== 'string' || typeof bulkOrderId !== 'string') return undefined;
  return isId(tenantId) && isId(bulkOrderId) ? { schemaVersion, kind, tenantId, bulkOrderId } : undefined;
};

const parse = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};
