import type { Ids } from '@oms/core';
import { type CallFault, callFaults, usualRates } from './faults.js';

export type Randomness = Pick<Ids, 'random'>;

/** Names the n-th port call of a process, over all its lives: `confirm-1#57`. */
export type CallId = string;

export interface FaultPlan {
  /** The fault of a call, if any. */
  faultOf(callId: CallId): CallFault | undefined;
}

const strengths = [0, 0, 0.5, 1, 3];

/**
 * Draws a run's faults. Every run weighs the kinds anew, so that some runs are full of one kind and rare ones meet (swarm
 * testing, Groce et al. 2012). What was suppressed stays away, so that a run can be told again with fewer faults.
 */
export class DrawnFaults implements FaultPlan {
  readonly drawn = new Map<CallId, CallFault>();
  readonly #random: Randomness;
  readonly #rates: readonly (readonly [CallFault, number])[];
  readonly #suppressed: ReadonlySet<CallId>;

  constructor(random: Randomness, suppressed: ReadonlySet<CallId>) {
    this.#random = random;
    this.#suppressed = suppressed;
    this.#rates = callFaults.map((fault) => {
      const strength = strengths[Math.floor(random.random() * strengths.length)] as number;
      return [fault, usualRates[fault] * strength];
    });
  }

  faultOf(callId: CallId): CallFault | undefined {
    let left = this.#random.random();
    for (const [fault, rate] of this.#rates) {
      left -= rate;
      if (left >= 0) continue;
      if (this.#suppressed.has(callId)) return undefined;
      this.drawn.set(callId, fault);
      return fault;
    }
    return undefined;
  }
}

/** Exactly these faults, and no other. */
export class GivenFaults implements FaultPlan {
  readonly #faults: ReadonlyMap<CallId, CallFault>;

  constructor(faults: ReadonlyMap<CallId, CallFault>) {
    this.#faults = faults;
  }

  faultOf(callId: CallId): CallFault | undefined {
    return this.#faults.get(callId);
  }
}
