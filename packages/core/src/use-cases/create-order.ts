import type { Context } from '../domain/context.js';
import { orderIdOfKey } from '../domain/derived-order-id.js';
import { fingerprintOf } from '../domain/fingerprint.js';
import { newOrder } from '../domain/new-order.js';
import type { Order } from '../domain/order.js';
import type { OrderDraft, ValidOrder } from '../domain/order-draft.js';
import { pairKey } from '../domain/stock-line.js';
import { validateOrder } from '../domain/validate-order.js';
import { OmsError } from '../errors.js';
import type { InsertAnswer } from '../ports/order-repo.js';
import type { OrderDeps } from './deps.js';
import { publishEvents } from './publish-events.js';
import { distinctPairs } from './stock-lines.js';

export interface CreateOrderInput extends OrderDraft {
  /** 1..255 characters. Without an order id it decides the id, so that a repeated request is the same order. */
  readonly idempotencyKey?: string | undefined;
}

/** `unchanged`: it was stored before, with the same content; `order` is as it is now. */
export interface CreatedOrder {
  readonly outcome: 'created' | 'unchanged';
  readonly order: Order;
}

/**
 * Accepts one order. Resolves when it is durably `on_hold` with its `order.created`; publishing follows, and is not
 * waited for by the promise of acceptance.
 *
 * Throws `invalid` (`invalid_order`, `unknown_item`), `conflict` (`order_conflict`: the id has other content;
 * `idempotency_key_reused`), `unavailable` (inventory or repo: nothing was stored).
 */
export const createOrder =
  (deps: OrderDeps) =>
  async (context: Context, input: CreateOrderInput): Promise<CreatedOrder> => {
    const content = validateOrder(input);
    const orderId = orderIdFor(deps, context, input);
    const [stored] = await deps.orders.getMany(context.tenantId, [orderId]);
    if (stored !== undefined) return storedAnswer(deps, { stored, content, input });
    await checkItems(deps, context, content);
    return insert(deps, context, { orderId, content, input });
  };

const orderIdFor = (deps: OrderDeps, context: Context, input: CreateOrderInput): string => {
  const key = input.idempotencyKey;
  if (key !== undefined && (key.length < 1 || key.length > 255)) {
    throw new OmsError('invalid', 'invalid_idempotency_key', 'An Idempotency-Key has 1 to 255 characters.');
  }
  if (input.orderId !== undefined) return input.orderId;
  return key === undefined ? deps.ids.next() : orderIdOfKey(context.tenantId, key);
};

interface Repeated {
  readonly stored: Order;
  readonly content: ValidOrder;
  readonly input: CreateOrderInput;
}

const storedAnswer = (deps: OrderDeps, { stored, content, input }: Repeated): CreatedOrder => {
  const outcome = stored.fingerprint === fingerprintOf(content) ? 'unchanged' : 'conflict';
  observeOutcome(deps, outcome);
  if (outcome === 'unchanged') return { outcome, order: stored };
  throw input.orderId === undefined ? keyConflict() : idConflict(stored.orderId);
};

const idConflict = (orderId: string): OmsError =>
  new OmsError('conflict', 'order_conflict', `The order ${orderId} exists with other content; nothing was changed.`);

const keyConflict = (): OmsError =>
  new OmsError('conflict', 'idempotency_key_reused', 'This Idempotency-Key was used for an order with other content.');

const checkItems = async (deps: OrderDeps, { tenantId }: Context, content: ValidOrder): Promise<void> => {
  const pairs = distinctPairs(content.lines);
  const answers = await deps.inventory.check(tenantId, pairs);
  const unknown = new Set(pairs.filter((_, index) => answers[index] === 'unknown').map(pairKey));
  if (unknown.size === 0) return;
  const problems = content.lines.flatMap(({ skuId, hubId }, index) =>
    unknown.has(pairKey({ skuId, hubId }))
      ? [
          {
            field: `lines.${index}.skuId`,
            code: 'unknown_item',
            message: `The inventory knows no ${skuId} at ${hubId}.`,
          },
        ]
      : [],
  );
  throw new OmsError('invalid', 'unknown_item', 'The inventory does not know every item of the order.', { problems });
};

interface Insertion {
  readonly orderId: string;
  readonly content: ValidOrder;
  readonly input: CreateOrderInput;
}

const insert = async (deps: OrderDeps, context: Context, insertion: Insertion): Promise<CreatedOrder> => {
  const { clock, policy, orders } = deps;
  const { actor, traceparent, tenantId } = context;
  const at = clock.now();
  const move = newOrder(
    {
      tenantId,
      orderId: insertion.orderId,
      content: insertion.content,
      source: { kind: 'api' },
      idempotencyKey: insertion.input.idempotencyKey,
      nextAttemptAt: at + policy.recheckAfterMs,
    },
    { at, actor, traceparent, why: 'accepted' },
  );
  const [answer] = await orders.insertMany(tenantId, [{ ...move, relayAt: at + policy.relayAfterMs }]);
  observeOutcome(deps, (answer as InsertAnswer).answer);
  const created = insertOutcome(answer as InsertAnswer, insertion.input);
  if (created.outcome === 'created') await (deps.publisher?.publish([move]) ?? publishEvents(deps)([move]));
  return created;
};

const insertOutcome = (answer: InsertAnswer, input: CreateOrderInput): CreatedOrder => {
  if (answer.answer !== 'conflict') return { outcome: answer.answer, order: answer.order };
  throw answer.on === 'order_id' && input.orderId !== undefined ? idConflict(input.orderId) : keyConflict();
};

const observeOutcome = ({ observer }: OrderDeps, outcome: InsertAnswer['answer']): void => {
  const count = (counted: InsertAnswer['answer']) => Number(outcome === counted);
  const [created, unchanged, conflicts] = [count('created'), count('unchanged'), count('conflict')];
  observer.observe({ kind: 'orders_stored', created, unchanged, conflicts });
};
