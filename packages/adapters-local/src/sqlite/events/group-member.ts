import { randomUUID } from 'node:crypto';
import type { EventAnswer, EventHandler, OrderEventMessage, OrderEventType, StopSignal } from '@oms/core';
import type { Connection } from '../database/connection.js';
import { every } from '../database/every.js';
import { sleep } from '../database/sleep.js';
import type { SqliteDatabase } from '../database/sqlite-database.js';
import { type PendingEvent, readBatch } from './event-batch.js';
import { endLease, freeTypes, leaseTypes, type Member } from './event-lease.js';
import { recordAnswers } from './record-answers.js';

export interface GroupMemberOptions {
  readonly maxBatch: number;
  readonly maxTries: number;
  readonly retryDelayMs: number;
  readonly leaseMs: number;
  readonly pollMs: number;
}

const outageMs = 1_000;

/** One subscription: takes messages while no other member of its group is at work on their type. */
export class GroupMember {
  readonly #database: SqliteDatabase;
  readonly #options: GroupMemberOptions;
  readonly #member: Member;
  readonly #handler: EventHandler;
  #held: readonly OrderEventType[] = [];
  #leasedUntil = 0;

  constructor(
    database: SqliteDatabase,
    subscription: { readonly group: string; readonly types: readonly OrderEventType[]; readonly handler: EventHandler },
    options: GroupMemberOptions,
  ) {
    const { group, types, handler } = subscription;
    this.#database = database;
    this.#options = options;
    this.#member = { id: randomUUID(), group, types: [...new Set(types)] };
    this.#handler = handler;
  }

  async run(stop: StopSignal): Promise<void> {
    while (!stop.aborted) {
      const { count } = this.#database.eventsWakeUp;
      try {
        const batch = await this.#next();
        if (batch.length === 0) await this.#database.eventsWakeUp.wait(count, this.#options.pollMs, stop);
        else await this.#hand(batch, stop);
      } catch {
        await sleep(outageMs, stop);
      }
    }
    // So that a standby member needs not wait for the lease to end.
    if (this.#leasedUntil > Date.now()) await this.#write(endLease(this.#member)).catch(() => undefined);
  }

  /** Reads first: a group with nothing to do writes nothing. */
  async #next(): Promise<readonly PendingEvent[]> {
    const now = Date.now();
    const { maxBatch: limit, leaseMs } = this.#options;
    const { group } = this.#member;
    const read = (types: readonly OrderEventType[]) => this.#read(readBatch({ group, types, limit, now }));
    const types = await this.#read(freeTypes(this.#member, now));
    const batch = await read(types);
    if (batch.length === 0) return batch;
    const isFresh = this.#leasedUntil - now > leaseMs / 2;
    if (isFresh && types.every((type) => this.#held.includes(type))) return batch;
    this.#held = await this.#write(leaseTypes(this.#member, { now, leaseMs }));
    this.#leasedUntil = now + leaseMs;
    // Another member may have been at work on these between the look and the lease.
    return read(this.#held);
  }

  async #hand(batch: readonly PendingEvent[], stop: StopSignal): Promise<void> {
    const { leaseMs } = this.#options;
    const renew = () => this.#write(leaseTypes(this.#member, { now: Date.now(), leaseMs }));
    const endRenewal = every(leaseMs / 3, renew);
    try {
      const answers = await this.#ask(batch, stop);
      if (answers !== undefined) await this.#record(batch, answers, stop);
    } finally {
      endRenewal();
    }
  }

  /** Undefined when it was stopped before the handler gave answers. */
  async #ask(batch: readonly PendingEvent[], stop: StopSignal): Promise<readonly EventAnswer[] | undefined> {
    for (;;) {
      try {
        return await this.#handler(batch.map(({ body }): OrderEventMessage => JSON.parse(body)));
      } catch {
        if (stop.aborted) return undefined;
        await sleep(this.#options.retryDelayMs, stop);
      }
    }
  }

  /** Tries until the answers are written; after a stop once more. */
  async #record(batch: readonly PendingEvent[], answers: readonly EventAnswer[], stop: StopSignal): Promise<void> {
    const answered = batch.map((event, index) => ({ event, answer: answers[index] ?? unanswered }));
    for (;;) {
      const now = Date.now();
      try {
        await this.#write(recordAnswers(this.#member, answered, { ...this.#options, now }));
        this.#leasedUntil = now + this.#options.leaseMs;
        return;
      } catch (error) {
        if (stop.aborted) throw error;
        await sleep(outageMs, stop);
      }
    }
  }

  #read<T>(operation: (connection: Connection) => T): Promise<T> {
    return this.#database.read('event_bus_unavailable', operation);
  }

  #write<T>(operation: (connection: Connection) => T): Promise<T> {
    return this.#database.write('event_bus_unavailable', operation);
  }
}

const unanswered: EventAnswer = { answer: 'poison', reason: 'the handler gave no answer for it' };
