import { type LeaseOptions, type OrderEventRef, type OutboxBacklog, orderKey, type UnpublishedOrder } from '@oms/core';
import type { Connection } from '../database/connection.js';
import type { OrderKeys, PlacedOrder } from './order-keys.js';
import { type OrderRow, orderColumns, orderOf, ordersWithGroups } from './order-row.js';
import { type OutboxEntry, outboxJson, outboxOf, relayAtOf } from './outbox.js';

interface OutboxRow {
  readonly row_no: number;
  readonly outbox: string | null;
}

const isRow = 'row_no = ? AND tenant_no = ? AND order_id = ?';
const selectOutbox = `SELECT row_no, outbox FROM orders WHERE ${isRow}`;
const setOutbox = 'UPDATE orders SET outbox = ?, relay_at = ? WHERE row_no = ?';
const takeOutOnly = `UPDATE orders SET outbox = NULL, relay_at = NULL
  WHERE ${isRow} AND json_array_length(outbox) = 1 AND outbox ->> '$[0][1].sequence' = ?`;

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

/** Takes exactly these events out; inside a write. */
export const markOutboxes =
  (keys: OrderKeys, refs: readonly OrderEventRef[]) =>
  (connection: Connection): void => {
    for (const ofOrder of byOrder(refs)) {
      const { tenantId, orderId } = ofOrder[0] as OrderEventRef;
      const place = keys.place(connection, tenantId, orderId);
      if (place === undefined || isOnlyOne(connection, keys, { place, ofOrder })) continue;
      const row = keys.at(connection, place, (...at) => connection.get<OutboxRow>(selectOutbox, ...at));
      const rest = withoutEvents(outboxOf(row?.outbox ?? '[]'), ofOrder);
      if (rest !== undefined) connection.run(setOutbox, outboxJson(rest), relayAtOf(rest), (row as OutboxRow).row_no);
    }
  };

/** Undefined when none of them is there. */
const withoutEvents = (
  entries: readonly OutboxEntry[],
  refs: readonly OrderEventRef[],
): readonly OutboxEntry[] | undefined => {
  const rest = entries.filter(([, event]) => !refs.some(({ sequence }) => sequence === event.sequence));
  return rest.length === entries.length ? undefined : rest;
};

/** The common case in one statement: the outbox holds this event and no other. */
const isOnlyOne = (
  connection: Connection,
  keys: OrderKeys,
  { place, ofOrder }: { readonly place: PlacedOrder; readonly ofOrder: readonly OrderEventRef[] },
): boolean => {
  const [ref, ...others] = ofOrder;
  if (ref === undefined || others.length > 0) return false;
  return (
    keys.at(connection, place, (...row) => connection.run(takeOutOnly, ...row, ref.sequence) === 1 || undefined) ===
    true
  );
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
