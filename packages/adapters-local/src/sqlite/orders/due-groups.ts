import { randomInt } from 'node:crypto';
import {
  type EpochMs,
  type LeasedGroup,
  type LeaseOptions,
  type SettleAnswer,
  type StockPair,
  type TenantId,
  type WaitGroup,
  waitGroupKey,
} from '@oms/core';
import type { Connection } from '../database/connection.js';

interface GroupRow {
  readonly group_no: number;
  readonly wait_group: string;
  readonly attempts: number;
}

const isDue = 'next_attempt_at <= ?1 AND leased_until <= ?1';

export const hasDueGroup =
  ({ now }: LeaseOptions) =>
  (connection: Connection): boolean =>
    connection.get(`SELECT 1 FROM wait_groups WHERE ${isDue} LIMIT 1`, now) !== undefined;

/** Inside a write. A token is random: that of a group that was closed never fits the one opened after it. */
export const leaseGroups =
  ({ now, leaseMs, limit }: LeaseOptions) =>
  (connection: Connection): readonly LeasedGroup[] => {
    const sql = `SELECT group_no, wait_group, attempts FROM wait_groups WHERE ${isDue}
      ORDER BY next_attempt_at, group_no LIMIT ?2`;
    return connection.all<GroupRow>(sql, now, limit).map(({ group_no, wait_group, attempts }) => {
      const token = randomInt(1, 2 ** 47);
      const lease = 'UPDATE wait_groups SET token = ?, leased_until = ? WHERE group_no = ?';
      connection.run(lease, token, now + leaseMs, group_no);
      return { ...(JSON.parse(wait_group) as WaitGroup), attempts, token };
    });
  };

/** Inside a write. */
export const postponeGroup =
  ({ token, ...group }: LeasedGroup, nextAttemptAt: EpochMs) =>
  (connection: Connection): SettleAnswer =>
    answerOf(
      connection.run(
        `UPDATE wait_groups SET next_attempt_at = ?, attempts = attempts + 1, token = 0, leased_until = 0
         WHERE group_key = ? AND token = ?`,
        nextAttemptAt,
        waitGroupKey(group),
        token,
      ),
    );

/** Inside a write. */
export const closeGroup =
  ({ token, ...group }: LeasedGroup) =>
  (connection: Connection): SettleAnswer =>
    answerOf(
      connection.run(
        `DELETE FROM wait_groups WHERE group_key = ? AND token = ?
           AND NOT EXISTS (SELECT 1 FROM orders WHERE orders.group_no = wait_groups.group_no)`,
        waitGroupKey(group),
        token,
      ),
    );

/** How many were open; inside a write. */
export const wakeGroups =
  (groupKeys: readonly string[], now: EpochMs) =>
  (connection: Connection): number =>
    groupKeys.reduce(
      (count, key) =>
        count +
        connection.run(
          'UPDATE wait_groups SET next_attempt_at = ?, attempts = 0, token = 0, leased_until = 0 WHERE group_key = ?',
          now,
          key,
        ),
      0,
    );

export const stockGroupKeys = (tenantId: TenantId, pairs: readonly StockPair[]): readonly string[] => [
  ...new Set(pairs.map(({ skuId, hubId }) => waitGroupKey({ tenantId, waitsFor: { kind: 'stock', skuId, hubId } }))),
];

const answerOf = (changes: number): SettleAnswer => (changes === 1 ? 'done' : 'lost');
