import type { StockLine } from '@oms/core';
import type { Answers } from '../actors/people.js';
import type { SimulatedFile } from '../inputs/simulated-file.js';

/** What people sent and were told: what the evidence is held to. */
export interface Expectations {
  readonly tenants: readonly string[];
  readonly items: readonly StockLine[];
  readonly answers: Answers;
  /** By SHA-256. */
  readonly files: ReadonlyMap<string, SimulatedFile>;
  /** False: an order may wait for a person to tell an unknown outcome. */
  readonly atomicClaim: boolean;
}
