import type { Fault } from './faults.js';

/** What only faults reach in the core. */
export const branches = [
  'takeover by another worker',
  'own insert met again',
  'foreign insert met',
  'zombie success',
  'zombie failure',
  'lost settle',
  'release before claim',
  'checkpoint refused',
  'resumed file',
  'poison',
  'postponed job',
  'file replaced',
  'answer of the inventory lost',
  'events left to the relay',
  'process stopped and started',
] as const;

export type Branch = (typeof branches)[number];

/** Counts of what a run, or many, came across: the sometimes-assertions. */
export class Coverage {
  readonly counts: Record<string, number> = {};
  calls = 0;

  call(name: string): void {
    this.calls += 1;
    this.#count(name);
  }

  fault(name: string, fault: Fault): void {
    this.#count(`${name} × ${fault}`);
  }

  branch(branch: Branch): void {
    this.#count(branch);
  }

  add({ calls, counts }: { readonly calls: number; readonly counts: Readonly<Record<string, number>> }): void {
    this.calls += calls;
    for (const [name, count] of Object.entries(counts)) this.counts[name] = (this.counts[name] ?? 0) + count;
  }

  #count(name: string): void {
    this.counts[name] = (this.counts[name] ?? 0) + 1;
  }
}
