import type { EpochMs, OrderEvent, OrderWrite } from '@oms/core';
import type { SqlValue } from '../database/connection.js';

/** An event that is not known to be published, and when a relay may be handed it. */
export type OutboxEntry = readonly [relayAt: EpochMs, event: OrderEvent];

export const outboxOf = (json: string): readonly OutboxEntry[] => JSON.parse(json);

/** The column, in the order of the sequence; null when there is nothing to publish. */
export const outboxJson = (entries: readonly OutboxEntry[]): string | null =>
  entries.length === 0 ? null : JSON.stringify(entries);

/** When a relay may be handed the first entry: later events of an order never go before it. */
export const relayAtOf = ([first]: readonly OutboxEntry[]): SqlValue => first?.[0] ?? null;

export const entriesOf = ({ events, relayAt }: OrderWrite): readonly OutboxEntry[] =>
  events.map((event) => [relayAt, event] as const);
