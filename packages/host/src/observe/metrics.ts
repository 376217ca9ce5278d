import type { ServedRequest } from '@oms/adapters-http/api';
import type { Fact, Observer } from '@oms/core';
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** Facts and requests as Prometheus counts them. */
export class Metrics implements Observer {
  readonly registry = new Registry();
  readonly #orders = this.#counter('oms_orders_stored_total', 'Orders that were to be stored, by outcome', ['outcome']);
  readonly #confirmed = this.#counter('oms_orders_confirmed_total', 'Orders whose stock was claimed');
  readonly #held = this.#counter('oms_orders_held_total', 'Orders that were held after a claim, by code', ['code']);
  readonly #published = this.#counter('oms_events_published_total', 'Events that the bus took');
  readonly #postponed = this.#counter('oms_events_postponed_total', 'Events that were left to the relay');
  readonly #refused = this.#counter('oms_events_refused_total', 'Events that the bus refused for good');
  readonly #rejected = this.#counter('oms_rows_rejected_total', 'Rows that were refused, by code', ['code']);
  readonly #bulk = this.#counter('oms_bulk_orders_total', 'Steps of bulk orders', ['step']);
  readonly #rows = this.#counter('oms_rows_imported_total', 'Rows that checkpoints cover; its rate is the import rate');
  readonly #claims = this.#counter('oms_claims_total', 'Claims of stock, by what the inventory answered', ['answer']);
  readonly #lost = this.#counter('oms_settlements_lost_total', 'State changes that another one came before');
  readonly #released = this.#counter('oms_releases_total', 'Cancelled orders whose stock was given back');
  readonly #failures = this.#counter('oms_worker_failures_total', 'Passes of a worker that failed', ['worker']);
  readonly #requests = new Histogram({
    name: 'oms_http_request_duration_seconds',
    help: 'From the first byte of a request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  served({ method, route, status, seconds }: ServedRequest): void {
    this.#requests.observe({ method, route, status }, seconds);
  }

  observe(fact: Fact): void {
    (this.#count[fact.kind] as (fact: Fact) => void)(fact);
  }

  readonly #count: { readonly [K in Fact['kind']]: (fact: Extract<Fact, { kind: K }>) => void } = {
    orders_stored: ({ created, unchanged, conflicts }) => {
      this.#orders.inc({ outcome: 'created' }, created);
      this.#orders.inc({ outcome: 'unchanged' }, unchanged);
      this.#orders.inc({ outcome: 'conflict' }, conflicts);
    },
    order_confirmed: ({ count }) => this.#confirmed.inc(count),
    order_held: ({ code, count }) => this.#held.inc({ code }, count),
    events_published: ({ count }) => this.#published.inc(count),
    publish_postponed: ({ count }) => this.#postponed.inc(count),
    event_refused: () => this.#refused.inc(),
    message_ignored: () => undefined,
    settle_lost: ({ count }) => this.#lost.inc(count),
    release_done: ({ count }) => this.#released.inc(count),
    row_rejected: ({ code, count }) => this.#rejected.inc({ code }, count),
    bulk_checkpoint: ({ rows }) => this.#rows.inc(rows),
    claims_answered: ({ answer, count }) => this.#claims.inc({ answer }, count),
    pass_began: () => undefined,
    pass_ended: () => undefined,
    bulk_lease_lost: () => this.#bulk.inc({ step: 'lease_lost' }),
    bulk_paused: () => this.#bulk.inc({ step: 'paused' }),
    bulk_failed: () => this.#bulk.inc({ step: 'failed' }),
    bulk_completed: () => this.#bulk.inc({ step: 'completed' }),
    bulk_enqueued: () => this.#bulk.inc({ step: 'enqueued' }),
    worker_failed: ({ worker }) => this.#failures.inc({ worker }),
  };

  #counter(name: string, help: string, labelNames: readonly string[] = []): Counter {
    return new Counter({ name, help, labelNames: [...labelNames], registers: [this.registry] });
  }
}
