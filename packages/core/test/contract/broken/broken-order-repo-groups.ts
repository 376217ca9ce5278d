import type { LeasedGroup } from '@oms/core';
import type { OpenedOrderRepo } from '@oms/core/contract';
import type { MemoryOrderStore } from '@oms/core/memory';
import type { BrokenAdapter } from './broken-adapter.js';
import { broken, documentOf } from './broken-order-repo.js';

const minute = 60_000;
const current = (store: MemoryOrderStore, group: LeasedGroup): LeasedGroup => ({
  ...group,
  token: store.groupOf(group).token,
});

export const brokenOrderRepoGroups: readonly BrokenAdapter<OpenedOrderRepo>[] = [
  broken('hands out groups before their time', ['group.opens', 'group.open_stays', 'group.postpone'], (repo) => ({
    leaseDueGroups: (options) => repo.leaseDueGroups({ ...options, now: options.now + 60 * minute }),
  })),
  broken('lets the last order decide when its group is due', ['group.open_stays'], (repo, store) => ({
    insertMany: async (tenantId, writes) => {
      const answers = await repo.insertMany(tenantId, writes);
      for (const { order } of writes) {
        Object.assign(store.groupOfOrder(order) ?? {}, { nextAttemptAt: order.hold?.nextAttemptAt });
      }
      return answers;
    },
  })),
  broken('forms one group of a tenant', ['group.kinds'], (repo) => ({
    leaseDueGroups: async (options) =>
      (await repo.leaseDueGroups(options)).map((group) => ({ ...group, waitsFor: { kind: 'check' as const } })),
  })),
  broken('hands a group to everybody', ['group.lease', 'group.lease_order'], (repo) => ({
    leaseDueGroups: (options) => repo.leaseDueGroups({ ...options, leaseMs: 0 }),
  })),
  broken('hands out the last group first', ['group.lease_order'], (repo) => ({
    leaseDueGroups: async (options) => [...(await repo.leaseDueGroups(options))].reverse(),
  })),
  broken('lets a zombie postpone', ['group.lease', 'group.postpone', 'wake.beats_postpone'], (repo, store) => ({
    postponeGroup: (group, at) => repo.postponeGroup(current(store, group), at),
  })),
  broken('closes a group in which an order waits', ['group.close'], (_, store) => ({
    closeGroup: async (group) => {
      store.groupOf(group).nextAttemptAt = undefined;
      return 'done';
    },
  })),
  broken('never forgets an attempt', ['group.reopens', 'wake.due', 'wake.beats_postpone'], (repo) => {
    let attempts = 0;
    return {
      postponeGroup: (group, at) => {
        attempts += 1;
        return repo.postponeGroup(group, at);
      },
      wakeGroups: (tenantId, pairs, now) => {
        attempts += 1;
        return repo.wakeGroups(tenantId, pairs, now);
      },
      leaseDueGroups: async (options) => (await repo.leaseDueGroups(options)).map((group) => ({ ...group, attempts })),
    };
  }),
  broken('hands out the youngest order first', ['waiting.order'], (repo) => ({
    waiting: async (group, options) => [...(await repo.waiting(group, options))].reverse(),
  })),
  broken(
    'takes no notice of what may be handed out',
    ['waiting.order', 'waiting.held_before', 'waiting.max_wanted'],
    (repo) => ({ waiting: (group, { limit }) => repo.waiting(group, { limit }) }),
  ),
  broken('leaves a settled order in its group', ['waiting.moves', 'group.close'], (repo, store) => ({
    settleMany: async (writes) => {
      const before = writes.map(({ order }) => documentOf(store, order)?.order);
      const answers = await repo.settleMany(writes);
      for (const order of before) if (order !== undefined) store.groupOfOrder(order)?.put(order);
      return answers;
    },
  })),
  broken('opens a closed group at a restock', ['wake.closed'], (repo, store) => ({
    wakeGroups: (tenantId, pairs, now) => {
      for (const pair of pairs) store.groupOf({ tenantId, waitsFor: { kind: 'stock', ...pair } }).open(now);
      return repo.wakeGroups(tenantId, pairs, now);
    },
  })),
];
