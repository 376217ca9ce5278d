import { SqliteJobQueue } from '@oms/adapters-local/sqlite';
import { MemoryJobQueue } from '@oms/core/memory';
import type { Parts } from '../../config/parts-of.js';
import type { OmsContainer } from '../create-container.js';
import { openSqlite } from '../servers/open-sqlite.js';

export const bindJobs = {
  sqlite: async (container) => {
    const database = await openSqlite(container);
    container.bind('jobs').toDynamicValue(() => new SqliteJobQueue(database));
  },
  sqs: async (container) => (await import('./bind-sqs-jobs.js')).bindSqsJobs(container),
  memory: async (container) => {
    container.bind('jobs').toConstantValue(new MemoryJobQueue(container.get('clock')));
  },
} as const satisfies Record<Parts['jobs'], (container: OmsContainer) => Promise<void>>;
