import { contentOf, type HoldCode, holdCodes, type Order, type OrderContent, type OrderStatus } from '@oms/core';
import type { SqlValue } from '../database/connection.js';

/** What a query for orders selects; `o` is the order, `g` its wait group (a left join). */
export const orderColumns = 'o.row_no, o.content, o.state, o.release_at, g.shows_attempt, g.next_attempt_at';
export const ordersWithGroups = 'orders AS o LEFT JOIN wait_groups AS g ON g.group_no = o.group_no';

export interface OrderRow {
  readonly row_no: number;
  readonly content: string;
  readonly state: string;
  readonly release_at: number | null;
  readonly shows_attempt: number | null;
  readonly next_attempt_at: number | null;
}

type Mutable = { -readonly [field in keyof Order]: Order[field] };

/** The order with the times that its row and its group keep for it. */
export const orderOf = (row: OrderRow): Order => {
  const order: Mutable = Object.assign(JSON.parse(row.content), JSON.parse(row.state));
  if (order.release?.state === 'due' && row.release_at !== null) {
    order.release = { ...order.release, nextAttemptAt: row.release_at };
  }
  if (order.hold !== undefined && row.shows_attempt === 1 && row.next_attempt_at !== null) {
    order.hold = { ...order.hold, nextAttemptAt: row.next_attempt_at };
  }
  return order;
};

export const contentJson = (order: Order): string => JSON.stringify(contentOf(order));

/** Names every field, so that a new one of an order fails to compile until it is kept. */
type OrderStateFields = { readonly [field in Exclude<keyof Order, keyof OrderContent>]-?: Order[field] | undefined };

/** What may change of an order. */
export const stateJson = (order: Order): string => {
  const { schemaVersion, version, sequence, status, hold, release, history, updatedAt } = order;
  const state: OrderStateFields = { schemaVersion, version, sequence, status, hold, release, history, updatedAt };
  return JSON.stringify(state);
};

export const releaseAt = ({ release }: Order): SqlValue => (release?.state === 'due' ? release.nextAttemptAt : null);

const statuses: readonly OrderStatus[] = ['new_order', 'cancelled'];

/** A small number for status and hold code: hold codes from 1, then the statuses without a hold. */
export const stateCode = ({ status, hold }: Pick<Order, 'status' | 'hold'>): number =>
  hold === undefined ? 1 + holdCodes.length + statuses.indexOf(status) : 1 + holdCodes.indexOf(hold.code);

export interface NamedState {
  readonly stateCode: number;
  readonly status: OrderStatus;
  readonly holdCode?: HoldCode;
}

/** Every state code with its meaning. */
export const namedStates: readonly NamedState[] = [
  ...holdCodes.map((holdCode, index) => ({ stateCode: 1 + index, status: 'on_hold' as const, holdCode })),
  ...statuses.map((status, index) => ({ stateCode: 1 + holdCodes.length + index, status })),
];
