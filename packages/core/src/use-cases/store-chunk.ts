import type { BulkOrder, BulkProgress } from '../domain/bulk-order.js';
import { newOrder } from '../domain/new-order.js';
import type { Rejection } from '../domain/rejection.js';
import { refuseRows, type SentRow } from '../domain/row-group.js';
import { pairKey } from '../domain/stock-line.js';
import type { MovedOrder } from '../domain/transitions.js';
import type { InsertAnswer } from '../ports/order-repo.js';
import {
  type Candidate,
  candidateOf,
  contentOfRows,
  isOwn,
  refusedForConflict,
  type Verdict,
  verdictOfNew,
  verdictOfStored,
} from './chunk-verdict.js';
import type { BulkDeps } from './deps.js';
import type { KnownPairs } from './known-pairs.js';
import { type PublishDeps, publishEvents } from './publish-events.js';
import type { Chunk } from './read-chunks.js';

export type ImportDeps = BulkDeps & Pick<PublishDeps, 'onPublished'>;

/** What became of a chunk: its share of the next checkpoint. */
export interface StoredChunk {
  readonly lastRow: number;
  readonly counts: Omit<BulkProgress, 'row'>;
  readonly rejections: readonly Rejection[];
  /** Settles when the events of its orders are published, or left to the relay. */
  readonly published: Promise<unknown>;
}

/**
 * The one step of an import that writes orders: checks the items, stores what can be stored, and says what is refused. May
 * run again for the same chunk: orders stored by this bulk order count as created again. Throws `unavailable` when the
 * inventory or the repo did not answer; then no row counts as refused.
 */
export const storeChunk =
  (deps: ImportDeps, bulkOrder: BulkOrder, known: KnownPairs) =>
  async (chunk: Chunk): Promise<StoredChunk> => {
    const candidates = chunk.groups
      .filter((group) => group.kind === 'order')
      .map((group) => candidateOf(bulkOrder, group));
    const lines = candidates.flatMap(({ group }) => group.lines);
    const unknown = await known.unknownOf(bulkOrder.tenantId, lines);
    const isKnown = ({ group }: Candidate) =>
      unknown.size === 0 || group.lines.every((line) => !unknown.has(pairKey(line)));
    const verdicts = new Map<Candidate, Verdict>();
    const doubtful = candidates.filter((candidate) => !isKnown(candidate));
    await lookUp(deps, bulkOrder, { candidates: doubtful, unknown, verdicts });
    const sure = candidates.filter(isKnown);
    const { published } = bulkOrder.dryRun
      ? await lookUp(deps, bulkOrder, { candidates: sure, unknown, verdicts })
      : await insert(deps, bulkOrder, { candidates: sure, verdicts });
    return { ...tally(chunk, verdicts), published };
  };

interface LookUp {
  readonly candidates: readonly Candidate[];
  readonly unknown: ReadonlySet<string>;
  readonly verdicts: Map<Candidate, Verdict>;
}

/** Decides without storing: what is stored already counts, whatever the inventory says of its items now. */
const lookUp = async (deps: BulkDeps, bulkOrder: BulkOrder, { candidates, unknown, verdicts }: LookUp) => {
  const stored =
    candidates.length === 0
      ? []
      : await deps.orders.getMany(
          bulkOrder.tenantId,
          candidates.map(({ orderId }) => orderId),
        );
  candidates.forEach((candidate, index) => {
    const order = stored[index];
    verdicts.set(
      candidate,
      order === undefined ? verdictOfNew(candidate, unknown) : verdictOfStored(bulkOrder, candidate, order),
    );
  });
  return { published: Promise.resolve() };
};

const insert = async (deps: ImportDeps, bulkOrder: BulkOrder, { candidates, verdicts }: Omit<LookUp, 'unknown'>) => {
  if (candidates.length === 0) return { published: Promise.resolve() };
  const at = deps.clock.now();
  const moves = candidates.map((candidate) => orderOf(deps, bulkOrder, { candidate, at }));
  const relayAt = at + deps.policy.relayAfterMs;
  const answers = await deps.orders.insertMany(
    bulkOrder.tenantId,
    moves.map((move) => ({ ...move, relayAt })),
  );
  candidates.forEach((candidate, index) => {
    const answer = answers[index] as InsertAnswer;
    const isCreated = answer.answer === 'created' || (answer.answer === 'unchanged' && isOwn(bulkOrder, answer.order));
    verdicts.set(
      candidate,
      answer.answer === 'conflict' ? refusedForConflict(candidate) : { outcome: isCreated ? 'created' : 'unchanged' },
    );
  });
  report(deps, answers);
  return { published: publishEvents(deps)(moves.filter((_, index) => answers[index]?.answer === 'created')) };
};

const orderOf = (
  deps: BulkDeps,
  bulkOrder: BulkOrder,
  { candidate, at }: { candidate: Candidate; at: number },
): MovedOrder => {
  const { tenantId, bulkOrderId, actor } = bulkOrder;
  const source = { kind: 'bulk' as const, bulkOrderId, row: (candidate.group.rows[0] as SentRow).row };
  const nextAttemptAt = at + deps.policy.recheckAfterMs;
  return newOrder(
    { tenantId, orderId: candidate.orderId, content: contentOfRows(candidate), source, nextAttemptAt },
    { at, actor, why: 'accepted' },
  );
};

const report = ({ observer }: BulkDeps, answers: readonly InsertAnswer[]): void => {
  const count = (kind: InsertAnswer['answer']) => answers.filter(({ answer }) => answer === kind).length;
  observer.observe({
    kind: 'orders_stored',
    created: count('created'),
    unchanged: count('unchanged'),
    conflicts: count('conflict'),
  });
};

const tally = (chunk: Chunk, verdicts: ReadonlyMap<Candidate, Verdict>): Omit<StoredChunk, 'published'> => {
  const rejections: Rejection[] = chunk.groups.flatMap((group) => (group.kind === 'refused' ? group.rejections : []));
  let ordersCreated = 0;
  let ordersUnchanged = 0;
  for (const [{ group }, verdict] of verdicts) {
    if (verdict.outcome === 'created') ordersCreated += 1;
    else if (verdict.outcome === 'unchanged') ordersUnchanged += 1;
    else if (verdict.outcome === 'refused') rejections.push(...refuseRows(group.rows, verdict.faults));
  }
  rejections.sort((a, b) => a.row - b.row);
  return {
    lastRow: chunk.lastRow,
    counts: { rowsRead: chunk.rowsRead, ordersCreated, ordersUnchanged, rowsRejected: rejections.length },
    rejections,
  };
};
