import type { Context } from '@oms/core';
import type { OmsContainer } from '../container/create-container.js';
import { loadStock } from './load-stock.js';

/** `oms stock load`: brings a delivery, then gives the orders that waited for it their turn. */
export const loadStockText = async (
  container: OmsContainer,
  context: Context,
  input: { readonly file: string; readonly reference?: string | undefined },
): Promise<string> => {
  const oms = container.get('oms');
  const before = await oms.countOrders(context);
  const { applied, lines, units } = await loadStock(container, context, input);
  // Also when it was loaded before: that run may have ended between the delivery and this.
  for (let due = await oms.retryDue(); due.count > 0 && due.pauseMs === 0; ) due = await oms.retryDue();
  const after = await oms.countOrders(context);
  const confirmed = after.status.new_order - before.status.new_order;
  const waiting = `${confirmed} waiting ${confirmed === 1 ? 'order is' : 'orders are'} confirmed now`;
  return applied
    ? `${units} units of ${lines} items added; ${waiting}`
    : `${input.file} was loaded before: nothing was added (give --reference to mean another delivery of the same file); ${waiting}`;
};
