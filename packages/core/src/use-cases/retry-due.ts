import type { Order } from '../domain/order.js';
import type { OrderDeps } from './deps.js';
import { releaseOrders } from './release-orders.js';
import { retryGroup } from './retry-group.js';

const groupsPerPass = 20;
const releasesPerPass = 200;

/** One pass over what is due: wait groups, each in turn, and releases. Resolves with how many there were. */
export const retryDue = (deps: OrderDeps) => async (): Promise<number> => {
  const { orders, clock, policy } = deps;
  const lease = { now: clock.now(), leaseMs: policy.leaseMs };
  const releases = await orders.leaseDueReleases({ ...lease, limit: releasesPerPass });
  for (const ofTenant of byTenant(releases)) await releaseOrders(deps)(ofTenant);
  const groups = await orders.leaseDueGroups({ ...lease, limit: groupsPerPass });
  for (const group of groups) await retryGroup(deps)(group);
  return releases.length + groups.length;
};

const byTenant = (orders: readonly Order[]): readonly (readonly Order[])[] => {
  const tenants = new Map<string, Order[]>();
  for (const order of orders) {
    const mine = tenants.get(order.tenantId) ?? [];
    mine.push(order);
    tenants.set(order.tenantId, mine);
  }
  return [...tenants.values()];
};
