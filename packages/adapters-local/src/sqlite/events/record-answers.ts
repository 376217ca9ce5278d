import type { EpochMs, EventAnswer, OrderEventType } from '@oms/core';
import type { Connection } from '../database/connection.js';
import type { PendingEvent } from './event-batch.js';
import type { Member } from './event-lease.js';

export interface AnsweredEvent {
  readonly event: PendingEvent;
  readonly answer: EventAnswer;
}

export interface RecordOptions {
  readonly now: EpochMs;
  readonly leaseMs: number;
  readonly maxTries: number;
  readonly retryDelayMs: number;
}

/**
 * Moves the group on past a batch and renews the lease; what was poison is set aside, to be repeated or dead-lettered. A type
 * that is another member's by now is left to that member. Inside a write.
 */
export const recordAnswers =
  (member: Member, answered: readonly AnsweredEvent[], options: RecordOptions) =>
  (connection: Connection): void => {
    const held = new Set(member.types.filter((type) => moveOn(connection, member, { type, answered, options })));
    for (const { event, answer } of answered) {
      if (!held.has(event.type)) continue;
      if (event.retryNo !== undefined) connection.run('DELETE FROM event_retries WHERE retry_no = ?', event.retryNo);
      if (answer.answer === 'poison') setAside(connection, member, { event, reason: answer.reason, options });
    }
  };

interface TypeMove {
  readonly type: OrderEventType;
  readonly answered: readonly AnsweredEvent[];
  readonly options: RecordOptions;
}

/** False when the type is another's. */
const moveOn = (connection: Connection, { id, group }: Member, { type, answered, options }: TypeMove): boolean => {
  const last = Math.max(0, ...answered.map(({ event }) => (event.type === type ? (event.eventNo ?? 0) : 0)));
  const sql = `UPDATE event_streams SET last_event_no = max(last_event_no, ?), leased_until = ?
    WHERE group_name = ? AND type = ? AND member = ?`;
  return connection.run(sql, last, options.now + options.leaseMs, group, type, id) === 1;
};

interface Poison {
  readonly event: PendingEvent;
  readonly reason: string;
  readonly options: RecordOptions;
}

const setAside = (connection: Connection, { group }: Member, { event, reason, options }: Poison): void => {
  const tries = event.tries + 1;
  if (tries >= options.maxTries) {
    buryEvent(connection, { group, type: event.type, body: event.body, reason });
    return;
  }
  const sql = 'INSERT INTO event_retries (group_name, type, tries, due_at, body) VALUES (?, ?, ?, ?, ?)';
  connection.run(sql, group, event.type, tries, options.now + options.retryDelayMs, event.body);
};

/** `group` is null for a message that publishing refused. Inside a write. */
export const buryEvent = (
  connection: Connection,
  dead: { readonly group: string | null; readonly type: string; readonly body: string; readonly reason: string },
): void => {
  const sql = 'INSERT INTO dead_events (group_name, type, body, reason) VALUES (?, ?, ?, ?)';
  connection.run(sql, dead.group, dead.type, dead.body, dead.reason);
};
