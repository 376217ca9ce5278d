import type { Order, OrderEventMessage } from '@oms/core';
import { expect } from 'vitest';

/** Every event of every order arrived, those of one type in sequence at their first arrival, and no other did. */
export const verifyLog = (messages: Iterable<OrderEventMessage>, orders: readonly Order[]): void => {
  const published = new Map<string, OrderEventMessage[]>();
  for (const message of messages) {
    const known = published.get(message.orderId) ?? [];
    published.set(message.orderId, known);
    // Published again after a crash: consumers know it by its id.
    if (!known.some(({ id }) => id === message.id)) known.push(message);
  }
  for (const { orderId, sequence, status } of orders) {
    const arrived = published.get(orderId) ?? [];
    const held = arrived.filter(({ type }) => type === 'order.held').map((message) => message.sequence);
    expect(held, `holds of ${orderId}, as they arrived`).toEqual(held.toSorted((a, b) => a - b));
    const inSequence = arrived.toSorted((a, b) => a.sequence - b.sequence);
    const all = Array.from({ length: sequence }, (_, index) => index + 1);
    expect(
      inSequence.map((message) => message.sequence),
      `events of ${orderId}`,
    ).toEqual(all);
    expect(inSequence[0]?.type, orderId).toBe('order.created');
    expect(inSequence.at(-1)?.status, orderId).toBe(status);
  }
  expect(published.size, 'orders in the log').toBe(orders.length);
};
