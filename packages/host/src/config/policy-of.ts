import type { Policy } from '@oms/core';
import type { Config } from './config-schema.js';
import { partsOf } from './parts-of.js';

/** SQLite works on the event loop: what else it does waits for a chunk, and no chunk is prepared while another is stored. */
const chunksOfSqlite = { chunkRows: 250, chunksAtOnce: 1 };
const chunksOfServers = { chunkRows: 2_000, chunksAtOnce: 2 };

/** The core's policy as configured. */
export const policyOf = (config: Config): Partial<Policy> => {
  const { chunkRows, chunksAtOnce } = partsOf(config).store === 'sqlite' ? chunksOfSqlite : chunksOfServers;
  return {
    relayAfterMs: config.OMS_RELAY_AFTER_MS,
    recheckAfterMs: config.OMS_RECHECK_AFTER_MS,
    stockRetry: { baseMs: config.OMS_RETRY_BASE_MS, capMs: config.OMS_RETRY_CAP_MS },
    probeEveryMs: config.OMS_PROBE_EVERY_MS,
    bulkLeaseMs: config.OMS_BULK_LEASE_MS,
    maxRows: config.OMS_MAX_ROWS,
    chunkRows: config.OMS_CHUNK_ROWS ?? chunkRows,
    chunksAtOnce,
  };
};
