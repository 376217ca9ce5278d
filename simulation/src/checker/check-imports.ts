import { orderKey, type RejectionCode } from '@oms/core';
import type { ExpectedGroup, SimulatedFile } from '../inputs/simulated-file.js';
import { type OrdersById, textOfLines } from './check-orders.js';
import type { Evidence } from './evidence.js';
import type { Expectations } from './expectations.js';
import { Violation } from './violation.js';

type Import = Evidence['bulkOrders'][number];

/** I1, I2 and I10, for files: what became of each row, what was reported, what was counted, how it ended. */
export function* checkImports(
  expectations: Expectations,
  evidence: Evidence,
  stored: OrdersById,
): Generator<Violation> {
  for (const bulkOrder of evidence.bulkOrders) {
    const file = expectations.files.get(bulkOrder.file.sha256);
    if (file === undefined) {
      yield new Violation('I1', `${bulkOrder.bulkOrderId} imports a file that nobody sent.`);
      continue;
    }
    yield* checkEnd(expectations, bulkOrder, file);
    yield* checkRows(bulkOrder, file, stored);
    yield* checkReport(bulkOrder);
  }
  yield* checkNameless(expectations, evidence);
  yield* checkAccepted(expectations, evidence);
}

function* checkEnd({ answers }: Expectations, bulkOrder: Import, file: SimulatedFile): Generator<Violation> {
  const { bulkOrderId, state, failure } = bulkOrder;
  if (state === 'completed') {
    if (file.failure !== undefined) yield new Violation('I10', `${bulkOrderId} completed in spite of ${file.failure}.`);
  } else if (state === 'failed') {
    const isTrue =
      failure?.code === file.failure ||
      (failure?.code === 'source_changed' && answers.replaced.has(bulkOrder.file.address));
    if (!isTrue)
      yield new Violation('I10', `${bulkOrderId} failed for no good reason: ${failure?.code}, ${failure?.message}`);
  } else if (state !== 'cancelled') {
    yield new Violation('I10', `${bulkOrderId} is still ${state}.`);
  }
}

/** Up to its checkpoint, every row is in an order or reported; beyond it no row is reported. */
function* checkRows(bulkOrder: Import, file: SimulatedFile, stored: OrdersById): Generator<Violation> {
  const { bulkOrderId, progress, state } = bulkOrder;
  const codes = new Map(bulkOrder.rejections.map(({ row, code }) => [row, code]));
  const covered = file.groups.filter(({ rows }) => (rows.at(-1) as number) <= progress.row);
  if (state === 'completed' && covered.length < file.groups.length) {
    yield new Violation('I2', `${bulkOrderId} completed at row ${progress.row}, before its file ended.`);
  }
  let created = 0;
  let unchanged = 0;
  const expected = new Map<number, RejectionCode>();
  for (const group of covered) {
    const outcome = outcomeOf(bulkOrder, group, stored);
    if (outcome === 'lost') yield new Violation('I1', `Row ${group.rows[0]} of ${bulkOrderId} is lost.`);
    if (outcome === 'created') created += 1;
    if (outcome === 'unchanged') unchanged += 1;
    if (typeof outcome !== 'string')
      group.rows.forEach((row, index) => expected.set(row, outcome[index] as RejectionCode));
  }
  for (const [row, code] of expected) {
    if (codes.get(row) !== code)
      yield new Violation('I2', `Row ${row} of ${bulkOrderId}: ${codes.get(row)} instead of ${code}.`);
  }
  for (const [row, code] of codes) {
    if (!expected.has(row)) yield new Violation('I2', `Row ${row} of ${bulkOrderId} was refused as ${code}.`);
  }
  const rowsRead = covered.reduce((sum, { rows }) => sum + rows.length, 0);
  const counted = [progress.rowsRead, progress.ordersCreated, progress.ordersUnchanged, progress.rowsRejected];
  const counts = [rowsRead, created, unchanged, expected.size];
  if (counted.join() !== counts.join()) {
    yield new Violation('I2', `${bulkOrderId} counted ${counted.join(', ')} instead of ${counts.join(', ')}.`);
  }
  if (bulkOrder.rejections.length !== codes.size) yield new Violation('I2', `${bulkOrderId} reports a row twice.`);
}

type Outcome = 'created' | 'unchanged' | 'lost' | readonly RejectionCode[];

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

/** The report holds every refused row once, and nothing else. */
function* checkReport({ bulkOrderId, state, rejections, reportText }: Import): Generator<Violation> {
  if (state !== 'completed') return;
  if (reportText === undefined) {
    if (rejections.length > 0) yield new Violation('I2', `${bulkOrderId} has refused rows and no report.`);
    return;
  }
  const reported = reportText
    .trim()
    .split('\r\n')
    .slice(1)
    .map((line) => Number(line.split(',').at(-4)));
  const withoutCommas = rejections.filter(({ message }) => !message.includes(','));
  for (const { row } of withoutCommas) {
    const times = reported.filter((other) => other === row).length;
    if (times !== 1) yield new Violation('I2', `Row ${row} of ${bulkOrderId} stands ${times} times in its report.`);
  }
  if (reported.length !== rejections.length)
    yield new Violation('I2', `The report of ${bulkOrderId} has ${reported.length} rows.`);
}

/** I1: a row without an order id is one order per reference, however often its file is sent. */
function* checkNameless({ files }: Expectations, { orders, bulkOrders }: Evidence): Generator<Violation> {
  for (const [sha256, file] of files) {
    const all = bulkOrders.filter((bulkOrder) => bulkOrder.file.sha256 === sha256);
    const references = (of: readonly Import[]) => new Set(of.map(({ reference }) => reference ?? '')).size;
    const most = references(all);
    const least = references(all.filter(({ state }) => state === 'completed'));
    const [first] = all;
    if (first === undefined) continue;
    for (const { orderId, lines } of file.groups) {
      if (orderId !== undefined || lines === undefined) continue;
      const made = orders.filter(
        (order) => order.tenantId === first.tenantId && order.lines[0]?.unitPrice === lines[0]?.unitPrice,
      ).length;
      if (made < least || made > most)
        yield new Violation('I1', `A row without an id became ${made} orders, not ${least} to ${most}.`);
    }
  }
}

/** I1: what was accepted is there. */
function* checkAccepted({ answers }: Expectations, { bulkOrders }: Evidence): Generator<Violation> {
  for (const { operation, reply } of answers.imports) {
    if (reply.kind === 'refused') {
      yield new Violation('I1', `${operation.id} was refused: ${reply.error.message}`);
      continue;
    }
    const { bulkOrderId, tenantId } = reply.value.bulkOrder;
    if (tenantId !== operation.tenantId) yield new Violation('I9', `${operation.id} became an import of ${tenantId}.`);
    if (!bulkOrders.some((bulkOrder) => bulkOrder.bulkOrderId === bulkOrderId)) {
      yield new Violation('I1', `${operation.id} was accepted as ${bulkOrderId}, and is lost.`);
    }
  }
}
