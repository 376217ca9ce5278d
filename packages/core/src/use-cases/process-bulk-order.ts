import { backoffMs } from '../domain/backoff.js';
import type { BulkOrder, Problem } from '../domain/bulk-order.js';
import type { BulkOrderId, TenantId } from '../domain/ids.js';
import { type ErrorKind, isOmsError } from '../errors.js';
import type { BulkOrderLease, Finish } from '../ports/bulk-order-repo.js';
import type { JobAnswer } from '../ports/job-queue.js';
import type { BulkDeps } from './deps.js';
import { importProblem } from './import-problem.js';
import { type ImportEnd, importRows } from './import-rows.js';
import type { ImportDeps } from './store-chunk.js';
import { UnmarkedEvents } from './unmarked-events.js';
import { writeRejectionReport } from './write-rejection-report.js';

export interface ProcessBulkOrderInput {
  readonly tenantId: TenantId;
  readonly bulkOrderId: BulkOrderId;
  /** Asked between two chunks; then the bulk order is handed back at its checkpoint. */
  readonly isStopping?: () => boolean;
}

const done: JobAnswer = { answer: 'done' };

/** What an error means for a file: an outage pauses it, a fault of the file ends it, anything else is tried again. */
const treatments = {
  unavailable: 'pause',
  unknown_outcome: 'pause',
  invalid: 'fail',
  conflict: 'fail',
  not_found: 'fail',
  forbidden: 'fail',
} as const satisfies Record<ErrorKind, 'pause' | 'fail'>;

/**
 * Takes a bulk order over and works on it until it is complete, or cannot go on. Every ending is written down before the
 * answer, and the work may be cut off at any moment: the next run goes on from the checkpoint. An outage pauses it and
 * rejects no row; a fault of the file fails it with the reason; anything unexpected is tried again, a few times. Unless
 * `onPublished` takes care of what it published, that is taken out of the outboxes before it resolves.
 */
export const processBulkOrder =
  (deps: ImportDeps) =>
  async (input: ProcessBulkOrderInput): Promise<JobAnswer> => {
    const { clock, policy } = deps;
    const now = clock.now();
    const taken = await deps.bulkOrders.takeOver(input.tenantId, input.bulkOrderId, {
      now,
      leaseMs: policy.bulkLeaseMs,
    });
    if (taken.answer === 'missing') return { answer: 'failed', reason: `There is no bulk order ${input.bulkOrderId}.` };
    if (taken.answer === 'finished') return done;
    if (taken.answer === 'held') return { answer: 'postpone', afterMs: Math.max(100, taken.until - now) };
    const { bulkOrder, lease } = taken;
    const unmarked = new UnmarkedEvents(deps);
    try {
      const end = await importRows({ onPublished: unmarked.add, ...deps })({
        bulkOrder,
        lease,
        isStopping: input.isStopping ?? (() => false),
      });
      return await conclude(deps, { bulkOrder, lease }, end);
    } catch (error) {
      return await recover(deps, { bulkOrder, lease }, error);
    } finally {
      await unmarked.end();
    }
  };

interface Work {
  readonly bulkOrder: BulkOrder;
  readonly lease: BulkOrderLease;
}

const conclude = async (deps: BulkDeps, work: Work, end: ImportEnd): Promise<JobAnswer> => {
  if (end.outcome === 'lost') return done;
  if (end.outcome === 'stopped') {
    await handBack(deps, work, { state: 'queued', delayMs: 0, attempts: 0 });
    return { answer: 'postpone', afterMs: 0 };
  }
  const { bulkOrder } = work;
  const header = end.header?.cells ?? [];
  const report = end.progress.rowsRejected > 0 ? { report: await writeRejectionReport(deps)(bulkOrder, header) } : {};
  return finish(deps, work, { state: 'completed', now: deps.clock.now(), ...report });
};

const finish = async ({ bulkOrders, observer }: BulkDeps, { lease }: Work, end: Finish): Promise<JobAnswer> => {
  const { tenantId, bulkOrderId } = lease;
  if ((await bulkOrders.finish(lease, end)) === 'lost') return done;
  if (end.failure === undefined) observer.observe({ kind: 'bulk_completed', tenantId, bulkOrderId });
  else observer.observe({ kind: 'bulk_failed', tenantId, bulkOrderId, reason: end.failure.message });
  return done;
};

const recover = async (deps: BulkDeps, work: Work, error: unknown): Promise<JobAnswer> => {
  if (!isOmsError(error)) return tryAgain(deps, work, error);
  const problem = importProblem(error);
  if (treatments[error.kind] === 'fail')
    return finish(deps, work, { state: 'failed', failure: problem, now: deps.clock.now() });
  const delayMs = error.retryAfterMs ?? deps.policy.probeEveryMs;
  deps.observer.observe({ kind: 'bulk_paused', ...nameOf(work), code: problem.code, reason: error.message });
  return handBack(deps, work, { state: 'paused', delayMs, attempts: work.bulkOrder.attempts, waitsFor: problem });
};

const tryAgain = async (deps: BulkDeps, work: Work, error: unknown): Promise<JobAnswer> => {
  const { policy, clock, ids, bulkOrders, observer } = deps;
  observer.observe({ kind: 'worker_failed', worker: 'bulk', error });
  const current = await bulkOrders.get(work.lease.tenantId, work.lease.bulkOrderId);
  const attempts = (current?.attempts ?? 0) + 1;
  if (attempts >= policy.maxAttempts) {
    const message = `Given up after ${attempts} tries without progress; the log of the service tells why.`;
    return finish(deps, work, { state: 'failed', failure: { code: 'gave_up', message }, now: clock.now() });
  }
  const delayMs = backoffMs({ baseMs: 1_000, capMs: 60_000 }, attempts - 1, ids.random());
  return handBack(deps, work, { state: 'queued', delayMs, attempts, waitsFor: importProblem(error) });
};

interface Pause {
  readonly state: 'queued' | 'paused';
  readonly delayMs: number;
  readonly attempts: number;
  readonly waitsFor?: Problem;
}

const handBack = async (deps: BulkDeps, { lease }: Work, { delayMs, ...rest }: Pause): Promise<JobAnswer> => {
  const now = deps.clock.now();
  const until = now + delayMs + deps.policy.bulkLeaseMs;
  const answer = await deps.bulkOrders.handBack(lease, { ...rest, now, until });
  return answer === 'lost' ? done : { answer: 'postpone', afterMs: delayMs };
};

const nameOf = ({ lease }: Work) => ({ tenantId: lease.tenantId, bulkOrderId: lease.bulkOrderId });
