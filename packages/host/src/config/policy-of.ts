import type { Policy } from '@oms/core';
import type { Config } from './config-schema.js';
import { partsOf } from './parts-of.js';

/** The core's policy as configured. */
export const policyOf = (config: Config): Partial<Policy> => ({
  relayAfterMs: config.OMS_RELAY_AFTER_MS,
  recheckAfterMs: config.OMS_RECHECK_AFTER_MS,
  stockRetry: { baseMs: config.OMS_RETRY_BASE_MS, capMs: config.OMS_RETRY_CAP_MS },
  probeEveryMs: config.OMS_PROBE_EVERY_MS,
  bulkLeaseMs: config.OMS_BULK_LEASE_MS,
  maxRows: config.OMS_MAX_ROWS,
  chunkRows: config.OMS_CHUNK_ROWS ?? (partsOf(config).store === 'sqlite' ? 250 : 2_000),
});
