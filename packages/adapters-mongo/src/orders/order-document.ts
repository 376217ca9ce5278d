import {
  compact,
  type EpochMs,
  type Order,
  type OrderEvent,
  type OrderWrite,
  orderKey,
  type TenantId,
  waitGroupKey,
  waitsFor,
  wantedOf,
} from '@oms/core';
import { copyOf } from '../database/copy-of.js';

/** An event that is not known to be published, and when a relay may be handed it. */
export interface OutboxEntry {
  relayAt: EpochMs;
  event: OrderEvent;
}

/** One document is the order and its outbox: every state change and the events it causes are one write. */
export interface OrderDocument extends Omit<Order, 'attributes' | 'release' | 'history' | 'lines'> {
  /** See `orderKey`. */
  readonly _id: string;
  readonly lines: Order['lines'];
  history: Order['history'];
  /** In pairs, since names may hold any character. */
  readonly attributes?: readonly (readonly [name: string, value: string])[];
  /** `dueAt` stands for `nextAttemptAt` exactly while the release is due: that is what is indexed. */
  readonly release?: Order['release'] & { readonly dueAt?: EpochMs };
  /** Tenant and idempotency key. */
  readonly request?: string;
  readonly waitGroup?: string;
  readonly wanted: number;
  outbox: OutboxEntry[];
  /** Before this moment no relay looks at the outbox; absent when it is empty. */
  relayAt?: EpochMs;
  /** Of the last writes: how a write whose answer was lost finds that it was done. */
  marks: string[];
}

export const keptMarks = 8;

/** What a state change sets; what is undefined is taken away. */
export const stateFields = (order: Order) => {
  const what = waitsFor(order);
  const { status, hold, release, history, version, sequence, updatedAt } = order;
  return {
    status,
    hold,
    release: release?.state === 'due' ? { ...release, dueAt: release.nextAttemptAt } : release,
    history,
    version,
    sequence,
    updatedAt,
    waitGroup: what === undefined ? undefined : waitGroupKey({ tenantId: order.tenantId, waitsFor: what }),
    wanted: what === undefined ? 0 : wantedOf(order, what),
  };
};

export const outboxOf = ({ events, relayAt }: OrderWrite): OutboxEntry[] => events.map((event) => ({ relayAt, event }));

/** Of its own: what the caller does to the write afterwards does not count. */
export const orderDocumentOf = (tenantId: TenantId, write: OrderWrite, mark: string): OrderDocument => {
  const { order } = write;
  const { attributes, idempotencyKey } = order;
  return copyOf({
    ...order,
    ...stateFields(order),
    tenantId,
    _id: orderKey(tenantId, order.orderId),
    attributes: attributes === undefined ? undefined : Object.entries(attributes),
    request: idempotencyKey === undefined ? undefined : orderKey(tenantId, idempotencyKey),
    outbox: outboxOf(write),
    relayAt: write.events.length === 0 ? undefined : write.relayAt,
    marks: [mark],
  }) as OrderDocument;
};

/** The order as it is stored; `nextAttemptAt` is that of its group, when it waits in one that shows it. */
export const orderOf = (document: OrderDocument, nextAttemptAt?: EpochMs): Order => {
  const { _id, attributes, request, waitGroup, wanted, outbox, relayAt, marks, release, hold, ...rest } = document;
  return compact({
    ...rest,
    hold: hold === undefined || nextAttemptAt === undefined ? hold : { ...hold, nextAttemptAt },
    attributes: attributes === undefined ? undefined : Object.fromEntries(attributes),
    release:
      release === undefined
        ? undefined
        : compact({
            state: release.state,
            nextAttemptAt: release.nextAttemptAt,
            attempts: release.attempts,
            unreleased: release.unreleased,
          }),
  }) as Order;
};
