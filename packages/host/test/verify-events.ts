import { DatabaseSync } from 'node:sqlite';
import type { Order, OrderEventMessage } from '@oms/core';
import { expect } from 'vitest';
import { verifyLog } from './verify-log.js';

/** Every event of every order is in the log, those of one type in sequence; nothing is left to publish or dead. */
export const verifyEvents = (path: string, orders: readonly Order[]): void => {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const number = (sql: string) => Number(Object.values(database.prepare(sql).get() ?? {})[0]);
    expect(number('SELECT count(*) FROM orders WHERE outbox IS NOT NULL OR relay_at IS NOT NULL'), 'outboxes').toBe(0);
    expect(number('SELECT count(*) FROM dead_events'), 'dead events').toBe(0);
    expect(number('SELECT count(*) FROM dead_jobs'), 'dead jobs').toBe(0);
    expect(number('SELECT count(*) FROM orders'), 'rows of orders').toBe(orders.length);
    expect(number('SELECT count(*) FROM claims'), 'claims').toBe(
      orders.filter(({ status }) => status === 'new_order').length,
    );
    verifyLog(messagesIn(database), orders);
  } finally {
    database.close();
  }
};

function* messagesIn(database: DatabaseSync): Generator<OrderEventMessage> {
  for (const { body } of database.prepare('SELECT body FROM events ORDER BY event_no').iterate()) {
    yield JSON.parse(String(body));
  }
}
