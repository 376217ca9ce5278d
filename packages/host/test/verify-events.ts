import { DatabaseSync } from 'node:sqlite';
import type { Order, OrderEventMessage } from '@oms/core';
import { expect } from 'vitest';

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
    verifyLog(database, orders);
  } finally {
    database.close();
  }
};

const verifyLog = (database: DatabaseSync, orders: readonly Order[]): void => {
  const published = new Map<string, OrderEventMessage[]>();
  for (const { body } of database.prepare('SELECT body FROM events ORDER BY event_no').iterate()) {
    const message: OrderEventMessage = JSON.parse(String(body));
    const known = published.get(message.orderId) ?? [];
    published.set(message.orderId, known);
    // Published again after a crash: consumers know it by its id.
    if (!known.some(({ id }) => id === message.id)) known.push(message);
  }
  for (const { orderId, sequence, status } of orders) {
    const arrived = published.get(orderId) ?? [];
    const held = arrived.filter(({ type }) => type === 'order.held').map((message) => message.sequence);
    expect(held, `holds of ${orderId}, as they arrived`).toEqual(held.toSorted((a, b) => a - b));
    const messages = arrived.toSorted((a, b) => a.sequence - b.sequence);
    const all = Array.from({ length: sequence }, (_, index) => index + 1);
    expect(
      messages.map((message) => message.sequence),
      `events of ${orderId}`,
    ).toEqual(all);
    expect(messages[0]?.type, orderId).toBe('order.created');
    expect(messages.at(-1)?.status, orderId).toBe(status);
  }
  expect(published.size, 'orders in the log').toBe(orders.length);
};
