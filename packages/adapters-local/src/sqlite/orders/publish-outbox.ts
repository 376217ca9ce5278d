import { type LeaseOptions, type OrderEventRef, type OutboxBacklog, orderKey, type UnpublishedOrder } from '@oms/core';
import type { Connection } from '../database/connection.js';
import type { OrderKeys } from './order-keys.js';
import { type OrderRow, orderColumns, orderOf, ordersWithGroups } from './order-row.js';
import { type OutboxEntry, outboxJson, outboxOf, relayAtOf } from './outbox.js';

const selectRelayAt = 'SELECT row_no, relay_at FROM orders WHERE row_no = ? AND tenant_no = ? AND order_id = ?';
const selectOutbox = 'SELECT outbox FROM orders WHERE row_no = ?';
const setOutbox = 'UPDATE orders SET outbox = ?, relay_at = ? WHERE row_no = ?';
const takeOutOnly = `UPDATE orders SET outbox = NULL, relay_at = NULL
  WHERE row_no = ? AND json_array_length(outbox) = 1 AND outbox ->> '$[0][1].sequence' = ?`;

export const hasUnpublished =
  ({ now }: LeaseOptions) =>
  (connection: Connection): boolean =>
    connection.get('SELECT 1 FROM orders WHERE relay_at <= ? LIMIT 1', now) !== undefined;

export const countOutboxes = (connection: Connection): OutboxBacklog => {
  const orders = connection.get<{ n: number }>('SELECT count(*) AS n FROM orders WHERE relay_at IS NOT NULL')?.n ?? 0;
  const sql = 'SELECT outbox FROM orders WHERE relay_at IS NOT NULL ORDER BY relay_at LIMIT 1';
  const first = connection.get<{ readonly outbox: string }>(sql);
  const oldestAt = first === undefined ? undefined : outboxOf(first.outbox)[0]?.[1].time;
  return oldestAt === undefined ? { orders } : { orders, oldestAt };
};

/** Hands out what is due, first of each order's outbox; inside a write. */
export const leaseOutboxes =
  ({ now, leaseMs, limit }: LeaseOptions) =>
  (connection: Connection): readonly UnpublishedOrder[] => {
    const sql = `SELECT ${orderColumns}, o.outbox FROM ${ordersWithGroups}
      WHERE o.relay_at <= ? ORDER BY o.relay_at, o.row_no LIMIT ?`;
    return connection.all<OrderRow & { readonly outbox: string }>(sql, now, limit).map((row) => {
      const entries = outboxOf(row.outbox);
      const firstLater = entries.findIndex(([relayAt]) => relayAt > now);
      const due = firstLater === -1 ? entries : entries.slice(0, firstLater);
      const leased: readonly OutboxEntry[] = [
        ...due.map(([, event]) => [now + leaseMs, event] as const),
        ...entries.slice(due.length),
      ];
      connection.run(setOutbox, outboxJson(leased), relayAtOf(leased), row.row_no);
      return { order: orderOf(row), events: due.map(([, event]) => event) };
    });
  };

interface MarkedRow {
  readonly row_no: number;
  /** Null when nothing waits, as when a settlement has taken it out. */
  readonly relay_at: number | null;
}

/** Takes exactly these events out; inside a write. */
export const markOutboxes =
  (keys: OrderKeys, refs: readonly OrderEventRef[]) =>
  (connection: Connection): void => {
    for (const ofOrder of byOrder(refs)) {
      const { tenantId, orderId } = ofOrder[0] as OrderEventRef;
      const place = keys.place(connection, tenantId, orderId);
      if (place === undefined) continue;
      const row = keys.at(connection, place, (...at) => connection.get<MarkedRow>(selectRelayAt, ...at));
      if (row !== undefined && row.relay_at !== null) takeOut(connection, row.row_no, ofOrder);
    }
  };

const takeOut = (connection: Connection, rowNo: number, refs: readonly OrderEventRef[]): void => {
  const [ref, ...others] = refs as readonly [OrderEventRef, ...OrderEventRef[]];
  const isAlone = others.length === 0 && connection.run(takeOutOnly, rowNo, ref.sequence) === 1;
  if (isAlone) return;
  const entries = outboxOf(connection.get<{ readonly outbox: string }>(selectOutbox, rowNo)?.outbox ?? '[]');
  const rest = entries.filter(([, event]) => !refs.some(({ sequence }) => sequence === event.sequence));
  if (rest.length < entries.length) connection.run(setOutbox, outboxJson(rest), relayAtOf(rest), rowNo);
};

const byOrder = (refs: readonly OrderEventRef[]): Iterable<readonly OrderEventRef[]> => {
  const orders = new Map<string, OrderEventRef[]>();
  for (const ref of refs) {
    const key = orderKey(ref.tenantId, ref.orderId);
    const known = orders.get(key);
    if (known === undefined) orders.set(key, [{ ...ref }]);
    else known.push({ ...ref });
  }
  return orders.values();
};
