import { eventId, isFinished, type Order } from '@oms/core';
import { MemoryBulkOrderRepo, MemoryFileStore, MemoryOrderRepo } from '@oms/core/memory';
import { Audit, isPoison } from './actors/audit.js';
import { Client } from './actors/client.js';
import { Fleet } from './actors/fleet.js';
import { People } from './actors/people.js';
import { check } from './checker/check.js';
import { collectEvidence } from './checker/evidence.js';
import type { Expectations } from './checker/expectations.js';
import { Violation } from './checker/violation.js';
import { type CallId, DrawnFaults } from './engine/fault-plan.js';
import type { CallFault } from './engine/faults.js';
import { Chance } from './inputs/chance.js';
import { knownItems, tenants } from './inputs/items.js';
import type { Operation } from './inputs/operations.js';
import { planOperations } from './inputs/plan-operations.js';
import type { SimulatedFile } from './inputs/simulated-file.js';
import { drawSettings } from './world/settings.js';
import { itemKey } from './world/watch.js';
import { World } from './world/world.js';

const minuteMs = 60_000;
/** Faults end then. */
const stormMs = 9 * minuteMs;
/** What is not at rest by then is not going to be. */
const longestMs = 12 * 60 * minuteMs;

/** A run told again with less: without these operations and faults. */
export interface Without {
  readonly operations: ReadonlySet<string>;
  readonly calls: ReadonlySet<CallId>;
}

export const everything: Without = { operations: new Set(), calls: new Set() };

export interface RunOptions {
  readonly without?: Without;
  readonly keepsLines?: boolean;
}

export interface RunResult {
  readonly seed: number;
  readonly hash: string;
  readonly violation: Violation | undefined;
  readonly calls: number;
  readonly steps: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly operations: readonly string[];
  readonly faults: ReadonlyMap<CallId, CallFault>;
  readonly lines: readonly string[];
}

/** One run: everything in it follows from the seed. */
export const runSeed = async (seed: number, options: RunOptions = {}): Promise<RunResult> => {
  const { without = everything, keepsLines = false } = options;
  const streams = new Chance(seed);
  const chanceOf = () => new Chance(Math.floor(streams.random() * 0x1_0000_0000));
  const operations = planOperations(chanceOf()).filter(({ id }) => !without.operations.has(id));
  const plan = new DrawnFaults(chanceOf(), without.calls);
  const world = new World({ seed, settings: drawSettings(chanceOf()), plan, schedule: chanceOf(), keepsLines });
  const run = new Run(world, operations, chanceOf());
  await run.play();
  return {
    seed,
    hash: world.trace.hash,
    violation: world.watch.violation,
    calls: world.coverage.calls,
    steps: world.scheduler.steps,
    counts: world.coverage.counts,
    operations: operations.map(({ id }) => id),
    faults: plan.drawn,
    lines: world.trace.lines,
  };
};

class Run {
  readonly #world: World;
  readonly #operations: readonly Operation[];
  readonly #fleet: Fleet;
  readonly #people: People;
  readonly #audit: Audit;
  #restingSince: number | undefined;

  constructor(world: World, operations: readonly Operation[], chance: Chance) {
    this.#world = world;
    this.#operations = operations;
    this.#audit = new Audit(world);
    this.#fleet = new Fleet(world, { chance, audit: this.#audit });
    this.#people = new People(world, this.#fleet, new Client(world, this.#fleet, chance));
  }

  async play(): Promise<void> {
    const { scheduler, watch } = this.#world;
    await this.#world.openInventories();
    this.#fleet.startAll();
    this.#people.begin(this.#operations);
    await scheduler.run(() => watch.violation !== undefined || this.#world.elapsedMs >= stormMs);
    this.#world.weather.calm();
    this.#fleet.heal();
    this.#world.note('outside', 'faults end');
    await scheduler.run(() => watch.violation !== undefined || this.#isOver());
    watch.violation ??= await this.#verdict();
  }

  /** Nothing is left to do, and has not been for a while; or time is up. */
  #isOver(): boolean {
    const { elapsedMs } = this.#world;
    if (elapsedMs > longestMs) return true;
    if (this.#people.isIdle) void this.#people.clearHolds();
    if (!this.#isAtRest()) {
      this.#restingSince = undefined;
      return false;
    }
    this.#restingSince ??= elapsedMs;
    return elapsedMs - this.#restingSince > 2 * minuteMs;
  }

  #isAtRest(): boolean {
    const { orders, bulkOrders, jobs, events } = this.#world.stores;
    return (
      this.#people.isIdle &&
      jobs.queued.size === 0 &&
      events.isDrained &&
      orders.dueReleases.size === 0 &&
      [...bulkOrders.documents.values()].every(({ bulkOrder }) => isFinished(bulkOrder.state)) &&
      [...orders.documents.values()].every(({ order, outbox }) => outbox.length === 0 && this.#isSettled(order))
    );
  }

  #isSettled({ hold, tenantId, orderId, lines }: Order): boolean {
    if (hold === undefined) return true;
    if (this.#world.hasClaim(tenantId, orderId) && hold.code !== 'claim_unknown') return false;
    if (hold.code === 'insufficient_stock') return isShort(this.#world, { tenantId, lines });
    return hold.code === 'claim_unknown';
  }

  async #verdict(): Promise<Violation | undefined> {
    const { stores, watch } = this.#world;
    const ports = {
      orders: new MemoryOrderRepo(stores.orders),
      bulkOrders: new MemoryBulkOrderRepo(stores.bulkOrders),
      files: new MemoryFileStore(stores.files),
    };
    const evidence = await collectEvidence(ports, tenants, {
      published: stores.events.log,
      stockOf: (tenantId, pair) => stores.stock.quantities.get(itemKey(tenantId, pair)) ?? 0,
      delivered: (tenantId, pair) => watch.delivered.get(itemKey(tenantId, pair)) ?? 0,
    });
    const [first] = check(this.#expectations(), evidence);
    return first ?? this.#checkDeliveries();
  }

  #expectations(): Expectations {
    const { answers } = this.#people;
    const files = new Map<string, SimulatedFile>();
    for (const operation of this.#operations) if ('file' in operation) files.set(operation.file.sha256, operation.file);
    const { atomicClaim } = this.#world.settings;
    return { tenants, items: knownItems.map((item) => ({ ...item, quantity: 0 })), answers, files, atomicClaim };
  }

  /** Every event and job was handed out; what nobody can handle is in the dead letters, and nothing else. */
  #checkDeliveries(): Violation | undefined {
    const { jobs, events } = this.#world.stores;
    const unseen = events.log.find((message) => !this.#audit.seen.has(eventId(message)));
    if (unseen !== undefined)
      return new Violation('I3', `The event ${eventId(unseen)} was never handed to a consumer.`);
    const buried = [...jobs.dead.values()].filter(({ reason }) => reason === 'unknown_schema').length;
    const { garbageJobs } = this.#people.answers;
    if (buried !== garbageJobs) return new Violation('I8', `${garbageJobs} bodies were no jobs, ${buried} are buried.`);
    const wrong = [...events.dead.values()].find(({ message }) => !isPoison(message));
    if (wrong !== undefined) return new Violation('I8', `The event ${eventId(wrong.message)} is buried alive.`);
    return undefined;
  }
}

const isShort = ({ stores }: World, { tenantId, lines }: Pick<Order, 'tenantId' | 'lines'>): boolean =>
  lines.some((line) => {
    const wanted = lines
      .filter(({ skuId, hubId }) => skuId === line.skuId && hubId === line.hubId)
      .reduce((sum, { quantity }) => sum + quantity, 0);
    return (stores.stock.quantities.get(itemKey(tenantId, line)) ?? 0) < wanted;
  });
