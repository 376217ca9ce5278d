import { contentOf } from '../domain/order.js';
import type { OrderEventMessage, OrderEventRef } from '../domain/order-event.js';
import type { PublishAnswer } from '../ports/order-event-bus.js';
import type { UnpublishedOrder } from '../ports/order-repo.js';
import type { OrderDeps } from './deps.js';

export interface PublishDeps extends Pick<OrderDeps, 'orders' | 'events' | 'observer'> {
  /** What becomes of the events that were published; default: they are taken out of their outboxes at once. */
  readonly onPublished?: (refs: readonly OrderEventRef[]) => Promise<void>;
}

/**
 * Publishes events that are stored, then takes them out of their outboxes. Never throws: what could not be published stays
 * where it is, for the relay, and the answer is `postponed`.
 */
export const publishEvents =
  ({ orders, events, observer, onPublished = (refs) => orders.markPublished(refs) }: PublishDeps) =>
  async (batch: readonly UnpublishedOrder[]): Promise<'published' | 'postponed'> => {
    const messages = batch.flatMap(messagesOf);
    if (messages.length === 0) return 'published';
    try {
      const answers = await events.publish(messages);
      reportRefused({ observer }, messages, answers);
      await onPublished(messages.map(({ tenantId, orderId, sequence }) => ({ tenantId, orderId, sequence })));
      observer.observe({ kind: 'events_published', count: messages.length });
      return 'published';
    } catch (error) {
      observer.observe({ kind: 'publish_postponed', count: messages.length, reason: String(error) });
      return 'postponed';
    }
  };

const messagesOf = ({ order, events }: UnpublishedOrder): OrderEventMessage[] => {
  const content = contentOf(order);
  return events.map((event) => ({ ...event, content }));
};

const reportRefused = (
  { observer }: Pick<PublishDeps, 'observer'>,
  messages: readonly OrderEventMessage[],
  answers: readonly PublishAnswer[],
): void => {
  answers.forEach((answer, index) => {
    if (answer.answer !== 'refused') return;
    const { type } = messages[index] as OrderEventMessage;
    observer.observe({ kind: 'event_refused', type, reason: answer.reason });
  });
};
