import { cancelOrder } from './use-cases/cancel-order.js';
import { confirmOrders } from './use-cases/confirm-orders.js';
import { countOrders } from './use-cases/count-orders.js';
import { createOrder } from './use-cases/create-order.js';
import type { OrderDeps } from './use-cases/deps.js';
import { getOrder } from './use-cases/get-order.js';
import { holdOrder } from './use-cases/hold-order.js';
import { listOrders } from './use-cases/list-orders.js';
import { defaultPolicy, type Policy } from './use-cases/policy.js';
import { relayEvents } from './use-cases/relay-events.js';
import { resolveOrder } from './use-cases/resolve-order.js';
import { restock } from './use-cases/restock.js';
import { retryDue } from './use-cases/retry-due.js';
import { retryOrder } from './use-cases/retry-order.js';
import { unholdOrder } from './use-cases/unhold-order.js';
import { confirmWorker } from './workers/confirm-worker.js';
import { relayWorker } from './workers/relay-worker.js';
import { retryWorker } from './workers/retry-worker.js';

type Optional = 'observer' | 'policy';

/** The parts of an order service. `observer` sees nothing and `policy` is `defaultPolicy` unless given. */
export type OrderPorts = Omit<OrderDeps, Optional> & {
  readonly observer?: OrderDeps['observer'];
  readonly policy?: Partial<Policy>;
};

/** An observer that throws never changes what the core does. */
const guarded = (observer: OrderDeps['observer'] | undefined): OrderDeps['observer'] => ({
  observe: (fact) => {
    try {
      observer?.observe(fact);
    } catch {
      // The port's promise: nothing depends on a fact being seen.
    }
  },
});

export const orderDeps = (ports: OrderPorts): OrderDeps => ({
  ...ports,
  observer: guarded(ports.observer),
  policy: { ...defaultPolicy, ...ports.policy },
});

/**
 * Single orders over your own ports: the use-cases a caller has, the passes for those who schedule themselves, and the
 * loops for those who do not. Nothing runs until it is called.
 */
export const createOrders = (ports: OrderPorts) => {
  const deps = orderDeps(ports);
  return {
    createOrder: createOrder(deps),
    getOrder: getOrder(deps),
    listOrders: listOrders(deps),
    countOrders: countOrders(deps),
    cancelOrder: cancelOrder(deps),
    holdOrder: holdOrder(deps),
    unholdOrder: unholdOrder(deps),
    retryOrder: retryOrder(deps),
    resolveOrder: resolveOrder(deps),
    restock: restock(deps),
    confirmOrders: confirmOrders(deps),
    retryDue: retryDue(deps),
    relayEvents: relayEvents(deps),
    workers: { confirm: confirmWorker(deps), retry: retryWorker(deps), relay: relayWorker(deps) },
  };
};
