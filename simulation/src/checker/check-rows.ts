import { orderKey, type RejectionCode } from '@oms/core';
import type { ExpectedGroup, SimulatedFile } from '../inputs/simulated-file.js';
import type { Import } from './check-imports.js';
import { type OrdersById, textOfLines } from './check-orders.js';
import { Violation } from './violation.js';

/** I1 and I2: up to the checkpoint, every row is in an order or refused, and counted; beyond it no row is refused. */
export function* checkRows(bulkOrder: Import, file: SimulatedFile, stored: OrdersById): Generator<Violation> {
  const { bulkOrderId, progress, state } = bulkOrder;
  const covered = file.groups.filter(({ rows }) => (rows.at(-1) as number) <= progress.row);
  if (state === 'completed' && covered.length < file.groups.length) {
    yield new Violation('I2', `${bulkOrderId} completed at row ${progress.row}, before its file ended.`);
  }
  const outcomes = covered.map((group) => outcomeOf(bulkOrder, group, stored));
  const lost = covered.find((_, index) => outcomes[index] === 'lost');
  if (lost !== undefined) yield new Violation('I1', `Row ${lost.rows[0]} of ${bulkOrderId} is lost.`);
  const refused = covered.flatMap(({ rows }, index) => refusedRows(rows, outcomes[index] as Outcome));
  yield* checkRefused(bulkOrder, refused);
  const rowsRead = covered.reduce((sum, { rows }) => sum + rows.length, 0);
  const countOf = (outcome: Outcome) => outcomes.filter((other) => other === outcome).length;
  const counts = [rowsRead, countOf('created'), countOf('unchanged'), refused.length];
  const counted = [progress.rowsRead, progress.ordersCreated, progress.ordersUnchanged, progress.rowsRejected];
  if (counted.join() !== counts.join()) yield new Violation('I2', `${bulkOrderId} counted ${counted}, not ${counts}.`);
}

/** What becomes of a group: an order, or one code for each of its rows. */
type Outcome = 'created' | 'unchanged' | 'lost' | readonly RejectionCode[];
type Refused = readonly [row: number, code: RejectionCode];

const outcomeOf = (bulkOrder: Import, group: ExpectedGroup, stored: OrdersById): Outcome => {
  const { orderId, lines, codes, rows } = group;
  if (codes !== undefined || lines === undefined) return codes ?? [];
  const order =
    orderId === undefined ? namelessOf(bulkOrder, group, stored) : stored.get(orderKey(bulkOrder.tenantId, orderId));
  if (order === undefined) return 'lost';
  if (textOfLines(order.lines) !== textOfLines(lines)) {
    return rows.map((_, index) => (index === 0 ? 'order_conflict' : 'order_refused'));
  }
  const isOwn = order.source.kind === 'bulk' && order.source.bulkOrderId === bulkOrder.bulkOrderId;
  return isOwn ? 'created' : 'unchanged';
};

const namelessOf = ({ tenantId, bulkOrderId }: Import, { lines = [] }: ExpectedGroup, stored: OrdersById) => {
  const same = [...stored.values()].filter(
    (order) => order.tenantId === tenantId && order.lines[0]?.unitPrice === lines[0]?.unitPrice,
  );
  return same.find(({ source }) => source.kind === 'bulk' && source.bulkOrderId === bulkOrderId) ?? same[0];
};

const refusedRows = (rows: readonly number[], outcome: Outcome): readonly Refused[] =>
  typeof outcome === 'string' ? [] : rows.map((row, index) => [row, outcome[index] as RejectionCode]);

function* checkRefused({ bulkOrderId, rejections }: Import, refused: readonly Refused[]): Generator<Violation> {
  const expected = new Map(refused);
  const told = new Map(rejections.map(({ row, code }) => [row, code]));
  for (const [row, code] of expected) {
    if (told.get(row) !== code)
      yield new Violation('I2', `Row ${row} of ${bulkOrderId}: ${told.get(row)}, not ${code}.`);
  }
  for (const [row, code] of told) {
    if (!expected.has(row)) yield new Violation('I2', `Row ${row} of ${bulkOrderId} was refused as ${code}.`);
  }
  if (told.size !== rejections.length) yield new Violation('I2', `${bulkOrderId} refuses a row twice.`);
}
