import { randomUUID } from 'node:crypto';
import type {
  DeadEvent,
  EventAnswer,
  EventHandler,
  OrderEventBus,
  OrderEventMessage,
  PublishAnswer,
  StopSignal,
  SubscribeOptions,
} from '@oms/core';
import { type EventBatch, EventGroupTable } from './event-group-table.js';
import type { SqliteDatabase } from './sqlite-database.js';

export interface SqliteOrderEventBusOptions {
  /** Deliveries until a poison message is dead-lettered; default 5. */
  readonly maxTries?: number;
  /** Delay before a poison message, or a batch whose handler threw, comes back; default 1,000. */
  readonly retryDelayMs?: number;
  /** A group is another member's this long after its member died; default 5,000. */
  readonly leaseMs?: number;
  /** Between looks for messages of other processes; default 50. */
  readonly pollMs?: number;
  /** Messages older than this are dropped; default 604,800,000 (7 days). */
  readonly retentionMs?: number;
}

const topic = 'events';
const pruneBatch = 1_000;
const pruneEveryMs = 60_000;

/**
 * Events in SQLite: a log, and how far each group has come in it. One member of a group at a time is handed messages, for
 * as long as it renews its lease; the others stand by.
 */
export class SqliteOrderEventBus implements OrderEventBus {
  readonly #db: SqliteDatabase;
  readonly #groups: EventGroupTable;
  readonly #options: Required<SqliteOrderEventBusOptions>;
  #prunedAt = 0;

  constructor(db: SqliteDatabase, options: SqliteOrderEventBusOptions = {}) {
    this.#db = db;
    this.#options = {
      maxTries: 5,
      retryDelayMs: 1_000,
      leaseMs: 5_000,
      pollMs: 50,
      retentionMs: 604_800_000,
      ...options,
    };
    this.#groups = new EventGroupTable(db, this.#options);
  }

  async publish(messages: readonly OrderEventMessage[]): Promise<readonly PublishAnswer[]> {
    if (messages.length === 0) return [];
    const now = Date.now();
    await this.#db.write(() => {
      for (const message of messages) {
        this.#db.run(
          'INSERT INTO events (type, published_at, body) VALUES (?, ?, ?)',
          message.type,
          now,
          JSON.stringify(message),
        );
      }
      this.#prune(now);
    });
    this.#db.notify(topic);
    return messages.map(() => ({ answer: 'published' }));
  }

  async subscribe(group: string, options: SubscribeOptions, handler: EventHandler, stop: StopSignal): Promise<void> {
    const member = randomUUID();
    const signal = stop as AbortSignal;
    while (!stop.aborted) {
      try {
        const isOurs = await this.#groups.lease(group, member);
        const batch = isOurs ? this.#groups.read(group, options) : undefined;
        if (batch === undefined || batch.messages.length === 0)
          await this.#db.news(topic, this.#options.pollMs, signal);
        else await this.#hand({ group, member, batch }, handler, signal);
      } catch {
        await this.#db.news(topic, this.#options.retryDelayMs, signal);
      }
    }
    await this.#groups.leave(group, member).catch(() => undefined);
  }

  async listDead(limit: number): Promise<readonly DeadEvent[]> {
    return this.#db.all('SELECT * FROM dead_events ORDER BY dead_no LIMIT ?', limit).map((row) => ({
      deadId: `event-${row.dead_no}`,
      group: String(row.group_name),
      type: String(row.type),
      body: String(row.body),
      reason: String(row.reason),
    }));
  }

  async redrive(deadIds: readonly string[]): Promise<number> {
    const count = await this.#db.write(() => deadIds.reduce((sum, deadId) => sum + this.#groups.revive(deadId), 0));
    this.#db.notify(topic);
    return count;
  }

  async #hand(
    { group, member, batch }: { readonly group: string; readonly member: string; readonly batch: EventBatch },
    handler: EventHandler,
    stop: AbortSignal,
  ): Promise<void> {
    const heart = setInterval(
      () => void this.#groups.renew(group, member).catch(() => undefined),
      this.#options.leaseMs / 3,
    );
    try {
      const answers = await this.#ask(batch, handler, stop);
      if (answers !== undefined) await this.#groups.record({ group, member, batch, answers });
    } finally {
      clearInterval(heart);
    }
  }

  /** The handler's answers; undefined when it was stopped before it gave any. */
  async #ask(
    { messages }: EventBatch,
    handler: EventHandler,
    stop: AbortSignal,
  ): Promise<readonly EventAnswer[] | undefined> {
    for (;;) {
      try {
        return await handler(messages.map(({ body }) => JSON.parse(body) as OrderEventMessage));
      } catch {
        if (stop.aborted) return undefined;
        await this.#db.news('', this.#options.retryDelayMs, stop);
      }
    }
  }

  #prune(now: number): void {
    if (now - this.#prunedAt < pruneEveryMs) return;
    this.#prunedAt = now;
    this.#db.run(
      `DELETE FROM events WHERE seq IN (SELECT seq FROM events WHERE published_at < ? ORDER BY seq LIMIT ?)
         AND seq <= (SELECT coalesce(min(last_seq), 0) FROM event_groups)`,
      now - this.#options.retentionMs,
      pruneBatch,
    );
  }
}
