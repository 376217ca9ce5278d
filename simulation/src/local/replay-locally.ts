import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OrderEventMessage, StockLine } from '@oms/core';
import { Client } from '../actors/client.js';
import { People } from '../actors/people.js';
import type { Surroundings } from '../actors/surroundings.js';
import { check } from '../checker/check.js';
import { collectEvidence, type Evidence } from '../checker/evidence.js';
import { filesOf } from '../checker/expectations.js';
import { Violation } from '../checker/violation.js';
import { Chance } from '../inputs/chance.js';
import { knownItems, tenants } from '../inputs/items.js';
import type { Operation } from '../inputs/operations.js';
import { operationsOfSeed } from '../inputs/operations-of-seed.js';
import { itemKey } from '../world/watch.js';
import { LocalHost } from './local-host.js';

export interface LocalReplay {
  readonly violation: Violation | undefined;
  readonly crashes: number;
  readonly calls: number;
}

const minuteMs = 60_000;
/** Every wait is over by then: leases, backoffs, and the recheck of what nothing has settled. */
const mostRounds = 40;

/** The operations of a seed, one after the other, on real SQLite and real files, with a process that keeps dying. */
export const replayLocally = async (seed: number): Promise<LocalReplay> => {
  const folder = await mkdtemp(join(tmpdir(), 'oms-simulation-'));
  const host = await LocalHost.open(folder, new Chance(seed));
  try {
    const replay = new Replay(host, new Chance(seed + 1));
    return { violation: await replay.run(operationsOfSeed(seed)), crashes: host.crashes, calls: host.calls };
  } finally {
    await host.close();
  }
};

class Replay {
  readonly #host: LocalHost;
  readonly #chance: Chance;
  readonly #client: Client;
  readonly #people: People;
  readonly #delivered = new Map<string, number>();
  #violation: Violation | undefined;

  constructor(host: LocalHost, chance: Chance) {
    this.#host = host;
    this.#chance = chance;
    const surroundings = this.#surroundings();
    this.#client = new Client(surroundings, chance);
    this.#people = new People(surroundings, this.#client);
  }

  async run(operations: readonly Operation[]): Promise<Violation | undefined> {
    for (const tenantId of tenants) {
      await this.#deliver(
        tenantId,
        knownItems.map((item) => ({ ...item, quantity: 0 })),
      );
    }
    for (const operation of [...operations].sort((a, b) => a.atMs - b.atMs)) {
      await this.#perform({ ...operation, atMs: 0 });
      if (this.#chance.happens(0.5)) await this.#work();
    }
    await this.#rest();
    return this.#violation ?? (await this.#verdict(operations));
  }

  /** In sequence, also what is sent twice. */
  async #perform(operation: Operation): Promise<void> {
    if (!('isSentTwice' in operation)) return this.#people.perform(operation);
    const once = { ...operation, isSentTwice: false };
    await this.#people.perform(once);
    if (operation.isSentTwice) await this.#people.perform(once);
  }

  /** One pass of every worker; a pass that dies is left to the next. */
  async #work(): Promise<void> {
    const now = this.#host.clock.now();
    const page = { now: now + minuteMs, limit: 100 };
    const unfinished = await this.#client.ask(() => this.#host.ports.bulkOrders.listAbandoned(page));
    if (unfinished.kind === 'refused') throw unfinished.error;
    for (const { tenantId, bulkOrderId } of unfinished.value) {
      await this.#pass((oms) => oms.processBulkOrder({ tenantId, bulkOrderId }));
    }
    for (const tenantId of tenants) {
      const filter = { holdCode: 'awaiting_check' as const };
      await this.#pass(async (oms) => {
        const { orders } = await oms.listOrders({ tenantId, actor: 'simulation', requestId: 'work' }, { filter });
        const { published } = await oms.confirmOrders(
          tenantId,
          orders.map(({ orderId }) => orderId),
        );
        await published;
      });
    }
    await this.#pass((oms) => oms.retryDue());
    await this.#pass((oms) => oms.relayEvents());
    await this.#host.clock.sleep(this.#chance.integer(1_000, 2 * minuteMs));
  }

  async #pass(work: (oms: LocalHost['oms']) => Promise<unknown>): Promise<void> {
    await this.#client.ask(work);
  }

  async #rest(): Promise<void> {
    this.#host.isCalm = true;
    await this.#host.reopen();
    await this.#people.clearHolds();
    for (let round = 0; round < mostRounds; round += 1) {
      await this.#work();
      await this.#host.clock.sleep(5 * minuteMs);
    }
  }

  async #verdict(operations: readonly Operation[]): Promise<Violation | undefined> {
    const { ports, inventory } = this.#host;
    const stock = new Map<string, number>();
    for (const tenantId of tenants) {
      for (const item of knownItems) stock.set(itemKey(tenantId, item), (await inventory.stockOf(tenantId, item)) ?? 0);
    }
    const evidence = await collectEvidence(ports, tenants, {
      published: await this.#published(),
      stockOf: (tenantId, item) => stock.get(itemKey(tenantId, item)) ?? 0,
      delivered: (tenantId, item) => this.#delivered.get(itemKey(tenantId, item)) ?? 0,
    });
    const { answers } = this.#people;
    const expectations = {
      tenants,
      items: knownItems,
      answers,
      files: filesOf(operations),
      atomicClaim: true,
      isLedgered: false,
    };
    return check(expectations, evidence)[0];
  }

  /** Everything on the bus, as a new consumer of it is handed it. */
  async #published(): Promise<Evidence['published']> {
    const seen: OrderEventMessage[] = [];
    const stop = new AbortController();
    const types = ['order.created', 'order.confirmed', 'order.held', 'order.cancelled'] as const;
    const handle = async (messages: readonly OrderEventMessage[]) => {
      seen.push(...messages);
      return messages.map(() => ({ answer: 'done' as const }));
    };
    const subscribed = this.#host.ports.events.subscribe('evidence', { types }, handle, stop.signal);
    for (let before = -1; before !== seen.length || before === 0; ) {
      before = seen.length;
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    stop.abort();
    await subscribed;
    return seen;
  }

  async #deliver(tenantId: string, lines: readonly StockLine[]): Promise<void> {
    await this.#host.deliver(tenantId, lines);
    for (const line of lines) {
      const key = itemKey(tenantId, line);
      this.#delivered.set(key, (this.#delivered.get(key) ?? 0) + line.quantity);
    }
  }

  #surroundings(): Surroundings {
    const host = this.#host;
    return {
      sleep: (ms) => host.clock.sleep(ms),
      anyApi: () => ({ oms: host.oms, serve: (work) => host.serve(work) }),
      stop: () => host.reopen(),
      deliver: (tenantId, lines) => this.#deliver(tenantId, lines),
      replaceFile: (address, text) => host.replaceFile(address, text),
      sendGarbageJob: (body) => host.jobs.sendBody(body),
      linesInDoubt: async () => [],
      ordersOnManualHold: async () => {
        const pages = tenants.map((tenantId) =>
          host.ports.orders.list(tenantId, { holdCode: 'manual' }, { limit: 200 }),
        );
        return (await Promise.all(pages)).flat();
      },
      note: () => undefined,
      reached: () => undefined,
      found: (invariant, message) => {
        this.#violation ??= new Violation(invariant, message);
      },
    };
  }
}
