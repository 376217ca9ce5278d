import type { OrderEventMessage, OrderEventType } from '../domain/order-event.js';
import type { EpochMs } from '../domain/time.js';
import type { Clock } from '../ports/clock.js';
import type {
  DeadEvent,
  EventAnswer,
  EventHandler,
  OrderEventBus,
  PublishAnswer,
  SubscribeOptions,
} from '../ports/order-event-bus.js';
import type { StopSignal } from '../ports/stop-signal.js';
import { copy } from './copy.js';
import { heartbeat } from './heartbeat.js';

interface Pending {
  readonly message: OrderEventMessage;
  tries: number;
}

interface Group {
  /** Number of the next message that the group has not been handed. */
  next: number;
  /** Poisoned, to be handed out again. */
  readonly again: Pending[];
  againAt: EpochMs;
  /** What a member is handling; anybody's again once its heart has stopped for long enough. */
  inFlight: { readonly batch: readonly Pending[]; until: EpochMs } | undefined;
}

interface DeadMessage {
  readonly group: string;
  readonly message: OrderEventMessage;
  readonly reason: string;
}

/** The data of a memory bus: two buses on one store are two instances on the same data. */
export class MemoryEvents {
  readonly log: OrderEventMessage[] = [];
  readonly groups = new Map<string, Group>();
  readonly dead = new Map<string, DeadMessage>();
  count = 0;

  /** True when every group has answered for every message. */
  get isDrained(): boolean {
    return [...this.groups.values()].every(
      ({ next, again, inFlight }) => next === this.log.length && again.length === 0 && inFlight === undefined,
    );
  }

  groupOf(name: string): Group {
    const found = this.groups.get(name) ?? { next: 0, again: [], againAt: 0, inFlight: undefined };
    this.groups.set(name, found);
    return found;
  }
}

export interface MemoryOrderEventBusOptions {
  /** Deliveries until a poison message is dead-lettered; default 5. */
  readonly maxTries?: number;
  /** Delay before a poison message, or a batch whose handler threw, comes back; default 100. */
  readonly retryDelayMs?: number;
  /** A member's messages come back this long after its last heartbeat; default 30,000. */
  readonly membershipMs?: number;
  /** Between looks for new messages; default 20. */
  readonly pollMs?: number;
}

/** Events in memory; one member of a group at a time is handed messages. Nothing outlives the store. */
export class MemoryOrderEventBus implements OrderEventBus {
  readonly #clock: Clock;
  readonly #events: MemoryEvents;
  readonly #options: Required<MemoryOrderEventBusOptions>;

  constructor(clock: Clock, events: MemoryEvents = new MemoryEvents(), options: MemoryOrderEventBusOptions = {}) {
    this.#clock = clock;
    this.#events = events;
    this.#options = { maxTries: 5, retryDelayMs: 100, membershipMs: 30_000, pollMs: 20, ...options };
  }

  async publish(messages: readonly OrderEventMessage[]): Promise<readonly PublishAnswer[]> {
    this.#events.log.push(...copy(messages));
    return messages.map(() => ({ answer: 'published' }));
  }

  async subscribe(name: string, options: SubscribeOptions, handler: EventHandler, stop: StopSignal): Promise<void> {
    const group = this.#events.groupOf(name);
    while (!stop.aborted) {
      const batch = this.#take(group, options);
      if (batch.length === 0) await this.#clock.sleep(this.#options.pollMs, stop);
      else await this.#hand(name, batch, handler, stop);
    }
  }

  async lag(name: string, types: readonly OrderEventType[]): Promise<number> {
    const { next, again, inFlight } = this.#events.groupOf(name);
    const open = [...again, ...(inFlight?.batch ?? [])].map(({ message }) => message);
    return [...open, ...this.#events.log.slice(next)].filter(({ type }) => types.includes(type)).length;
  }

  async listDead(limit: number): Promise<readonly DeadEvent[]> {
    return [...this.#events.dead].slice(0, limit).map(([deadId, { group, message, reason }]) => ({
      deadId,
      group,
      type: message.type,
      body: JSON.stringify(message),
      reason,
    }));
  }

  async redrive(deadIds: readonly string[]): Promise<number> {
    const found = deadIds.filter((deadId) => this.#events.dead.has(deadId));
    for (const deadId of found) {
      const { group, message } = this.#events.dead.get(deadId) as DeadMessage;
      this.#events.dead.delete(deadId);
      this.#events.groupOf(group).again.push({ message, tries: 0 });
    }
    return found.length;
  }

  #take(group: Group, { types, maxBatch = 500 }: SubscribeOptions): Pending[] {
    const now = this.#clock.now();
    if (group.inFlight !== undefined) {
      if (group.inFlight.until > now) return [];
      handBack(group, group.inFlight.batch);
      group.inFlight = undefined;
    }
    const batch = group.againAt <= now ? group.again.splice(0, maxBatch) : [];
    const { log } = this.#events;
    const wanted: ReadonlySet<OrderEventType> = new Set(types);
    for (; group.next < log.length && batch.length < maxBatch; group.next += 1) {
      const message = log[group.next] as OrderEventMessage;
      if (wanted.has(message.type)) batch.push({ message, tries: 0 });
    }
    return batch;
  }

  async #hand(name: string, batch: readonly Pending[], handler: EventHandler, stop: StopSignal): Promise<void> {
    const group = this.#events.groupOf(name);
    const { membershipMs } = this.#options;
    const own = { batch, until: 0 };
    group.inFlight = own;
    const heart = heartbeat(this.#clock, Math.ceil(membershipMs / 3), () => {
      own.until = this.#clock.now() + membershipMs;
    });
    const answers = await this.#ask(batch, handler, stop);
    heart.stop();
    if (group.inFlight !== own) return;
    group.inFlight = undefined;
    batch.forEach((pending, index) => {
      const answer = answers?.[index];
      if (answer?.answer === 'poison') this.#again(name, pending, answer.reason);
    });
    handBack(
      group,
      batch.filter((_, index) => answers?.[index] === undefined),
    );
  }

  /** The handler's answers; undefined when it was stopped before it gave any. */
  async #ask(
    batch: readonly Pending[],
    handler: EventHandler,
    stop: StopSignal,
  ): Promise<readonly EventAnswer[] | undefined> {
    for (;;) {
      try {
        return await handler(copy(batch.map(({ message }) => message)));
      } catch {
        if (stop.aborted) return undefined;
        await this.#clock.sleep(this.#options.retryDelayMs, stop);
      }
    }
  }

  #again(name: string, pending: Pending, reason: string): void {
    pending.tries += 1;
    const group = this.#events.groupOf(name);
    group.againAt = this.#clock.now() + this.#options.retryDelayMs;
    if (pending.tries < this.#options.maxTries) {
      group.again.push(pending);
      return;
    }
    this.#events.count += 1;
    this.#events.dead.set(`event-${this.#events.count}`, { group: name, message: pending.message, reason });
  }
}

/** What nobody answered for comes before anything newer, and so at once, whatever poison waits. */
const handBack = (group: Group, batch: readonly Pending[]): void => {
  if (batch.length === 0) return;
  group.again.unshift(...batch);
  group.againAt = 0;
};
