import type { EpochMs } from '@oms/core';
import type { Randomness } from './fault-plan.js';
import type { Trace } from './trace.js';

/** Who waits: time may pass it over while it is paused, and it never wakes once it is dead. */
export interface Waiter {
  readonly name: string;
  readonly isAlive: boolean;
  readonly pausedUntil: EpochMs;
}

interface Waiting {
  readonly waiter: Waiter;
  at: EpochMs;
  readonly label: string;
  readonly resume: () => void;
}

export interface SchedulerOptions {
  readonly random: Randomness;
  readonly trace: Trace;
  /** How often, in [0, 1], another than the longest waiting goes first. */
  readonly reorder: number;
  /** Told of a step that went before its turn. */
  readonly onReorder: (label: string) => void;
}

const largestStepMs = 20;

/**
 * Decides who goes on. Whatever takes time waits here; one is resumed at a time, and runs until everything waits again, so
 * that a seed fixes the whole order of a run. Time stands still while anybody can go on, but for a few ms a step.
 */
export class Scheduler {
  readonly #options: SchedulerOptions;
  #now: EpochMs;
  #waiting: Waiting[] = [];
  steps = 0;

  constructor(start: EpochMs, options: SchedulerOptions) {
    this.#now = start;
    this.#options = options;
  }

  get now(): EpochMs {
    return this.#now;
  }

  /** Resolves when it is the waiter's turn, `ms` from now or later; `stop` cuts it short. */
  wait(
    waiter: Waiter,
    { ms, label }: { readonly ms: number; readonly label: string },
  ): { promise: Promise<void>; cut: () => void } {
    let cut = (): void => {};
    const promise = new Promise<void>((resume) => {
      const waiting: Waiting = { waiter, at: this.#now + ms, label, resume };
      this.#waiting.push(waiting);
      cut = () => {
        waiting.at = Math.min(waiting.at, this.#now);
      };
    });
    return { promise, cut };
  }

  /** Forgets everything that a dead waiter waited for. */
  forget(waiter: Waiter): void {
    this.#waiting = this.#waiting.filter((waiting) => waiting.waiter !== waiter);
  }

  /** Runs until it is over, or nobody waits for anything. */
  async run(isOver: () => boolean): Promise<void> {
    for (;;) {
      await settled();
      if (isOver()) return;
      const next = this.#take();
      if (next === undefined) return;
      this.steps += 1;
      this.#options.trace.step(this.#now, next.waiter.name, next.label);
      next.resume();
    }
  }

  #take(): Waiting | undefined {
    const { random, reorder, onReorder } = this.#options;
    const first = this.#earliest();
    if (first === undefined) return undefined;
    this.#now = Math.max(this.#now + Math.floor(random.random() * largestStepMs), dueAt(first));
    let chosen = first;
    if (random.random() < reorder) {
      const ready = this.#waiting.filter((waiting) => dueAt(waiting) <= this.#now);
      chosen = ready[Math.floor(random.random() * ready.length)] ?? first;
      if (chosen !== first) onReorder(first.label);
    }
    this.#waiting.splice(this.#waiting.indexOf(chosen), 1);
    return chosen;
  }

  #earliest(): Waiting | undefined {
    let [first] = this.#waiting;
    if (first === undefined) return undefined;
    for (const waiting of this.#waiting) if (dueAt(waiting) < dueAt(first)) first = waiting;
    return first;
  }
}

const dueAt = ({ at, waiter }: Waiting): EpochMs => Math.max(at, waiter.pausedUntil);

/** Everything that was resumed waits again: promises run before the event loop turns. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
