import { availableParallelism } from 'node:os';
import { runMany } from '../run-many.js';
import type { Mutant } from './mutant.js';
import { mutantsOfDomain } from './mutants-of-domain.js';
import { mutantsOfLedger } from './mutants-of-ledger.js';
import { mutantsOfMemory } from './mutants-of-memory.js';
import { mutantsOfUseCases } from './mutants-of-use-cases.js';

const mutants = [...mutantsOfUseCases, ...mutantsOfDomain, ...mutantsOfMemory, ...mutantsOfLedger];

export interface HuntedMutant {
  readonly mutant: Mutant;
  /** The first seed that caught it, and what it broke; absent when it survived. */
  readonly caught?: { readonly seed: number; readonly invariant: string };
}

/** Runs each mutant on seeds from 1 on until one catches it. */
export const huntMutants = async (tell: (line: string) => void): Promise<readonly HuntedMutant[]> => {
  const hunted: HuntedMutant[] = [];
  let next = 0;
  const hunter = async (): Promise<void> => {
    for (let index = next++; index < mutants.length; index = next++) {
      hunted[index] = await hunt(mutants[index] as Mutant, tell);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, hunter));
  return hunted;
};

/** One seed after the other, so that the seed that catches a mutant is always the same. */
const hunt = async (mutant: Mutant, tell: (line: string) => void): Promise<HuntedMutant> => {
  const { does, within, file, find, replace } = mutant;
  const environment = {
    OMS_MUTANT: JSON.stringify({ file, find, replace }),
    ...(mutant.inventory === undefined ? {} : { OMS_SIMULATED_INVENTORY: mutant.inventory }),
  };
  const { findings } = await runMany({ first: 1, count: within }, { threads: 1, stopsAtFinding: true, environment });
  const [found] = findings;
  tell(
    `It ${does}: ${found === undefined ? `not caught within ${within} seeds` : `seed ${found.seed}: ${found.message}`}`,
  );
  if (found === undefined) return { mutant };
  return { mutant, caught: { seed: found.seed, invariant: found.message.slice(0, found.message.indexOf(':')) } };
};
