import { OmsError } from '@oms/core';
import type { CallFault } from '../engine/faults.js';
import { never, type Process } from '../engine/process.js';
import { delayMs, outageMs, pauseMs, skewMs, type Weather } from '../engine/weather.js';
import { describeCall } from './describe-call.js';

export interface PortCall<T> {
  /** `port.method` */
  readonly name: string;
  readonly input: readonly unknown[];
  /** True: no fault ever makes it happen twice. */
  readonly isNeverRepeated?: boolean;
  /** What the call does at the other side. */
  readonly effect: () => Promise<T>;
  /** What the caller sees when nothing was done; default: `unavailable`. */
  readonly refused?: () => T;
  /** What the caller sees when it was done and the answer is lost; default: `unavailable`. */
  readonly lost?: (answer: T) => T;
}

/** Makes the port calls of one process: each is a step of the schedule, before its effect and before its answer. */
export class PortCaller {
  readonly process: Process;
  readonly weather: Weather;
  /** Called after every effect. */
  readonly #watch: () => void;

  constructor(process: Process, weather: Weather, watch: () => void) {
    this.process = process;
    this.weather = weather;
    this.#watch = watch;
  }

  async call<T>(call: PortCall<T>): Promise<T> {
    const { fault, size } = this.weather.strike(this.process, call.name);
    await this.#before(call.name, fault, size);
    const port = call.name.slice(0, call.name.indexOf('.'));
    if (fault === 'outage') this.weather.takeDown(port, this.process.scheduler.now + outageMs(size));
    if (fault === 'fail_before' || this.weather.isDown(port, this.process.scheduler.now)) return refusal(call);
    const answer = await this.#effect(call, fault);
    await this.#after(call.name, fault, size);
    if (fault !== 'fail_after') return answer;
    if (call.lost !== undefined) return call.lost(answer);
    throw outageOf(call.name);
  }

  async #before(name: string, fault: CallFault | undefined, size: number): Promise<void> {
    if (fault === 'clock_skew' || fault === 'clock_back') this.#setClock(fault, size);
    await this.process.turn(`${name} is asked`, fault === 'delay' ? delayMs(size) : 0);
    if (fault === 'pause' && size < 0.5) await this.#pause(size);
    if (fault === 'crash_before') await this.#die();
  }

  async #effect<T>(call: PortCall<T>, fault: CallFault | undefined): Promise<T> {
    const answer = await this.#ask(call);
    if (fault !== 'duplicate' || call.isNeverRepeated === true) return answer;
    await this.process.turn(`${call.name} is asked again`);
    return this.#ask(call);
  }

  async #ask<T>({ name, input, effect }: PortCall<T>): Promise<T> {
    const answer = await effect();
    this.weather.trace.detail(this.process.scheduler.now, this.process.name, () => describeCall(name, input, answer));
    this.#watch();
    return answer;
  }

  async #after(name: string, fault: CallFault | undefined, size: number): Promise<void> {
    if (fault === 'crash_after') await this.#die();
    if (fault === 'pause' && size >= 0.5) await this.#pause(size);
    await this.process.turn(`${name} answers`);
  }

  async #pause(size: number): Promise<void> {
    this.process.pausedUntil = this.process.scheduler.now + pauseMs(size);
    await this.process.turn('goes on');
  }

  #setClock(fault: CallFault, size: number): void {
    const { skewMs: before } = this.process;
    const { mostSkewMs } = this.weather;
    const wanted = fault === 'clock_skew' ? skewMs(size) : before - Math.abs(skewMs(size));
    this.process.skewMs = Math.max(-mostSkewMs, Math.min(mostSkewMs, wanted));
  }

  #die(): Promise<never> {
    this.process.die();
    return never();
  }
}

const refusal = <T>({ name, refused }: PortCall<T>): T => {
  if (refused === undefined) throw outageOf(name);
  return refused();
};

const codes: Readonly<Record<string, string>> = {
  orders: 'order_repo_unavailable',
  events: 'event_bus_unavailable',
  inventory: 'inventory_unavailable',
  files: 'file_store_unavailable',
  jobs: 'job_queue_unavailable',
  bulkOrders: 'bulk_order_repo_unavailable',
  claims: 'claim_ledger_unavailable',
};

const outageOf = (name: string): OmsError => {
  const port = name.slice(0, name.indexOf('.'));
  return new OmsError('unavailable', codes[port] ?? `${port}_unavailable`, `${name} failed.`, { retryAfterMs: 2_000 });
};
