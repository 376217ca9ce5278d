import { orderJson } from '@oms/adapters-http/api';
import {
  type Context,
  type HoldCode,
  holdCodes,
  OmsError,
  type Order,
  type OrderFilter,
  type OrderStatus,
  orderStatuses,
} from '@oms/core';
import type { OmsContainer } from '../container/create-container.js';
import { table, timeText } from './table.js';

export interface OrderListInput {
  readonly seller?: string | undefined;
  readonly status?: string | undefined;
  readonly holdCode?: string | undefined;
  readonly sku?: string | undefined;
  readonly hub?: string | undefined;
  readonly import?: string | undefined;
  readonly limit?: string | undefined;
  readonly cursor?: string | undefined;
  readonly json?: boolean | undefined;
}

const oneOf = <T extends string>(name: string, value: string | undefined, allowed: readonly T[]): T | undefined => {
  if (value === undefined || allowed.includes(value as T)) return value as T | undefined;
  throw new OmsError('invalid', 'invalid_option', `--${name} is one of ${allowed.join(', ')}, not "${value}".`);
};

const filterOf = (input: OrderListInput): OrderFilter => {
  const filter = {
    sellerId: input.seller,
    status: oneOf<OrderStatus>('status', input.status, orderStatuses),
    holdCode: oneOf<HoldCode>('hold-code', input.holdCode, holdCodes),
    skuId: input.sku,
    hubId: input.hub,
    bulkOrderId: input.import,
  };
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
};

const waitText = ({ hold }: Order): string =>
  hold === undefined
    ? ''
    : (hold.lastAnswer ?? (hold.nextAttemptAt === undefined ? '' : `next try ${timeText(hold.nextAttemptAt)}`));

const stateText = ({ status, hold }: Order): string => (hold === undefined ? status : `${status} (${hold.code})`);

/** `oms orders list` */
export const listOrdersText = async (
  container: OmsContainer,
  context: Context,
  input: OrderListInput,
): Promise<string> => {
  const limit = input.limit === undefined ? 20 : Number(input.limit);
  const page = await container.get('oms').listOrders(context, { filter: filterOf(input), limit, cursor: input.cursor });
  if (input.json === true) {
    return JSON.stringify({ data: page.orders.map(orderJson), next_cursor: page.nextCursor ?? null });
  }
  const rows = page.orders.map((order) => [
    order.orderId,
    order.sellerId,
    String(order.lines.length),
    stateText(order),
    timeText(order.createdAt),
    waitText(order),
  ]);
  const more = page.nextCursor === undefined ? [] : ['', `more: --cursor ${page.nextCursor}`];
  return [table(['ORDER', 'SELLER', 'LINES', 'STATE', 'CREATED (UTC)', 'WHY'], rows), ...more].join('\n');
};

/** `oms orders show` */
export const showOrderText = async (container: OmsContainer, context: Context, orderId: string): Promise<string> =>
  JSON.stringify(orderJson(await container.get('oms').getOrder(context, { orderId })), null, 2);

/** `oms orders counts` */
export const countOrdersText = async (
  container: OmsContainer,
  context: Context,
  input: OrderListInput,
): Promise<string> => {
  const counts = await container.get('oms').countOrders(context, { filter: filterOf(input) });
  if (input.json === true) return JSON.stringify({ status: counts.status, holds: counts.holds });
  const rows = [
    ...Object.entries(counts.status),
    ...Object.entries(counts.holds).map(([code, n]) => [`  ${code}`, n] as const),
  ];
  return table(
    ['STATE', 'ORDERS'],
    rows.map(([name, n]) => [name, String(n)]),
  );
};
