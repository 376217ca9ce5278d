import { contentOf, orderKey, waitGroupKey, waitsFor, wantedOf } from '@oms/core';
import { orderMatches } from './order-matches.mjs';

const byAge = (a, b) => a.createdAt - b.createdAt || (a.orderId < b.orderId ? -1 : Number(a.orderId > b.orderId));

const groupKeyOf = (order) => {
  const what = waitsFor(order);
  return what && waitGroupKey({ tenantId: order.tenantId, waitsFor: what });
};

/**
 * Orders in a Map, found by looking at every one of them: enough to read, too slow for many.
 * @implements {import('@oms/core').OrderRepo}
 */
export class MapOrderRepo {
  #documents;
  #groups;

  constructor(data = { documents: new Map(), groups: new Map() }) {
    this.#documents = data.documents;
    this.#groups = data.groups;
  }

  async insertMany(tenantId, writes) {
    return writes.map(({ order, events, relayAt }) => {
      const taken = this.#takenBy(tenantId, order);
      if (taken !== undefined) return { ...taken, order: this.#shown(taken.order) };
      const document = { order: structuredClone(order), events: structuredClone(events), relayAt };
      this.#documents.set(orderKey(tenantId, order.orderId), document);
      this.#openGroupOf(document.order);
      return { answer: 'created', order };
    });
  }

  async getMany(tenantId, orderIds) {
    return orderIds.map((orderId) => {
      const document = this.#documents.get(orderKey(tenantId, orderId));
      return document && this.#shown(document.order);
    });
  }

  async list(tenantId, filter, { after, limit }) {
    return this.#ordersOf(tenantId, filter)
      .sort((a, b) => byAge(b, a))
      .filter((order) => after === undefined || byAge(order, after) < 0)
      .slice(0, limit)
      .map((order) => this.#shown(order));
  }

  async count(tenantId, filter) {
    const counts = { status: { on_hold: 0, new_order: 0, cancelled: 0 }, holds: {} };
    for (const { status, hold } of this.#ordersOf(tenantId, filter)) {
      counts.status[status] += 1;
      if (hold !== undefined) counts.holds[hold.code] = (counts.holds[hold.code] ?? 0) + 1;
    }
    return counts;
  }

  async settleMany(writes) {
    return writes.map(({ order, events, relayAt, areEarlierPublished = false }) => {
      const document = this.#documents.get(orderKey(order.tenantId, order.orderId));
      if (document === undefined || document.order.version !== order.version - 1) return 'lost';
      document.order = { ...structuredClone(order), ...contentOf(document.order) };
      if (areEarlierPublished) document.events = [];
      document.events.push(...structuredClone(events));
      if (events.length > 0) document.relayAt = relayAt;
      this.#openGroupOf(document.order);
      return 'done';
    });
  }

  async leaseUnpublished({ now, leaseMs, limit }) {
    const due = [...this.#documents.values()].filter(({ events, relayAt }) => events.length > 0 && relayAt <= now);
    return due
      .sort((a, b) => a.relayAt - b.relayAt)
      .slice(0, limit)
      .map((document) => {
        document.relayAt = now + leaseMs;
        return { order: this.#shown(document.order), events: structuredClone(document.events) };
      });
  }

  async markPublished(refs) {
    for (const { tenantId, orderId, sequence } of refs) {
      const document = this.#documents.get(orderKey(tenantId, orderId));
      if (document !== undefined) document.events = document.events.filter((event) => event.sequence !== sequence);
    }
  }

  async countUnpublished() {
    const waiting = [...this.#documents.values()].filter(({ events }) => events.length > 0);
    const [first] = waiting.sort((a, b) => a.relayAt - b.relayAt);
    return first === undefined ? { orders: 0 } : { orders: waiting.length, oldestAt: first.events[0].time };
  }

  async leaseDueGroups({ now, leaseMs, limit }) {
    const due = [...this.#groups.values()].filter((group) => group.dueAt <= now && group.leasedUntil <= now);
    return due
      .sort((a, b) => a.dueAt - b.dueAt)
      .slice(0, limit)
      .map((group) => {
        group.leasedUntil = now + leaseMs;
        group.token += 1;
        return { ...group.group, attempts: group.attempts, token: group.token };
      });
  }

  async waiting(group, { after, heldBefore = Infinity, maxWanted = Infinity, limit }) {
    return this.#ordersIn(group)
      .filter((order) => after === undefined || byAge(order, after) > 0)
      .filter((order) => order.hold.since <= heldBefore && wantedOf(order, group.waitsFor) <= maxWanted)
      .sort(byAge)
      .slice(0, limit)
      .map((order) => this.#shown(order));
  }

  async postponeGroup(group, nextAttemptAt) {
    const attempts = group.attempts + 1;
    return this.#underLease(group, { dueAt: nextAttemptAt, attempts, leasedUntil: 0 });
  }

  async closeGroup(group) {
    if (this.#ordersIn(group).length > 0) return 'lost';
    return this.#underLease(group, { dueAt: Infinity, attempts: 0, leasedUntil: 0 });
  }

  async wakeGroups(tenantId, pairs, now) {
    const keys = pairs.map((pair) => waitGroupKey({ tenantId, waitsFor: { kind: 'stock', ...pair } }));
    const open = [...new Set(keys)].map((key) => this.#groups.get(key)).filter((group) => group?.dueAt < Infinity);
    for (const group of open) {
      Object.assign(group, { dueAt: now, attempts: 0, leasedUntil: 0, token: group.token + 1 });
    }
    return open.length;
  }

  async leaseDueReleases({ now, leaseMs, limit }) {
    const isDue = ({ order: { release } }) => release?.state === 'due' && release.nextAttemptAt <= now;
    const due = [...this.#documents.values()].filter(isDue).slice(0, limit);
    return due.map(({ order }) => {
      order.release.nextAttemptAt = now + leaseMs;
      return structuredClone(order);
    });
  }

  #takenBy(tenantId, { orderId, fingerprint, idempotencyKey }) {
    const stored = this.#documents.get(orderKey(tenantId, orderId))?.order;
    if (stored?.fingerprint === fingerprint) return { answer: 'unchanged', order: stored };
    if (stored !== undefined) return { answer: 'conflict', on: 'order_id', order: stored };
    const hasKey = (order) => idempotencyKey !== undefined && order.idempotencyKey === idempotencyKey;
    const owner = this.#ordersOf(tenantId, {}).find(hasKey);
    return owner && { answer: 'conflict', on: 'idempotency_key', order: owner };
  }

  #ordersOf(tenantId, filter) {
    const all = [...this.#documents.values()].map(({ order }) => order);
    return all.filter((order) => order.tenantId === tenantId && orderMatches(order, filter));
  }

  #ordersIn(group) {
    const key = waitGroupKey(group);
    return this.#ordersOf(group.tenantId, { status: 'on_hold' }).filter((order) => groupKeyOf(order) === key);
  }

  #openGroupOf(order) {
    const key = groupKeyOf(order);
    if (key === undefined) return;
    const before = this.#groups.get(key) ?? { token: 0, dueAt: Infinity };
    if (before.dueAt < Infinity) return;
    const group = { tenantId: order.tenantId, waitsFor: waitsFor(order) };
    const dueAt = order.hold.nextAttemptAt ?? order.updatedAt;
    this.#groups.set(key, { group, dueAt, attempts: 0, leasedUntil: 0, token: before.token });
  }

  #underLease(group, change) {
    const found = this.#groups.get(waitGroupKey(group));
    if (found?.token !== group.token) return 'lost';
    Object.assign(found, change, { token: found.token + 1 });
    return 'done';
  }

  /** A copy, as a reader sees it: an order that waits for stock or for the inventory is tried when its group is. */
  #shown(stored) {
    const order = structuredClone(stored);
    const what = waitsFor(order);
    if (what === undefined || what.kind === 'check') return order;
    const dueAt = this.#groups.get(groupKeyOf(order))?.dueAt;
    if (dueAt < Infinity) order.hold.nextAttemptAt = dueAt;
    return order;
  }
}
