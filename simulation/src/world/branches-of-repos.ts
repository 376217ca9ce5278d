import type { BulkOrderLease, Finish, InsertAnswer, Order, OrderWrite, SettleAnswer, TakeOverAnswer } from '@oms/core';
import type { Coverage } from '../engine/coverage.js';
import type { Seen } from '../ports/simulated-repo.js';

/** Sees, in the answers of the order repo, branches that only faults reach. */
export const branchesOfOrders =
  (coverage: Coverage): Seen =>
  (method, input, answer) => {
    if (method === 'settleMany') {
      for (const settled of answer as readonly SettleAnswer[]) if (settled === 'lost') coverage.branch('lost settle');
    }
    if (method !== 'insertMany') return;
    const writes = input[1] as readonly OrderWrite[];
    (answer as readonly InsertAnswer[]).forEach((met, index) => {
      if (met.answer === 'created') return;
      const isOwn = isSameSource(met.order, (writes[index] as OrderWrite).order);
      coverage.branch(isOwn ? 'own insert met again' : 'foreign insert met');
    });
  };

const isSameSource = (a: Order, b: Order): boolean => JSON.stringify(a.source) === JSON.stringify(b.source);

interface Holders {
  /** Shared by all processes: who took a bulk order and did not give it back. */
  readonly holders: Map<string, string>;
  /** Who sees. */
  readonly name: string;
}

/** The same of the bulk order repo. */
export const branchesOfBulkOrders =
  (coverage: Coverage, by: Holders): Seen =>
  (method, input, answer) => {
    if (method === 'takeOver') tookOver(coverage, by, answer as TakeOverAnswer);
    if (method === 'checkpoint' && answer === 'lost') coverage.branch('checkpoint refused');
    if (method === 'handBack') ended(coverage, by, { lease: input[0], isSuccess: false, answer });
    if (method === 'finish') {
      ended(coverage, by, { lease: input[0], isSuccess: (input[1] as Finish).state === 'completed', answer });
    }
  };

const ended = (
  coverage: Coverage,
  { holders }: Holders,
  { lease, isSuccess, answer }: { readonly lease: unknown; readonly isSuccess: boolean; readonly answer: unknown },
): void => {
  if (answer === 'lost') coverage.branch(isSuccess ? 'zombie success' : 'zombie failure');
  else holders.delete((lease as BulkOrderLease).bulkOrderId);
};

const tookOver = (coverage: Coverage, { holders, name }: Holders, taken: TakeOverAnswer): void => {
  if (taken.answer !== 'taken') return;
  const { bulkOrderId, progress } = taken.bulkOrder;
  if (progress.row > 0) coverage.branch('resumed file');
  const holder = holders.get(bulkOrderId);
  if (holder !== undefined && holder !== name) coverage.branch('takeover by another worker');
  holders.set(bulkOrderId, name);
};
