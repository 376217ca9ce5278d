import { orderKey, type SettleAnswer } from '@oms/core';
import type { Connection } from '../database/connection.js';
import type { InternedKeys } from '../database/interned-keys.js';
import { tenantKey } from '../database/interned-names.js';
import { keyHash } from '../database/key-hash.js';
import { GroupNumbers } from './group-numbers.js';
import type { OrderKeys, PlacedOrder } from './order-keys.js';
import type { PreparedWrite } from './prepared-write.js';

/** Appends to the outbox as text: `[a]` and `[b]` make `[a,b]`. */
const update = `UPDATE orders SET
    version = ?4, state_code = ?5, state = ?6, group_no = ?7, wanted = ?8, held_since = ?9, release_at = ?10,
    relay_at = CASE WHEN ?13 THEN ?11 ELSE coalesce(relay_at, ?11) END,
    outbox = CASE
      WHEN ?13 OR outbox IS NULL THEN ?12
      WHEN ?12 IS NULL THEN outbox
      ELSE substr(outbox, 1, length(outbox) - 1) || ',' || substr(?12, 2)
    END
  WHERE row_no = ?1 AND tenant_no = ?2 AND order_id = ?3 AND version = ?4 - 1`;

export interface SettleDeps {
  readonly interned: InternedKeys;
  readonly keys: OrderKeys;
}

/** Compare-and-set of each; inside a write. */
export const settleOrders =
  ({ interned, keys }: SettleDeps, writes: readonly PreparedWrite[]) =>
  (connection: Connection): readonly SettleAnswer[] => {
    const groups = new GroupNumbers(connection);
    return writes.map((write) => {
      const tenantNo = interned.find(connection, tenantKey(write.tenantId));
      if (tenantNo === undefined) return 'lost';
      return (
        keys.at(connection, placeOf(write, tenantNo), (...row) =>
          connection.run(update, ...row, ...changesOf(write, groups)) === 1 ? 'done' : undefined,
        ) ?? 'lost'
      );
    });
  };

const placeOf = (write: PreparedWrite, tenantNo: number): PlacedOrder => ({
  tenantNo,
  orderId: write.orderId,
  // Hashed only when no row is remembered.
  get keyHash() {
    return keyHash(orderKey(write.tenantId, write.orderId));
  },
});

const changesOf = (write: PreparedWrite, groups: GroupNumbers) =>
  [
    write.version,
    write.stateCode,
    write.state,
    groups.numberOf(write.wait),
    write.wait?.wanted ?? 0,
    write.wait?.heldSince ?? null,
    write.releaseAt,
    write.relayAt,
    write.outbox,
    write.areEarlierPublished,
  ] as const;
