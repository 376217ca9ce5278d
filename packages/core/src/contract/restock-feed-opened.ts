import type { RestockMessage } from '../domain/restock-message.js';
import type { EventAnswer } from '../ports/order-event-bus.js';
import type { RestockFeed } from '../ports/restock-feed.js';
import type { Opened } from './contract.js';
import { done } from './order-event-bus-opened.js';

/** What a harness opens for the cases of RestockFeed. */
export interface OpenedRestockFeed extends Opened<RestockFeed> {
  /** A message is handed out within this, also one that comes again; and how long the kit waits to see that nothing more comes. */
  readonly withinMs: number;
  /** Puts a message in as others do: `body` is `{sku_id, hub_id}`, or what is no message. */
  send(tenantId: string, body: unknown): Promise<void>;
  /** The reasons of what is dead. */
  deadReasons(): Promise<readonly string[]>;
}

export interface Consumption {
  readonly seen: readonly RestockMessage[];
  /** Resolves when `consume` does. */
  end(): Promise<void>;
}

/** Consumes in the background; each message is answered as told, default: done. */
export const consume = (
  feed: RestockFeed,
  answer: (message: RestockMessage) => EventAnswer | Promise<EventAnswer> = () => done,
): Consumption => {
  const stop = new AbortController();
  const seen: RestockMessage[] = [];
  const running = feed.consume(async (messages) => {
    seen.push(...structuredClone(messages));
    const answers: EventAnswer[] = [];
    for (const message of messages) answers.push(await answer(message));
    return answers;
  }, stop.signal);
  return {
    seen,
    end: () => {
      stop.abort();
      return running;
    },
  };
};
