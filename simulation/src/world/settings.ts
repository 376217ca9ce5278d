import type { Policy } from '@oms/core';
import type { Chance } from '../inputs/chance.js';

/** What a run's seed decides besides its inputs and faults. */
export interface Settings {
  readonly policy: Partial<Policy>;
  /** False: the inventory cannot be asked again after an unknown outcome. */
  readonly atomicClaim: boolean;
  /** The inventory only decrements, and is asked through the claim ledger. */
  readonly isLedgered: boolean;
  /** How much longer than asked short sleeps take while there are faults. */
  readonly stretch: number;
  readonly reorder: number;
}

/** Which inventory all runs have: that of the seed, or one that only decrements. */
export const isLedgered = (): boolean => process.env.OMS_SIMULATED_INVENTORY === 'ledgered';

export const drawSettings = (chance: Chance): Settings => {
  const drawn = drawOf(chance);
  return isLedgered() ? { ...drawn, atomicClaim: false, isLedgered: true } : drawn;
};

const drawOf = (chance: Chance): Settings => ({
  policy: {
    chunkRows: chance.integer(1, 6),
    stockRetry: { baseMs: 60_000, capMs: 600_000 },
    recheckAfterMs: chance.one([120_000, 600_000]),
    maxAttempts: 5,
  },
  atomicClaim: chance.happens(0.7),
  isLedgered: false,
  stretch: chance.integer(2, 8),
  reorder: chance.one([0, 0.1, 0.5]),
});
