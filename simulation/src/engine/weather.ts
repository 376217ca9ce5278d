import type { EpochMs } from '@oms/core';
import { SeededIds } from '@oms/core/memory';
import type { Coverage } from './coverage.js';
import type { CallId, FaultPlan } from './fault-plan.js';
import type { CallFault } from './faults.js';
import type { Process } from './process.js';
import type { Trace } from './trace.js';

const minuteMs = 60_000;

export interface WeatherParts {
  readonly coverage: Coverage;
  readonly trace: Trace;
  readonly mostSkewMs: number;
}

/** What the run's faults are at this moment, and what they do beyond one call: outages, and when it all ends. */
export class Weather {
  readonly coverage: Coverage;
  readonly trace: Trace;
  /** Clocks are wrong by no more. */
  readonly mostSkewMs: number;
  isCalm = false;
  readonly #plan: FaultPlan;
  readonly #downUntil = new Map<string, EpochMs>();
  readonly #calls = new Map<string, number>();

  constructor(plan: FaultPlan, { coverage, trace, mostSkewMs }: WeatherParts) {
    this.#plan = plan;
    this.mostSkewMs = mostSkewMs;
    this.coverage = coverage;
    this.trace = trace;
  }

  calm(): void {
    this.isCalm = true;
    this.#downUntil.clear();
  }

  /** Port calls that processes of this name have made. */
  callsOf(name: string): number {
    return this.#calls.get(name) ?? 0;
  }

  /** Counts the call, and says what goes wrong with it and how much. */
  strike(process: Process, name: string): { readonly fault: CallFault | undefined; readonly size: number } {
    const count = this.callsOf(process.name) + 1;
    this.#calls.set(process.name, count);
    if (this.isCalm) return { fault: undefined, size: 0 };
    this.coverage.call(name);
    const callId: CallId = `${process.name}#${count}`;
    const fault = this.#plan.faultOf(callId);
    if (fault === undefined) return { fault, size: 0 };
    this.coverage.fault(name, fault);
    this.trace.note(process.scheduler.now, process.name, `${name}: ${fault} (${callId})`);
    return { fault, size: sizeOf(callId) };
  }

  takeDown(port: string, until: EpochMs): void {
    this.#downUntil.set(port, until);
  }

  isDown(port: string, now: EpochMs): boolean {
    return (this.#downUntil.get(port) ?? 0) > now;
  }
}

export const delayMs = (size: number): number => Math.floor(size * 15_000);
/** Longer than any lease. */
export const pauseMs = (size: number): number => Math.floor((2 + size * 10) * minuteMs);
export const outageMs = (size: number): number => Math.floor((0.5 + size * 3) * minuteMs);
export const skewMs = (size: number): number => Math.floor((size * 20 - 10) * minuteMs);

/** In [0, 1), of the call alone: the same whatever other faults there are. */
const sizeOf = (callId: CallId): number => {
  let hash = 0;
  for (let index = 0; index < callId.length; index += 1) hash = Math.imul(hash ^ callId.charCodeAt(index), 0x5bd1e995);
  return new SeededIds(hash).random();
};
