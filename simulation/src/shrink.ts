import type { CallId } from './engine/fault-plan.js';
import { everything, type RunResult, runSeed, type Without } from './run-seed.js';

const mostRuns = 400;

/** A failing run with as few operations and faults as could be found, told in lines. */
export const shrink = async (seed: number): Promise<RunResult> => {
  const shrinker = new Shrinker(seed);
  return shrinker.run();
};

/** Leaves out ever smaller parts while the same invariant fails (delta debugging, Zeller 1999). */
class Shrinker {
  readonly #seed: number;
  #without: Without = everything;
  #runs = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  async run(): Promise<RunResult> {
    const first = await this.#play(this.#without);
    const invariant = first.violation?.invariant;
    if (invariant === undefined) return first;
    for (let before = -1; before !== this.#size(); ) {
      before = this.#size();
      await this.#reduce(first.operations, (operations) => ({ ...this.#without, operations }), invariant);
      const { faults } = await this.#play(this.#without);
      await this.#reduce([...faults.keys()], (calls) => ({ ...this.#without, calls }), invariant);
    }
    return this.#play(this.#without);
  }

  #size(): number {
    return this.#without.operations.size + this.#without.calls.size;
  }

  async #reduce(
    parts: readonly string[],
    withoutParts: (parts: ReadonlySet<string>) => Without,
    invariant: string,
  ): Promise<void> {
    const isCalls = withoutParts(new Set(['probe'])).calls.has('probe');
    const left = () => (isCalls ? this.#without.calls : this.#without.operations) as ReadonlySet<CallId>;
    for (let size = Math.ceil(parts.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
      for (let at = 0; at < parts.length && this.#runs < mostRuns; at += size) {
        const candidate = withoutParts(new Set([...left(), ...parts.slice(at, at + size)]));
        const { violation } = await this.#play(candidate);
        if (violation?.invariant === invariant) this.#without = candidate;
      }
    }
  }

  #play(without: Without): Promise<RunResult> {
    this.#runs += 1;
    return runSeed(this.#seed, { without, keepsLines: true });
  }
}
