import type { EpochMs, OrderEventType } from '@oms/core';
import type { Connection } from '../database/connection.js';

/** A message to hand out: from the log, or one that was poison before. */
export interface PendingEvent {
  readonly type: OrderEventType;
  readonly body: string;
  /** Its place in the log; undefined for a repeat. */
  readonly eventNo?: number;
  /** Its row among the repeats; undefined for a first arrival. */
  readonly retryNo?: number;
  /** How often it was handed out. */
  readonly tries: number;
}

export interface BatchOptions {
  readonly group: string;
  readonly types: readonly OrderEventType[];
  readonly limit: number;
  readonly now: EpochMs;
}

/** What is next for a group: due repeats, then the log after the group's place in each type, in the order of the log. */
export const readBatch =
  (options: BatchOptions) =>
  (connection: Connection): readonly PendingEvent[] => {
    const repeats = options.types.flatMap((type) => repeatsOf(connection, options, type)).slice(0, options.limit);
    const firsts = options.types.flatMap((type) => firstsOf(connection, options, type));
    firsts.sort((a, b) => (a.eventNo as number) - (b.eventNo as number));
    return [...repeats, ...firsts.slice(0, options.limit - repeats.length)];
  };

const repeatsOf = (
  connection: Connection,
  { group, now, limit }: BatchOptions,
  type: OrderEventType,
): readonly PendingEvent[] => {
  const sql = `SELECT type, body, retry_no AS retryNo, tries FROM event_retries
    WHERE group_name = ? AND type = ? AND due_at <= ? ORDER BY due_at, retry_no LIMIT ?`;
  return connection.all<PendingEvent>(sql, group, type, now, limit);
};

const firstsOf = (
  connection: Connection,
  { group, limit }: BatchOptions,
  type: OrderEventType,
): readonly PendingEvent[] => {
  const place = 'SELECT last_event_no FROM event_streams WHERE group_name = ? AND type = ?';
  const from = connection.get<{ last_event_no: number }>(place, group, type)?.last_event_no ?? 0;
  const sql = `SELECT type, body, event_no AS eventNo, 0 AS tries FROM events
    WHERE type = ? AND event_no > ? ORDER BY event_no LIMIT ?`;
  return connection.all<PendingEvent>(sql, type, from, limit);
};
