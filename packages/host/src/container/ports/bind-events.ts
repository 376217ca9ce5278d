import { SqliteOrderEventBus } from '@oms/adapters-local/sqlite';
import { MemoryOrderEventBus } from '@oms/core/memory';
import type { Parts } from '../../config/parts-of.js';
import type { OmsContainer } from '../create-container.js';
import { openSqlite } from '../servers/open-sqlite.js';

export const bindEvents = {
  sqlite: async (container) => {
    const database = await openSqlite(container);
    const { OMS_CONSUMER_LEASE_MS: leaseMs } = container.get('config');
    container.bind('events').toDynamicValue(() => new SqliteOrderEventBus(database, { leaseMs }));
  },
  kafka: async (container) => (await import('./bind-kafka-events.js')).bindKafkaEvents(container),
  memory: async (container) => {
    container.bind('events').toConstantValue(new MemoryOrderEventBus(container.get('clock')));
  },
} as const satisfies Record<Parts['events'], (container: OmsContainer) => Promise<void>>;
