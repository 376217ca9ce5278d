import type { Order } from '../domain/order.js';
import type { OrderDeps } from './deps.js';
import { releaseOrders } from './release-orders.js';
import { retryGroup } from './retry-group.js';

const groupsPerPass = 20;
const releasesPerPass = 200;

export interface RetriedDue {
  /** Groups and releases that had their turn. */
  readonly count: number;
  /** How long to leave the inventory alone; 0 unless the pass ended because it did not answer. */
  readonly pauseMs: number;
}

/**
 * One pass over what is due: releases, then wait groups, each in turn. A group is leased when its turn comes, so that no lease
 * runs out while others have theirs. An outage ends the pass: the other groups stay due, and nothing is asked for them.
 */
export const retryDue = (deps: OrderDeps) => async (): Promise<RetriedDue> => {
  const { orders, clock, policy } = deps;
  const lease = () => ({ now: clock.now(), leaseMs: policy.leaseMs });
  const releases = await orders.leaseDueReleases({ ...lease(), limit: releasesPerPass });
  for (const ofTenant of byTenant(releases)) await releaseOrders(deps)(ofTenant);
  for (let groups = 0; groups < groupsPerPass; groups += 1) {
    const [group] = await orders.leaseDueGroups({ ...lease(), limit: 1 });
    if (group === undefined) return { count: releases.length + groups, pauseMs: 0 };
    const ending = await retryGroup(deps)(group);
    if (ending === 'outage') return { count: releases.length + groups + 1, pauseMs: policy.probeEveryMs };
  }
  return { count: releases.length + groupsPerPass, pauseMs: 0 };
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
