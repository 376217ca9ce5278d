import type { BulkOrder, BulkPorts, Order, OrderEventMessage, Rejection, StockLine, StockPair } from '@oms/core';

/** What is there at the end of a run, read through the ports alone. */
export interface Evidence {
  readonly orders: readonly Order[];
  readonly bulkOrders: readonly (BulkOrder & {
    readonly rejections: readonly Rejection[];
    readonly reportText?: string;
  })[];
  /** Orders whose outbox is not empty. */
  readonly unpublished: readonly Order[];
  /** In the order of their arrival, repeats included. */
  readonly published: readonly OrderEventMessage[];
  readonly stockOf: (tenantId: string, pair: StockPair) => number;
  readonly delivered: (tenantId: string, pair: StockPair) => number;
  /** Whether an inventory that keeps claims has one for the order. */
  readonly claimStands?: (order: Order) => boolean;
  /** What an inventory that only decrements says that it deducted for an order. */
  readonly deductedOf?: (order: Order) => readonly StockLine[];
}

type Ports = Pick<BulkPorts, 'orders' | 'bulkOrders' | 'files'>;
type FromElsewhere = Pick<Evidence, 'published' | 'stockOf' | 'delivered' | 'claimStands' | 'deductedOf'>;

const pageSize = 200;
const farAway = 8_640_000_000_000_000;

/** Reads everything that the ports hold of these tenants. Leases what is unpublished: for the end of a run only. */
export const collectEvidence = async (
  ports: Ports,
  tenants: readonly string[],
  rest: FromElsewhere,
): Promise<Evidence> => {
  const orders: Order[] = [];
  const bulkOrders: Evidence['bulkOrders'][number][] = [];
  for (const tenantId of tenants) {
    orders.push(...(await ordersOf(ports, tenantId)));
    for (const bulkOrder of await bulkOrdersOf(ports, tenantId)) bulkOrders.push(await withReport(ports, bulkOrder));
  }
  const unpublished = await ports.orders.leaseUnpublished({ now: farAway, leaseMs: 0, limit: pageSize });
  return { orders, bulkOrders, unpublished: unpublished.map(({ order }) => order), ...rest };
};

const ordersOf = async ({ orders }: Ports, tenantId: string): Promise<readonly Order[]> => {
  const all: Order[] = [];
  for (;;) {
    const last = all.at(-1);
    const after = last === undefined ? {} : { after: { createdAt: last.createdAt, orderId: last.orderId } };
    const page = await orders.list(tenantId, {}, { limit: pageSize, ...after });
    all.push(...page);
    if (page.length < pageSize) return all;
  }
};

const bulkOrdersOf = ({ bulkOrders }: Ports, tenantId: string) => bulkOrders.list(tenantId, { limit: pageSize });

const withReport = async (ports: Ports, bulkOrder: BulkOrder): Promise<Evidence['bulkOrders'][number]> => {
  const { tenantId, bulkOrderId, report } = bulkOrder;
  const rejections = await ports.bulkOrders.listRejections(tenantId, bulkOrderId, { afterRow: 0, limit: 10_000 });
  if (report === undefined) return { ...bulkOrder, rejections };
  const { etag } = await ports.files.stat(tenantId, report);
  const decoder = new TextDecoder();
  let reportText = '';
  for await (const piece of ports.files.open(tenantId, report, { etag }))
    reportText += decoder.decode(piece, { stream: true });
  return { ...bulkOrder, rejections, reportText };
};
