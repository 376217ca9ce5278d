import type { UnpublishedOrder } from '../ports/order-repo.js';
import type { OrderDeps } from './deps.js';
import { publishEvents } from './publish-events.js';
import { UnmarkedEvents } from './unmarked-events.js';

const mostAtOnce = 500;
/** A bus behind which more waits is as good as away: the rest is left to the relay. */
const mostWaiting = 10_000;

/**
 * Publishes stored events when their writers have gone on, one batch after the other: what comes while one is published is the
 * next. What no settlement has taken out of the outboxes is taken out when nothing waits. What is still waiting when the process
 * ends is left to the relay.
 */
export const publishSoon = (deps: OrderDeps): ((order: UnpublishedOrder) => void) => {
  const unmarked = new UnmarkedEvents(deps);
  const publish = publishEvents({ ...deps, onPublished: unmarked.add });
  const waiting: UnpublishedOrder[] = [];
  let isPublishing = false;
  const publishAll = async (): Promise<void> => {
    isPublishing = true;
    while (waiting.length > 0) await publish(waiting.splice(0, mostAtOnce));
    isPublishing = false;
    await unmarked.end();
  };
  return (order) => {
    if (waiting.length >= mostWaiting) return;
    waiting.push(order);
    if (!isPublishing) void publishAll();
  };
};
