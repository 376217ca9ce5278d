import type { Fact, Observer } from '@oms/core';
import type { Logger } from 'pino';

type Level = 'error' | 'warn' | 'info' | 'debug' | 'trace';

const levels = {
  worker_failed: 'error',
  bulk_failed: 'warn',
  bulk_paused: 'warn',
  publish_postponed: 'warn',
  event_refused: 'warn',
  bulk_lease_lost: 'info',
  bulk_completed: 'info',
  bulk_enqueued: 'debug',
  bulk_checkpoint: 'debug',
  orders_stored: 'debug',
  events_published: 'debug',
  order_confirmed: 'debug',
  order_held: 'debug',
  message_ignored: 'debug',
  settle_lost: 'info',
  release_done: 'debug',
  row_rejected: 'debug',
  claims_answered: 'debug',
  pass_began: 'trace',
  pass_ended: 'trace',
} as const satisfies Record<Fact['kind'], Level>;

/** Writes facts as log lines. */
export class PinoObserver implements Observer {
  readonly #log: Logger;

  constructor(log: Logger) {
    this.#log = log;
  }

  observe(fact: Fact): void {
    const { kind, ...rest } = fact;
    if ('error' in rest) this.#log[levels[kind]]({ err: rest.error, worker: rest.worker }, kind);
    else this.#log[levels[kind]](rest, kind);
  }
}
