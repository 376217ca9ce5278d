import type { SimulatedFile } from '../inputs/simulated-file.js';
import type { OrdersById } from './check-orders.js';
import { checkRows } from './check-rows.js';
import type { Evidence } from './evidence.js';
import type { Expectations } from './expectations.js';
import { Violation } from './violation.js';

export type Import = Evidence['bulkOrders'][number];

/** I1, I2 and I10, for files: how each ended, what became of its rows, and what was reported. */
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
    const problem = problemOfEnd(expectations, bulkOrder, file);
    if (problem !== undefined) yield new Violation('I10', `${bulkOrder.bulkOrderId} ${problem}`);
    yield* checkRows(bulkOrder, file, stored);
    yield* checkReport(bulkOrder);
  }
  yield* checkNameless(expectations, evidence);
  yield* checkAccepted(expectations, evidence);
}

const problemOfEnd = ({ answers }: Expectations, bulkOrder: Import, file: SimulatedFile): string | undefined => {
  const { state, failure, bulkOrderId } = bulkOrder;
  if (state === 'cancelled') return undefined;
  if (answers.cancelled.has(bulkOrderId)) return `was cancelled, and is ${state}.`;
  if (state === 'completed') return file.failure === undefined ? undefined : `completed in spite of ${file.failure}.`;
  if (state !== 'failed') return `is still ${state}.`;
  const isReplaced = failure?.code === 'source_changed' && answers.replaced.has(bulkOrder.file.address);
  if (failure?.code === file.failure || isReplaced) return undefined;
  return `failed for no good reason: ${failure?.code}, ${failure?.message}`;
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
    .map((line) => rowNumberIn(line));
  const rows = rejections.map(({ row }) => row);
  if (reported.join() !== rows.join())
    yield new Violation('I2', `${bulkOrderId} refused ${rows}, its report has ${reported}.`);
}

/** No cell that was sent holds a comma: the row's number comes after the six of the file. */
const rowNumberIn = (line: string): number => Number(line.split(',')[6]);

/** I1: a row without an order id is one order per reference, however often its file is sent. */
function* checkNameless({ files }: Expectations, { orders, bulkOrders }: Evidence): Generator<Violation> {
  for (const [sha256, file] of files) {
    const all = bulkOrders.filter((bulkOrder) => bulkOrder.file.sha256 === sha256);
    const most = referencesOf(all);
    const least = referencesOf(all.filter(({ state }) => state === 'completed'));
    for (const price of pricesOfNameless(file)) {
      const made = orders.filter(
        ({ tenantId, lines }) => tenantId === all[0]?.tenantId && lines[0]?.unitPrice === price,
      );
      if (made.length >= least && made.length <= most) continue;
      yield new Violation('I1', `The row of price ${price} became ${made.length} orders, not ${least} to ${most}.`);
    }
  }
}

/** What tells these rows apart. */
const pricesOfNameless = ({ groups }: SimulatedFile): readonly (string | undefined)[] =>
  groups.flatMap(({ orderId, lines }) => (orderId === undefined && lines !== undefined ? [lines[0]?.unitPrice] : []));

const referencesOf = (bulkOrders: readonly Import[]): number =>
  new Set(bulkOrders.map(({ reference }) => reference ?? '')).size;

/** I1: what was accepted is there. */
function* checkAccepted({ answers }: Expectations, { bulkOrders }: Evidence): Generator<Violation> {
  for (const { operation, reply } of answers.imports) {
    if (reply.kind === 'refused') {
      yield new Violation('I1', `${operation.id} was refused: ${reply.error.message}`);
      continue;
    }
    const { bulkOrderId, tenantId } = reply.value.bulkOrder;
    if (tenantId !== operation.tenantId) yield new Violation('I9', `${operation.id} became an import of ${tenantId}.`);
    if (bulkOrders.some((bulkOrder) => bulkOrder.bulkOrderId === bulkOrderId)) continue;
    yield new Violation('I1', `${operation.id} was accepted as ${bulkOrderId}, and is lost.`);
  }
}
