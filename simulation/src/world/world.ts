import { isSamePair, orderKey, type StockLine } from '@oms/core';
import { MemoryFileStore, MemoryInventoryGateway, MemoryJobQueue } from '@oms/core/memory';
import { Coverage } from '../engine/coverage.js';
import type { FaultPlan } from '../engine/fault-plan.js';
import { Process, ProcessClock } from '../engine/process.js';
import { Scheduler } from '../engine/scheduler.js';
import { Trace } from '../engine/trace.js';
import { Weather } from '../engine/weather.js';
import type { Chance } from '../inputs/chance.js';
import { knownItems, tenants } from '../inputs/items.js';
import type { Settings } from './settings.js';
import { type Service, startService } from './start-process.js';
import { Stores } from './stores.js';
import { Watch } from './watch.js';

/** 2026-01-01T00:00:00Z. */
const startMs = 1_767_225_600_000;

export interface WorldOptions {
  readonly seed: number;
  readonly settings: Settings;
  readonly plan: FaultPlan;
  /** For the order of steps. */
  readonly schedule: Chance;
  readonly keepsLines: boolean;
}

/** Everything there is in a run: stores that last, processes that do not, one time, and what watches them. */
export class World {
  readonly stores = new Stores();
  readonly watch: Watch;
  readonly settings: Settings;
  readonly coverage = new Coverage();
  readonly trace: Trace;
  readonly weather: Weather;
  readonly scheduler: Scheduler;
  /** Who works on which bulk order, as the repo's answers tell. */
  readonly holders = new Map<string, string>();
  /** People and programs outside of the service: no fault ever befalls them. */
  readonly outside: Process;
  readonly #seed: number;
  #lives = 0;
  readonly #inventory = new MemoryInventoryGateway(this.stores.stock);
  #deliveries = 0;

  constructor({ seed, settings, plan, schedule, keepsLines }: WorldOptions) {
    this.#seed = seed;
    this.settings = settings;
    this.watch = new Watch(this.stores, settings);
    this.trace = new Trace({ keepsLines });
    // A deadline in a ledger that several share means nothing to clocks that disagree by more.
    const mostSkewMs = settings.isLedgered ? 5_000 : Number.POSITIVE_INFINITY;
    this.weather = new Weather(plan, { coverage: this.coverage, trace: this.trace, mostSkewMs });
    this.scheduler = new Scheduler(startMs, {
      random: schedule,
      trace: this.trace,
      reorder: settings.reorder,
      onReorder: (label) => {
        if (!this.weather.isCalm && /^\w+\.\w+ is asked$/.test(label)) {
          this.coverage.fault(label.slice(0, label.indexOf(' ')), 'reorder');
        }
      },
    });
    this.outside = new Process('outside', this.scheduler);
  }

  get elapsedMs(): number {
    return this.scheduler.now - startMs;
  }

  start(name: string): Service {
    return startService(this, new Process(name, this.scheduler));
  }

  /** A seed that no other life of a process has. */
  nextSeed(): number {
    this.#lives += 1;
    return this.#seed * 1_000 + this.#lives;
  }

  /** Idle workers look less often than in life: what matters is between their looks. */
  stretched(ms: number): number {
    if (ms > 5_000) return ms;
    return this.weather.isCalm ? Math.max(ms, 20_000) : ms * this.settings.stretch;
  }

  note(who: string, what: string): void {
    this.trace.note(this.scheduler.now, who, what);
  }

  hasClaim(tenantId: string, orderId: string): boolean {
    const key = orderKey(tenantId, orderId);
    if (!this.settings.isLedgered) return this.stores.stock.claims.has(key);
    const wanted = this.stores.orders.documents.get(key)?.order.lines ?? [];
    const deducted = this.stores.claims.entries.get(key)?.deducted ?? [];
    return wanted.every((line) => deducted.some((done) => isSamePair(done, line)));
  }

  /** Every item is known from now on, though there is none of it yet. */
  async openInventories(): Promise<void> {
    for (const tenantId of tenants) {
      await this.deliver(
        tenantId,
        knownItems.map((item) => ({ ...item, quantity: 0 })),
      );
    }
  }

  async deliver(tenantId: string, lines: readonly StockLine[]): Promise<void> {
    this.#deliveries += 1;
    await this.#inventory.deliver(tenantId, `delivery-${this.#deliveries}`, lines);
    this.watch.delivery(tenantId, lines);
  }

  async replaceFile(address: string, text: string): Promise<void> {
    new MemoryFileStore(this.stores.files).replace(address, new TextEncoder().encode(text));
  }

  async sendGarbageJob(body: string): Promise<void> {
    const clock = new ProcessClock(this.outside, { stretched: (ms) => ms, isSkewed: false });
    new MemoryJobQueue(clock, this.stores.jobs).sendBody(body);
  }
}
