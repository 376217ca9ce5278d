import { eventId, type OrderEvent, type OrderEventRef } from '@oms/core';

type Kept = Omit<OrderEvent, 'id' | 'tenantId' | 'orderId' | 'schemaVersion'>;

/** Events as lines of JSON, each beginning with its sequence, so that appending and taking out need no parsing. */
export const outboxText = (events: readonly OrderEvent[]): string =>
  events
    .map(({ sequence, type, time, status, hold, traceparent }) => {
      const kept = { sequence, type, time, status, hold, traceparent };
      return `${JSON.stringify(kept)}\n`;
    })
    .join('');

export const outboxEvents = (text: string, owner: Pick<OrderEventRef, 'tenantId' | 'orderId'>): readonly OrderEvent[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const kept = JSON.parse(line) as Kept;
      const { tenantId, orderId } = owner;
      return {
        schemaVersion: 1,
        id: eventId({ tenantId, orderId, sequence: kept.sequence }),
        tenantId,
        orderId,
        ...kept,
      };
    });

const lineStart = (sequence: number): string => `{"sequence":${sequence},`;

export const withoutEvents = (text: string, sequences: readonly number[]): string =>
  text
    .split('\n')
    .filter((line) => line !== '' && !sequences.some((sequence) => line.startsWith(lineStart(sequence))))
    .map((line) => `${line}\n`)
    .join('');
