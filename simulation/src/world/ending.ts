import { eventId, isFinished, type Order, orderKey, type StockPair } from '@oms/core';
import { MemoryBulkOrderRepo, MemoryFileStore, MemoryOrderRepo } from '@oms/core/memory';
import { type Audit, isPoison } from '../actors/audit.js';
import type { People } from '../actors/people.js';
import { check } from '../checker/check.js';
import { collectEvidence } from '../checker/evidence.js';
import { type Expectations, filesOf } from '../checker/expectations.js';
import { isEnough } from '../checker/is-enough.js';
import { Violation } from '../checker/violation.js';
import { knownItems, tenants } from '../inputs/items.js';
import type { Operation } from '../inputs/operations.js';
import { deductedOf } from './deduct-line.js';
import { itemKey } from './watch.js';
import type { World } from './world.js';

const minuteMs = 60_000;
/** What is not at rest by then is not going to be. */
const longestMs = 12 * 60 * minuteMs;

export interface EndingOptions {
  readonly people: People;
  readonly audit: Audit;
  readonly operations: readonly Operation[];
}

/** The end of a run: when it is reached, and what is found then. */
export class Ending {
  readonly #world: World;
  readonly #people: People;
  readonly #audit: Audit;
  readonly #operations: readonly Operation[];
  #restingSince: number | undefined;

  constructor(world: World, { people, audit, operations }: EndingOptions) {
    this.#world = world;
    this.#people = people;
    this.#audit = audit;
    this.#operations = operations;
  }

  /** Nothing is left to do, and has not been for a while; or time is up. */
  isOver(): boolean {
    const { elapsedMs } = this.#world;
    if (elapsedMs > longestMs) return true;
    if (this.#people.isIdle) void this.#people.clearHolds();
    if (this.#people.isIdle && this.#world.settings.isLedgered) void this.#people.resolveDoubts();
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

  #isSettled(order: Order): boolean {
    const { hold, tenantId, orderId } = order;
    if (hold === undefined) return true;
    if (this.#world.hasClaim(tenantId, orderId) && hold.code !== 'claim_unknown') return false;
    if (hold.code === 'insufficient_stock') return !isEnough(order, this.#stockOf);
    return hold.code === 'claim_unknown' && !this.#world.settings.isLedgered;
  }

  readonly #stockOf = (tenantId: string, pair: StockPair): number =>
    this.#world.stores.stock.quantities.get(itemKey(tenantId, pair)) ?? 0;

  async verdict(): Promise<Violation | undefined> {
    const { stores, watch } = this.#world;
    const ports = {
      orders: new MemoryOrderRepo(stores.orders),
      bulkOrders: new MemoryBulkOrderRepo(stores.bulkOrders),
      files: new MemoryFileStore(stores.files),
    };
    const evidence = await collectEvidence(ports, tenants, {
      published: stores.events.log,
      stockOf: this.#stockOf,
      claimStands: ({ tenantId, orderId }) => Array.isArray(stores.stock.claims.get(orderKey(tenantId, orderId))),
      deductedOf: (order) => deductedOf(stores, order),
      delivered: (tenantId, pair) => watch.delivered.get(itemKey(tenantId, pair)) ?? 0,
    });
    const [first] = check(this.#expectations(), evidence);
    return first ?? this.#checkDeliveries();
  }

  #expectations(): Expectations {
    const { answers } = this.#people;
    const { atomicClaim, isLedgered } = this.#world.settings;
    return { tenants, items: knownItems, answers, files: filesOf(this.#operations), atomicClaim, isLedgered };
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
