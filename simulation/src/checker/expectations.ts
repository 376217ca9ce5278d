import type { StockPair } from '@oms/core';
import type { Answers } from '../actors/people.js';
import type { Operation } from '../inputs/operations.js';
import type { SimulatedFile } from '../inputs/simulated-file.js';

/** What people sent and were told: what the evidence is held to. */
export interface Expectations {
  readonly tenants: readonly string[];
  readonly items: readonly StockPair[];
  readonly answers: Answers;
  /** By SHA-256. */
  readonly files: ReadonlyMap<string, SimulatedFile>;
  /** False: an order may wait for a person to tell an unknown outcome. */
  readonly atomicClaim: boolean;
  /** The inventory only decrements: what is gone is told by it alone. */
  readonly isLedgered: boolean;
}

/** The files that anybody sent, by SHA-256. */
export const filesOf = (operations: readonly Operation[]): ReadonlyMap<string, SimulatedFile> =>
  new Map(
    operations.flatMap((operation) => ('file' in operation ? [[operation.file.sha256, operation.file] as const] : [])),
  );
