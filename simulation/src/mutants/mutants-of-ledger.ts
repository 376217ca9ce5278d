import type { Mutant } from './mutant.js';

/** Wrong versions of the claim ledger, and of what asks by it. */
export const mutantsOfLedger: readonly Mutant[] = [
  {
    does: 'asks blindly again for a line whose answer was lost',
    file: 'domain/claim-entry.ts',
    find: "  if (outcome.outcome === 'unknown') return { ...rest, attempt: { ...attempt, unknown: outcome.reason } };",
    replace: "  if (outcome.outcome === 'unknown') return rest;",
    within: 100,
    inventory: 'ledgered',
  },
  {
    does: 'closes an attempt by time',
    file: 'domain/claim-entry.ts',
    find: '  const isTaken = entry.attempt !== undefined ||',
    replace: '  const isTaken = (entry.attempt !== undefined && entry.attempt.deadlineAt > attempt.startedAt) ||',
    within: 200,
    inventory: 'ledgered',
  },
  {
    does: 'trusts the lease: it starts no attempt before it asks',
    file: 'use-cases/ledgered-inventory.ts',
    find: "      if (answer === 'refused') return standing(entry, { line, startedAt });",
    replace:
      "      if (answer === 'refused' && entry.attempt === undefined) return standing(entry, { line, startedAt });",
    within: 100,
    inventory: 'ledgered',
  },
  {
    does: 'forgets what it has deducted when a later line is short',
    file: 'domain/claim-entry.ts',
    find: '    : { ...rest, answered };',
    replace: '    : { ...rest, answered, deducted: [] };',
    within: 100,
    inventory: 'ledgered',
  },
  {
    does: 'calls a line in doubt a no',
    file: 'use-cases/ledgered-inventory.ts',
    find: "  return answer.answer === 'unknown_outcome'",
    replace: "  return answer.answer === 'never'",
    within: 100,
    inventory: 'ledgered',
  },
  {
    does: 'calls a line in doubt whose answer it heard, and could not write down',
    file: 'use-cases/ledgered-inventory.ts',
    find: `      // What was written down, if anything was, decides when it is claimed again.
      return notAttempted(textOf(error));`,
    replace: "      return { answer: 'unknown_outcome', reason: textOf(error), line };",
    within: 2_000,
    inventory: 'ledgered',
  },
  {
    does: 'holds an order of which a line is in doubt as if nothing had been asked',
    file: 'use-cases/claim-stock.ts',
    find: 'return deps.inventory.supports.atomicClaim',
    replace: 'return true',
    within: 100,
    inventory: 'ledgered',
  },
  {
    does: 'lets a claim begin after its order was cancelled',
    file: 'domain/claim-entry.ts',
    find: '  return isTaken || entry.isClosed ? undefined : { ...entry, attempt };',
    replace: '  return isTaken ? undefined : { ...entry, attempt };',
    within: 500,
    inventory: 'ledgered',
  },
];
