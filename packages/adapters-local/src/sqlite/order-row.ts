import type { SQLOutputValue } from 'node:sqlite';
import { type HoldCode, holdCodes, type Order, type OrderStatus } from '@oms/core';

type Row = Record<string, SQLOutputValue>;

const newOrder = 100;
const cancelled = 101;

/** A status and hold code as one small integer: the place of the code in core's list, or above them all. */
export const stateNumber = (status: OrderStatus, holdCode: HoldCode | undefined): number => {
  if (status === 'new_order') return newOrder;
  return status === 'cancelled' ? cancelled : holdCodes.indexOf(holdCode ?? 'awaiting_check');
};

export const stateOfNumber = (state: number): { status: OrderStatus; holdCode?: HoldCode } => {
  if (state === newOrder) return { status: 'new_order' };
  if (state === cancelled) return { status: 'cancelled' };
  return { status: 'on_hold', holdCode: holdCodes[state] as HoldCode };
};

/** What `orderOfRow` needs; the order's wait group comes along for the time of its next attempt. */
export const orderColumns = 'o.content, o.changing, o.release_at, o.state, g.next_attempt_at';
export const ordersWithGroup = 'orders o LEFT JOIN wait_groups g ON g.group_no = o.group_no';

type Content = Omit<Order, keyof Changing>;
type Changing = Pick<Order, 'version' | 'sequence' | 'status' | 'hold' | 'release' | 'history' | 'updatedAt'>;

/** The document's two halves: what never changes is written once. */
export const contentJson = ({
  version,
  sequence,
  status,
  hold,
  release,
  history,
  updatedAt,
  ...content
}: Order): string => JSON.stringify(content satisfies Content);

export const changingJson = ({ version, sequence, status, hold, release, history, updatedAt }: Order): string =>
  JSON.stringify({ version, sequence, status, hold, release, history, updatedAt } as Changing);

const awaitingCheck = holdCodes.indexOf('awaiting_check');

export const orderOfRow = (row: Row): Order => {
  const order: Order = { ...JSON.parse(String(row.content)), ...JSON.parse(String(row.changing)) };
  if (order.release?.state === 'due' && row.release_at !== null) {
    return { ...order, release: { ...order.release, nextAttemptAt: Number(row.release_at) } };
  }
  if (order.hold === undefined || row.next_attempt_at === null || row.state === awaitingCheck) return order;
  return { ...order, hold: { ...order.hold, nextAttemptAt: Number(row.next_attempt_at) } };
};
