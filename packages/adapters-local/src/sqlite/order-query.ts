import type { SQLInputValue } from 'node:sqlite';
import type { Order, OrderFilter } from '@oms/core';
import { stateNumber } from './order-row.js';

/** The WHERE of a filter, over `orders o`. */
export interface OrderQuery {
  readonly where: string;
  readonly values: readonly SQLInputValue[];
}

export type SourceNumber = (bulkOrderId: string) => number | undefined;

const lowest = stateNumber('on_hold', 'awaiting_check');
const highestHeld = stateNumber('on_hold', 'manual');

/** Undefined when nothing can match. */
export const orderQuery = (
  tenantNo: number,
  filter: OrderFilter,
  sourceNumber: SourceNumber,
): OrderQuery | undefined => {
  const terms: string[] = ['o.tenant_no = ?'];
  const values: SQLInputValue[] = [tenantNo];
  const add = (term: string, ...more: SQLInputValue[]): void => {
    terms.push(term);
    values.push(...more);
  };
  if (filter.bulkOrderId !== undefined) {
    const number = sourceNumber(filter.bulkOrderId);
    if (number === undefined) return undefined;
    terms[0] = '+o.tenant_no = ?';
    add('o.bulk_no = ?', number);
  }
  addState(filter, add);
  if (filter.sellerId !== undefined) add('o.seller_id = ?', filter.sellerId);
  if (filter.createdFrom !== undefined) add('o.created_at >= ?', filter.createdFrom);
  if (filter.createdBefore !== undefined) add('o.created_at < ?', filter.createdBefore);
  addItem(filter, add);
  return { where: terms.join(' AND '), values };
};

type Add = (term: string, ...values: SQLInputValue[]) => void;

const addState = ({ status, holdCode }: OrderFilter, add: Add): void => {
  if (holdCode !== undefined) add('o.state = ?', stateNumber('on_hold', holdCode));
  if (status === 'on_hold') add('o.state BETWEEN ? AND ?', lowest, highestHeld);
  else if (status !== undefined) add('o.state = ?', stateNumber(status, undefined));
};

const addItem = ({ skuId, hubId }: OrderFilter, add: Add): void => {
  if (skuId === undefined && hubId === undefined) return;
  const terms: string[] = [];
  const values: SQLInputValue[] = [];
  for (const [name, value] of Object.entries({ skuId, hubId })) {
    if (value === undefined) continue;
    terms.push(`line.value ->> '${name}' = ?`);
    values.push(value);
  }
  add(`EXISTS (SELECT 1 FROM json_each(o.content, '$.lines') line WHERE ${terms.join(' AND ')})`, ...values);
};

export const stateNumberOf = (order: Pick<Order, 'status' | 'hold'>): number =>
  stateNumber(order.status, order.hold?.code);
