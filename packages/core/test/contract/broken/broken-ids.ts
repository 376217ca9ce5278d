import type { Ids } from '@oms/core';
import type { OpenedIds } from '@oms/core/contract';
import { RandomIds, SeededIds } from '@oms/core/memory';
import { type BrokenAdapter, close, withFaults } from './broken-adapter.js';

const broken = (fault: string, fails: readonly string[], open: () => Ids): BrokenAdapter<OpenedIds> => ({
  fault,
  fails: fails.map((id) => `ids.${id}`),
  harness: { open: async () => ({ subject: open(), close }) },
});

const random = new RandomIds();

export const brokenIds: readonly BrokenAdapter<OpenedIds>[] = [
  broken('begins with the same seed everywhere', ['fresh'], () => new SeededIds(1)),
  broken('writes upper case', ['uuid'], () => withFaults<Ids>(random, { next: () => random.next().toUpperCase() })),
  broken('takes the time for an id', ['unique', 'uuid'], () =>
    withFaults<Ids>(random, { next: () => String(Date.now()) }),
  ),
  broken('is never random', ['random'], () => withFaults<Ids>(random, { random: () => 0.5 })),
];
