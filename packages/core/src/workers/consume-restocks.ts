import { isId } from '../domain/ids.js';
import type { RestockMessage } from '../domain/restock-message.js';
import type { EventAnswer } from '../ports/order-event-bus.js';
import type { RestockFeed } from '../ports/restock-feed.js';
import type { StopSignal } from '../ports/stop-signal.js';
import type { OrderDeps } from '../use-cases/deps.js';
import { restock } from '../use-cases/restock.js';
import { watched } from './watched.js';

/** Wakes the orders that wait for what the feed tells of. A message is done once its orders are due, durably. */
export const consumeRestocks = (deps: OrderDeps, feed: RestockFeed, stop: StopSignal): Promise<void> =>
  feed.consume((messages) => watched(deps, 'restock', () => wake(deps, messages)), stop);

const wake = async (deps: OrderDeps, messages: readonly RestockMessage[]): Promise<readonly EventAnswer[]> => {
  const sound = messages.filter(isSound);
  const tenants = new Set(sound.map(({ tenantId }) => tenantId));
  for (const tenantId of tenants) {
    const context = { tenantId, actor: 'system', requestId: deps.ids.next() };
    await restock(deps)(context, { pairs: sound.filter((message) => message.tenantId === tenantId) });
  }
  return messages.map((message) =>
    isSound(message) ? { answer: 'done' } : { answer: 'poison', reason: 'invalid_id' },
  );
};

const isSound = ({ tenantId, skuId, hubId }: RestockMessage): boolean => [tenantId, skuId, hubId].every(isId);
