import type { OpenedOrderRepo } from '@oms/core/contract';
import type { BrokenAdapter } from './broken-adapter.js';
import { broken, documentOf } from './broken-order-repo.js';

const minute = 60_000;

export const brokenOrderRepoOutboxes: readonly BrokenAdapter<OpenedOrderRepo>[] = [
  broken('relays at once', ['outbox.relay_at', 'outbox.relay_at_of_settlement'], (repo) => ({
    leaseUnpublished: (options) => repo.leaseUnpublished({ ...options, now: options.now + 60 * minute }),
  })),
  broken('leases for no time', ['outbox.lease', 'outbox.concurrent_leases'], (repo) => ({
    leaseUnpublished: (options) => repo.leaseUnpublished({ ...options, leaseMs: 0 }),
  })),
  broken('hands out the newest event of an order alone', ['outbox.from_oldest', 'outbox.sequence'], (repo) => ({
    leaseUnpublished: async (options) =>
      (await repo.leaseUnpublished(options)).map(({ order, events }) => ({ order, events: events.slice(-1) })),
  })),
  broken('relays the newest first', ['outbox.order'], (repo) => ({
    leaseUnpublished: async (options) => [...(await repo.leaseUnpublished(options))].reverse(),
  })),
  broken("loses the order of an order's events", ['outbox.sequence', 'settle.appends'], (repo) => ({
    leaseUnpublished: async (options) =>
      (await repo.leaseUnpublished(options)).map(({ order, events }) => ({ order, events: [...events].reverse() })),
  })),
  broken('clears an outbox that grew meanwhile', ['outbox.grown_meanwhile'], (repo, store) => ({
    markPublished: (refs) => {
      const all = refs.flatMap((ref) => documentOf(store, ref)?.outbox ?? []);
      return repo.markPublished(all);
    },
  })),
  broken('forgets what was published', ['outbox.emptied', 'outbox.unknown_refs'], () => ({
    markPublished: async () => {},
  })),
  broken('counts no leased outbox', ['outbox.count'], (repo) => {
    let leased = 0;
    return {
      async leaseUnpublished(options) {
        const found = await repo.leaseUnpublished(options);
        leased += found.length;
        return found;
      },
      async countUnpublished() {
        const backlog = await repo.countUnpublished();
        return { ...backlog, orders: backlog.orders - leased };
      },
    };
  }),
  broken('takes any event for the oldest', ['outbox.oldest'], (repo, store) => ({
    async countUnpublished() {
      const newest = [...store.documents.values()].flatMap(({ outbox }) => outbox.map(({ time }) => time));
      return { ...(await repo.countUnpublished()), oldestAt: Math.max(...newest) };
    },
  })),
  broken('hands out releases before their time', ['release.due'], (repo) => ({
    leaseDueReleases: (options) => repo.leaseDueReleases({ ...options, now: options.now + 60 * minute }),
  })),
  broken('hands a release to everybody', ['release.lease'], (repo) => ({
    leaseDueReleases: (options) => repo.leaseDueReleases({ ...options, leaseMs: 0 }),
  })),
  broken('lets a lease of a release change the version', ['release.done'], (repo, store) => ({
    leaseDueReleases: async (options) => {
      const leased = await repo.leaseDueReleases(options);
      for (const order of leased) {
        Object.assign(documentOf(store, order) ?? {}, { order: { ...order, version: order.version + 1 } });
      }
      return leased;
    },
  })),
];
