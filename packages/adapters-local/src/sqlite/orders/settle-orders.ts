import type { SettleAnswer } from '@oms/core';
import type { Connection, SqlValue } from '../database/connection.js';
import type { InternedKeys } from '../database/interned-keys.js';
import { tenantKey } from '../database/interned-names.js';
import { GroupNumbers } from './group-numbers.js';
import { isPlacedOrder, isRememberedOrder, type OrderKeys } from './order-keys.js';
import type { PreparedWrite } from './prepared-write.js';

/** Appends to the outbox as text: `[a]` and `[b]` make `[a,b]`. */
const update = (isOrder: string): string => `UPDATE orders SET
    version = ?4, state_code = ?5, state = ?6, group_no = ?7, wanted = ?8, held_since = ?9, release_at = ?10,
    relay_at = coalesce(relay_at, ?11),
    outbox = CASE
      WHEN ?12 IS NULL THEN outbox
      WHEN outbox IS NULL THEN ?12
      ELSE substr(outbox, 1, length(outbox) - 1) || ',' || substr(?12, 2)
    END
  WHERE ${isOrder} AND version = ?4 - 1`;
const updatePlaced = update(isPlacedOrder);
const updateRemembered = update(isRememberedOrder);

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
      const values = valuesOf(write, tenantNo, groups);
      const hint = keys.hintOf({ tenantNo, orderId: write.orderId });
      const isDone = hint !== undefined && connection.run(updateRemembered, hint, ...values) === 1;
      return isDone || connection.run(updatePlaced, write.keyHash, ...values) === 1 ? 'done' : 'lost';
    });
  };

/** The parameters from `?2` on. */
const valuesOf = (write: PreparedWrite, tenantNo: number, groups: GroupNumbers): readonly SqlValue[] => [
  tenantNo,
  write.orderId,
  write.version,
  write.stateCode,
  write.state,
  groups.numberOf(write.wait),
  write.wait?.wanted ?? 0,
  write.wait?.heldSince ?? null,
  write.releaseAt,
  write.relayAt,
  write.outbox,
];
