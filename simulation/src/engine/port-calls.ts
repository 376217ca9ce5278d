import { isLedgered } from '../world/settings.js';

const callsOfAny = [
  'orders.insertMany',
  'orders.getMany',
  'orders.list',
  'orders.count',
  'orders.settleMany',
  'orders.leaseUnpublished',
  'orders.markPublished',
  'orders.leaseDueGroups',
  'orders.waiting',
  'orders.postponeGroup',
  'orders.closeGroup',
  'orders.wakeGroups',
  'orders.leaseDueReleases',
  'events.publish',
  'events.deliver',
  'inventory.check',
  'files.put',
  'files.stat',
  'files.read',
  'jobs.send',
  'jobs.deliver',
  'bulkOrders.createOrContinue',
  'bulkOrders.get',
  'bulkOrders.list',
  'bulkOrders.markQueued',
  'bulkOrders.takeOver',
  'bulkOrders.checkpoint',
  'bulkOrders.handBack',
  'bulkOrders.finish',
  'bulkOrders.cancel',
  'bulkOrders.listAbandoned',
  'bulkOrders.listRejections',
] as const;

const callsOfClaims = ['inventory.claim', 'inventory.release'] as const;

const callsOfLedger = ['inventory.deduct', 'claims.getMany', 'claims.start', 'claims.record', 'claims.close'] as const;

/** Every call that the core makes across a port, and every delivery across one: what faults have to reach. */
export const portCalls = (): readonly string[] => [...callsOfAny, ...(isLedgered() ? callsOfLedger : callsOfClaims)];
