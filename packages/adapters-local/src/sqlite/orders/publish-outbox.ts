import { type LeaseOptions, type OrderEventRef, orderKey, type UnpublishedOrder } from '@oms/core';
import type { Connection } from '../database/connection.js';
import type { OrderKeys } from './order-keys.js';
import { isPlacedOrder, type PlacedOrder } from './order-keys.js';
import { type OrderRow, orderColumns, orderOf, ordersWithGroups } from './order-row.js';
import { type OutboxEntry, outboxJson, outboxOf, relayAtOf } from './outbox.js';

const setOutbox = 'UPDATE orders SET outbox = ?, relay_at = ? WHERE row_no = ?';

const takeOutOnly = `UPDATE orders SET outbox = NULL, relay_at = NULL
  WHERE ${isPlacedOrder} AND json_array_length(outbox) = 1 AND outbox ->> '$[0][1].sequence' = ?4`;

export const hasUnpublished =
  ({ now }: LeaseOptions) =>
  (connection: Connection): boolean =>
    connection.get('SELECT 1 FROM orders WHERE relay_at <= ? LIMIT 1', now) !== undefined;

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
      if (place === undefined || isOnlyOne(connection, place, ofOrder)) continue;
      const row = connection.get<{ row_no: number; outbox: string | null }>(
        `SELECT row_no, outbox FROM orders WHERE ${isPlacedOrder}`,
        place.keyHash,
        place.tenantNo,
        place.orderId,
      );
      if (row === undefined || row.outbox === null) continue;
      const rest = outboxOf(row.outbox).filter(
        ([, event]) => !ofOrder.some(({ sequence }) => sequence === event.sequence),
      );
      connection.run(setOutbox, outboxJson(rest), relayAtOf(rest), row.row_no);
    }
  };

/** The common case in one statement: the outbox holds this event and no other. */
const isOnlyOne = (connection: Connection, place: PlacedOrder, [ref, ...others]: readonly OrderEventRef[]): boolean =>
  others.length === 0 &&
  connection.run(takeOutOnly, place.keyHash, place.tenantNo, place.orderId, (ref as OrderEventRef).sequence) === 1;

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
