import { type EpochMs, type OrderEventMessage, orderEventTypes, type PublishAnswer } from '@oms/core';
import type { Connection } from '../database/connection.js';
import { buryEvent } from './record-answers.js';

/** A message as text: nothing that the caller does to it later counts. */
export interface OutgoingEvent {
  readonly type: string;
  readonly body: string;
  readonly refusal: string | undefined;
}

export const outgoingEventOf = (message: OrderEventMessage): OutgoingEvent => ({
  type: String(message.type),
  body: JSON.stringify(message),
  refusal: refusalOf(message),
});

const refusalOf = ({ schemaVersion, type }: OrderEventMessage): string | undefined => {
  if (schemaVersion !== 1) return 'unknown_schema';
  return orderEventTypes.includes(type) ? undefined : 'unknown_type';
};

/** Inside a write. */
export const publishEvents =
  (events: readonly OutgoingEvent[], now: EpochMs) =>
  (connection: Connection): readonly PublishAnswer[] =>
    events.map(({ type, body, refusal: reason }) => {
      if (reason !== undefined) {
        buryEvent(connection, { group: null, type, body, reason });
        return { answer: 'refused', reason };
      }
      connection.run('INSERT INTO events (type, published_at, body) VALUES (?, ?, ?)', type, now, body);
      return { answer: 'published' };
    });

/** Drops what is older than `before`, oldest first and at most `limit`; inside a write. */
export const pruneEvents =
  (before: EpochMs, limit: number) =>
  (connection: Connection): void => {
    const sql = `DELETE FROM events WHERE event_no IN (SELECT event_no FROM events ORDER BY event_no LIMIT ?)
      AND published_at < ?`;
    const oldest = 'SELECT published_at FROM events ORDER BY event_no LIMIT 1';
    const publishedAt = connection.get<{ published_at: EpochMs }>(oldest)?.published_at ?? before;
    if (publishedAt < before) connection.run(sql, limit, before);
  };
