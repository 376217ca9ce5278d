import { parseRestock, type RestockMessage } from '../domain/restock-message.js';
import type { Clock } from '../ports/clock.js';
import type { EventAnswer } from '../ports/order-event-bus.js';
import type { RestockFeed, RestockHandler } from '../ports/restock-feed.js';
import type { StopSignal } from '../ports/stop-signal.js';

interface Sent {
  readonly tenantId: unknown;
  readonly body: unknown;
  tries: number;
}

/** The data of a memory feed: two feeds on one store are two instances on the same data. */
export class MemoryRestocks {
  /** Waiting, oldest first. */
  readonly sent: Sent[] = [];
  readonly dead: { readonly body: unknown; readonly reason: string }[] = [];

  /** `body`: `{sku_id, hub_id}`. */
  send(tenantId: unknown, body: unknown): void {
    this.sent.push({ tenantId, body, tries: 0 });
  }
}

export interface MemoryRestockFeedOptions {
  /** Deliveries until a poison message is dead-lettered; default 5. */
  readonly maxTries?: number;
  /** Before a message that was not answered for comes again, in milliseconds; default 100. */
  readonly retryDelayMs?: number;
  /** Between looks for new messages, in milliseconds; default 20. */
  readonly pollMs?: number;
}

/** Restocks in memory, for one process: a consumer that dies takes the message that it was handed with it. */
export class MemoryRestockFeed implements RestockFeed {
  readonly #clock: Clock;
  readonly #restocks: MemoryRestocks;
  readonly #options: Required<MemoryRestockFeedOptions>;

  constructor(clock: Clock, restocks: MemoryRestocks = new MemoryRestocks(), options: MemoryRestockFeedOptions = {}) {
    this.#clock = clock;
    this.#restocks = restocks;
    this.#options = { maxTries: 5, retryDelayMs: 100, pollMs: 20, ...options };
  }

  async consume(handler: RestockHandler, stop: StopSignal): Promise<void> {
    const { pollMs, retryDelayMs } = this.#options;
    while (!stop.aborted) {
      const next = this.#restocks.sent.shift();
      if (next === undefined) await this.#clock.sleep(pollMs, stop);
      else if (!(await this.#handle(next, handler))) await this.#clock.sleep(retryDelayMs, stop);
    }
  }

  /** False when it is to come again. */
  async #handle(sent: Sent, handler: RestockHandler): Promise<boolean> {
    const message = parseRestock(sent.tenantId, sent.body);
    const answer = message === undefined ? malformed : await this.#ask(message, handler);
    if (answer?.answer === 'done') return true;
    sent.tries += answer === undefined ? 0 : 1;
    if (answer !== undefined && (message === undefined || sent.tries >= this.#options.maxTries)) {
      this.#restocks.dead.push({ body: sent.body, reason: answer.reason });
      return true;
    }
    this.#restocks.sent.unshift(sent);
    return false;
  }

  async #ask(message: RestockMessage, handler: RestockHandler): Promise<EventAnswer | undefined> {
    try {
      const [answer] = await handler([message]);
      return answer;
    } catch {
      return undefined;
    }
  }
}

const malformed = { answer: 'poison', reason: 'unknown_schema' } as const;
