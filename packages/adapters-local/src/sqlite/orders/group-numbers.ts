import { type EpochMs, type Order, type WaitGroup, waitGroupKey, waitsFor, wantedOf } from '@oms/core';
import type { Connection, SqlValue } from '../database/connection.js';

/** Where an order waits, and what finds it there. */
export interface Wait {
  readonly group: WaitGroup;
  readonly dueAt: EpochMs;
  readonly wanted: number;
  readonly heldSince: EpochMs;
}

export const waitOf = (order: Order): Wait | undefined => {
  const what = waitsFor(order);
  if (what === undefined || order.hold === undefined) return undefined;
  return {
    group: { tenantId: order.tenantId, waitsFor: what },
    dueAt: order.hold.nextAttemptAt ?? order.updatedAt,
    wanted: wantedOf(order, what),
    heldSince: order.hold.since,
  };
};

/** The numbers of wait groups, within one write. */
export class GroupNumbers {
  readonly #connection: Connection;
  readonly #known = new Map<string, number>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Opens the group when it is closed, due when the order is; an open one stays as it is. */
  numberOf(wait: Wait | undefined): SqlValue {
    if (wait === undefined) return null;
    const key = waitGroupKey(wait.group);
    const groupNo = this.#known.get(key) ?? groupNoOf(this.#connection, key) ?? this.#open(key, wait);
    this.#known.set(key, groupNo);
    return groupNo;
  }

  #open(key: string, { group, dueAt }: Wait): number {
    return this.#connection.insert(
      'INSERT INTO wait_groups (group_key, wait_group, shows_attempt, next_attempt_at) VALUES (?, ?, ?, ?)',
      key,
      JSON.stringify(group),
      group.waitsFor.kind === 'check' ? 0 : 1,
      dueAt,
    );
  }
}

/** Undefined while the group is closed. */
export const groupNoOf = (connection: Connection, groupKey: string): number | undefined =>
  connection.get<{ group_no: number }>('SELECT group_no FROM wait_groups WHERE group_key = ?', groupKey)?.group_no;
