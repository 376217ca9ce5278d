import type {
  DeadEvent,
  EventHandler,
  OrderEventBus,
  OrderEventMessage,
  OrderEventType,
  PublishAnswer,
  StopSignal,
  SubscribeOptions,
} from '@oms/core';
import type { Connection } from '../database/connection.js';
import type { SqliteDatabase } from '../database/sqlite-database.js';
import { listDeadEvents, redriveEvents } from './dead-events.js';
import { lagOf } from './event-lag.js';
import { GroupMember } from './group-member.js';
import { outgoingEventOf, pruneEvents, publishEvents } from './publish-events.js';

export interface SqliteOrderEventBusOptions {
  /** Deliveries until a poison message is dead-lettered; default 5. */
  readonly maxTries?: number;
  /** Before a poison message, or a batch whose handler threw, comes back, in milliseconds; default 1,000. */
  readonly retryDelayMs?: number;
  /** A group's messages are another member's this long after their member died, in milliseconds; default 5,000. */
  readonly leaseMs?: number;
  /** Between looks for messages of other processes, in milliseconds; default 50. */
  readonly pollMs?: number;
  /** Messages older than this are dropped, in milliseconds; default 604,800,000 (7 days). */
  readonly retentionMs?: number;
}

/**
 * Events in one SQLite file: a log, and each group's place in it. Of a group's members one at a time is handed the messages of
 * a type; the others stand by.
 */
export class SqliteOrderEventBus implements OrderEventBus {
  readonly #database: SqliteDatabase;
  readonly #options: Required<SqliteOrderEventBusOptions>;

  constructor(database: SqliteDatabase, options: SqliteOrderEventBusOptions = {}) {
    this.#database = database;
    const times = { retryDelayMs: 1_000, leaseMs: 5_000, pollMs: 50, retentionMs: 604_800_000 };
    this.#options = { maxTries: 5, ...times, ...options };
  }

  async publish(messages: readonly OrderEventMessage[]): Promise<readonly PublishAnswer[]> {
    if (messages.length === 0) return [];
    const now = Date.now();
    const publish = publishEvents(messages.map(outgoingEventOf), now);
    // More than comes in, so that it catches up, and never so much that a publisher waits long.
    const prune = pruneEvents(now - this.#options.retentionMs, 2 * messages.length + 100);
    const answers = await this.#write((connection) => {
      prune(connection);
      return publish(connection);
    });
    this.#database.eventsWakeUp.notify();
    return answers;
  }

  async subscribe(
    group: string,
    { types, maxBatch = 500 }: SubscribeOptions,
    handler: EventHandler,
    stop: StopSignal,
  ): Promise<void> {
    await new GroupMember(this.#database, { group, types, handler }, { ...this.#options, maxBatch }).run(stop);
  }

  async lag(group: string, types: readonly OrderEventType[]): Promise<number> {
    return this.#database.read('event_bus_unavailable', lagOf(group, types));
  }

  async listDead(limit: number): Promise<readonly DeadEvent[]> {
    return this.#database.read('event_bus_unavailable', listDeadEvents(limit));
  }

  async redrive(deadIds: readonly string[]): Promise<number> {
    const count = await this.#write(redriveEvents([...deadIds], Date.now()));
    this.#database.eventsWakeUp.notify();
    return count;
  }

  #write<T>(operation: (connection: Connection) => T): Promise<T> {
    return this.#database.write('event_bus_unavailable', operation);
  }
}
