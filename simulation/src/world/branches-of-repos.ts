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

/** The same of the bulk order repo; `holders` is shared by all processes: who took a bulk order and did not give it back. */
export const branchesOfBulkOrders =
  (coverage: Coverage, { holders, name }: { readonly holders: Map<string, string>; readonly name: string }): Seen =>
  (method, input, answer) => {
    if (method === 'takeOver') return tookOver(coverage, { holders, name }, answer as TakeOverAnswer);
    const isLost = answer === 'lost';
    if (method === 'checkpoint' && isLost) coverage.branch('checkpoint refused');
    if (method !== 'handBack' && method !== 'finish') return;
    const isSuccess = method === 'finish' && (input[1] as Finish).state === 'completed';
    if (isLost) coverage.branch(isSuccess ? 'zombie success' : 'zombie failure');
    else holders.delete((input[0] as BulkOrderLease).bulkOrderId);
  };

const tookOver = (
  coverage: Coverage,
  { holders, name }: { readonly holders: Map<string, string>; readonly name: string },
  taken: TakeOverAnswer,
): void => {
  if (taken.answer !== 'taken') return;
  const { bulkOrderId, progress } = taken.bulkOrder;
  if (progress.row > 0) coverage.branch('resumed file');
  const holder = holders.get(bulkOrderId);
  if (holder !== undefined && holder !== name) coverage.branch('takeover by another worker');
  holders.set(bulkOrderId, name);
};
