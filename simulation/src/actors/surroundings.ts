import type { Oms, Order, ResolvedLine, StockLine } from '@oms/core';
import type { Invariant } from '../checker/violation.js';
import type { Branch } from '../engine/coverage.js';

/** One life of a process that answers requests. */
export interface Api {
  readonly oms: Oms;
  /** What the work comes to, or `ConnectionReset` when the process dies before. */
  serve<T>(work: () => Promise<T>): Promise<T>;
}

export interface LinesInDoubt extends Pick<Order, 'tenantId' | 'orderId'> {
  readonly lines: readonly ResolvedLine[];
}

/** What people and their programs act upon, besides the API. */
export interface Surroundings {
  sleep(ms: number): Promise<void>;
  /** An API process that is up, if any. */
  anyApi(): Api | undefined;
  /** Asks a process to stop, as SIGTERM does; it is started again once it has. */
  stop(process: string): Promise<void>;
  deliver(tenantId: string, lines: readonly StockLine[]): Promise<void>;
  replaceFile(address: string, text: string): Promise<void>;
  sendGarbageJob(body: string): Promise<void>;
  ordersOnManualHold(): Promise<readonly Pick<Order, 'tenantId' | 'orderId'>[]>;
  /** Lines of which only a person can tell whether they were deducted, as the inventory shows it. */
  linesInDoubt(): Promise<readonly LinesInDoubt[]>;
  /** What happens, for who reads the trace. */
  note(who: string, what: string): void;
  reached(branch: Branch): void;
  /** A promise did not hold. */
  found(invariant: Invariant, message: string): void;
}
