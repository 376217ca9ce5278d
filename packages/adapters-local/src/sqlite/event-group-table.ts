import type { EventAnswer, SubscribeOptions } from '@oms/core';
import type { SqliteDatabase } from './sqlite-database.js';

export interface EventMessage {
  readonly body: string;
  /** Its row among the poison events; undefined for a first delivery. */
  readonly poisonNo: number | undefined;
  readonly tries: number;
}

export interface EventBatch {
  readonly messages: readonly EventMessage[];
  /** How far the group has come once this batch is recorded. */
  readonly lastSeq: number;
}

export interface EventGroupOptions {
  readonly maxTries: number;
  readonly retryDelayMs: number;
  readonly leaseMs: number;
}

/** How far each consumer group has come, who its member is, and which of its messages were poison. */
export class EventGroupTable {
  readonly #db: SqliteDatabase;
  readonly #options: EventGroupOptions;

  constructor(db: SqliteDatabase, options: EventGroupOptions) {
    this.#db = db;
    this.#options = options;
  }

  /** True when the group is this member's now; writes only when the lease is new or half used. */
  async lease(name: string, member: string): Promise<boolean> {
    const now = Date.now();
    const row = this.#db.get('SELECT member, leased_until FROM event_groups WHERE name = ?', name);
    const isOurs = row?.member === member;
    const until = Number(row?.leased_until ?? 0);
    if (isOurs && until > now + this.#options.leaseMs / 2) return true;
    if (row !== undefined && !isOurs && until > now) return false;
    return this.#db.write(() => {
      this.#db.run(
        "INSERT OR IGNORE INTO event_groups (name, last_seq, member, leased_until) VALUES (?, 0, '', 0)",
        name,
      );
      return this.#take(name, member, now);
    });
  }

  async renew(name: string, member: string): Promise<void> {
    await this.#db.write(() => this.#take(name, member, Date.now()));
  }

  async leave(name: string, member: string): Promise<void> {
    await this.#db.write(() =>
      this.#db.run('UPDATE event_groups SET leased_until = 0 WHERE name = ? AND member = ?', name, member),
    );
  }

  read(name: string, { types, maxBatch = 500 }: SubscribeOptions): EventBatch {
    const poison = this.#db
      .all(
        'SELECT * FROM poison_events WHERE group_name = ? AND due_at <= ? ORDER BY poison_no LIMIT ?',
        name,
        Date.now(),
        maxBatch,
      )
      .map((row) => ({ body: String(row.body), poisonNo: Number(row.poison_no), tries: Number(row.tries) }));
    const last = Number(this.#db.get('SELECT last_seq FROM event_groups WHERE name = ?', name)?.last_seq ?? 0);
    const fresh = this.#db.all(
      `SELECT seq, body FROM events WHERE seq > ? AND type IN (${types.map(() => '?').join(', ')}) ORDER BY seq LIMIT ?`,
      last,
      ...types,
      maxBatch - poison.length,
    );
    const messages = fresh.map((row) => ({ body: String(row.body), poisonNo: undefined, tries: 0 }));
    return { messages: [...poison, ...messages], lastSeq: Number(fresh.at(-1)?.seq ?? last) };
  }

  /** Writes a batch's answers together, unless another member has the group by now: then it will be handed them. */
  async record(input: {
    readonly group: string;
    readonly member: string;
    readonly batch: EventBatch;
    readonly answers: readonly EventAnswer[];
  }): Promise<void> {
    const { group, member, batch, answers } = input;
    await this.#db.write(() => {
      const changed = this.#db.run(
        'UPDATE event_groups SET last_seq = max(last_seq, ?) WHERE name = ? AND member = ?',
        batch.lastSeq,
        group,
        member,
      );
      if (changed === 0) return;
      batch.messages.forEach((message, index) => {
        this.#settle(group, message, answers[index] ?? { answer: 'poison', reason: 'the handler gave no answer' });
      });
    });
  }

  /** Within a write: puts a dead letter back; 1 when there was one. */
  revive(deadId: string): number {
    const number = Number(/^event-(\d+)$/.exec(deadId)?.[1] ?? -1);
    const row = this.#db.get('DELETE FROM dead_events WHERE dead_no = ? RETURNING group_name, body', number);
    if (row === undefined) return 0;
    return this.#db.run(
      'INSERT INTO poison_events (group_name, due_at, tries, body) VALUES (?, 0, 0, ?)',
      String(row.group_name),
      String(row.body),
    );
  }

  #take(name: string, member: string, now: number): boolean {
    const changed = this.#db.run(
      'UPDATE event_groups SET member = ?, leased_until = ? WHERE name = ? AND (member = ? OR leased_until <= ?)',
      member,
      now + this.#options.leaseMs,
      name,
      member,
      now,
    );
    return changed === 1;
  }

  #settle(group: string, message: EventMessage, answer: EventAnswer): void {
    if (message.poisonNo !== undefined) this.#db.run('DELETE FROM poison_events WHERE poison_no = ?', message.poisonNo);
    if (answer.answer === 'done') return;
    const tries = message.tries + 1;
    if (tries < this.#options.maxTries) {
      this.#db.run(
        'INSERT INTO poison_events (group_name, due_at, tries, body) VALUES (?, ?, ?, ?)',
        group,
        Date.now() + this.#options.retryDelayMs,
        tries,
        message.body,
      );
      return;
    }
    const { type } = JSON.parse(message.body) as { type: string };
    this.#db.run(
      'INSERT INTO dead_events (group_name, type, body, reason) VALUES (?, ?, ?, ?)',
      group,
      type,
      message.body,
      answer.reason,
    );
  }
}
