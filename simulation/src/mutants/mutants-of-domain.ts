import type { Mutant } from './mutant.js';

export const mutantsOfDomain: readonly Mutant[] = [
  {
    does: 'cancels without a release that is due',
    file: 'domain/transitions.ts',
    find: "  status === 'cancelled' ? { state: 'due', nextAttemptAt: at, attempts: 0 } : undefined;",
    replace: '  undefined;',
    within: 50,
  },
  {
    does: 'lets a person hold an order of unknown outcome, and so ask for it again',
    file: 'domain/transitions.ts',
    find: "manual: 'stands', claim_unknown: 'refused' }",
    replace: "manual: 'stands' }",
    within: 4_000,
  },
  {
    does: 'lets a cancelled order be held',
    file: 'domain/transitions.ts',
    find: "  hold: { new_order: 'refused', cancelled: 'refused' },",
    replace: "  hold: { new_order: 'refused', cancelled: 'move' },",
    within: 1_000,
  },
  {
    does: 'lets a confirmed order be held',
    file: 'domain/transitions.ts',
    find: "  hold: { new_order: 'refused', cancelled: 'refused' },",
    replace: "  hold: { new_order: 'move', cancelled: 'refused' },",
    within: 50,
  },
  {
    does: 'forgets orders that wait for the inventory',
    file: 'domain/wait-group.ts',
    find: "      return { kind: 'inventory' };",
    replace: '      return undefined;',
    within: 50,
  },
  {
    does: 'leaves the tenant out of the key of a wait group',
    file: 'domain/wait-group.ts',
    find: '[tenantId, what.kind, what.skuId, what.hubId]',
    replace: '[what.kind, what.skuId, what.hubId]',
    within: 50,
  },
  {
    does: 'leaves the tenant out of the ids that it derives from keys',
    file: 'domain/derived-order-id.ts',
    find: 'uuidV5([tenantId, idempotencyKey])',
    replace: 'uuidV5([idempotencyKey.slice(0, 3)])',
    within: 50,
  },
  {
    does: 'takes other content under the same id for the same order',
    file: 'domain/fingerprint.ts',
    find: 'JSON.stringify(',
    replace: '((content: unknown[]) => JSON.stringify(content.slice(0, 1)))(',
    within: 20,
  },
];
