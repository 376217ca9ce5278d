import type { BulkOrder, BulkOrderLease, BulkOrderRepo, Finish } from '@oms/core';
import { orderKey } from '@oms/core';
import type { OpenedBulkOrderRepo } from '@oms/core/contract';
import { MemoryBulkOrderRepo, MemoryBulkOrderStore } from '@oms/core/memory';
import { type BrokenAdapter, close, driverError, pause, withFaults } from './broken-adapter.js';

type Break = (repo: BulkOrderRepo, store: MemoryBulkOrderStore) => Partial<BulkOrderRepo>;

const open = (store: MemoryBulkOrderStore, faults: Break): BulkOrderRepo => {
  const repo = new MemoryBulkOrderRepo(store);
  return withFaults<BulkOrderRepo>(repo, faults(repo, store));
};

const broken = (fault: string, fails: readonly string[], faults: Break): BrokenAdapter<OpenedBulkOrderRepo> => ({
  fault,
  fails: fails.map((id) => `bulk_order_repo.${id}`),
  harness: {
    async open() {
      const store = new MemoryBulkOrderStore();
      return { subject: open(store, faults), again: async () => open(store, faults), close };
    },
  },
});

const shared = new MemoryBulkOrderStore();

const ofData: readonly BrokenAdapter<OpenedBulkOrderRepo>[] = [
  {
    fault: 'shares its data with every other subject',
    fails: ['bulk_order_repo.fresh'],
    harness: { open: async () => ({ subject: new MemoryBulkOrderRepo(shared), close }) },
  },
  {
    fault: 'keeps its data for itself',
    fails: ['bulk_order_repo.again'],
    harness: {
      open: async () => ({ subject: new MemoryBulkOrderRepo(), again: async () => new MemoryBulkOrderRepo(), close }),
    },
  },
  {
    fault: "leaks its driver's errors",
    fails: ['bulk_order_repo.unavailable'],
    harness: {
      async open() {
        const faults: Partial<BulkOrderRepo> = {};
        const subject = withFaults<BulkOrderRepo>(new MemoryBulkOrderRepo(), faults);
        return { subject, outage: async () => void Object.assign(faults, { get: driverError }), close };
      },
    },
  },
];

const documentOf = (
  store: MemoryBulkOrderStore,
  { tenantId, bulkOrderId }: Pick<BulkOrder, 'tenantId' | 'bulkOrderId'>,
) => store.documents.get(orderKey(tenantId, bulkOrderId));

const current = (store: MemoryBulkOrderStore, lease: BulkOrderLease): BulkOrderLease => ({
  ...lease,
  fence: documentOf(store, lease)?.fence ?? 0,
});

const ofSubmission: readonly BrokenAdapter<OpenedBulkOrderRepo>[] = [
  broken('loses the reference', ['create', 'identity'], (repo) => ({
    createOrContinue: ({ reference: _, ...bulkOrder }) => repo.createOrContinue(bulkOrder),
  })),
  broken('stores whatever is submitted', ['continue', 'create.concurrent'], (repo) => ({
    createOrContinue: (bulkOrder) => repo.createOrContinue({ ...bulkOrder, reference: bulkOrder.bulkOrderId }),
  })),
  broken('continues what is finished', ['continue.finished'], (repo) => ({
    async createOrContinue(bulkOrder) {
      const [stored] = await repo.list('tenant-1', { limit: 1 });
      return stored === undefined ? repo.createOrContinue(bulkOrder) : { answer: 'continued', bulkOrder: stored };
    },
  })),
  broken('checks before it writes', ['create.concurrent'], (repo) => ({
    async createOrContinue(bulkOrder) {
      const [stored] = await repo.list('tenant-1', { limit: 1 });
      await pause();
      if (stored !== undefined) return { answer: 'continued', bulkOrder: stored };
      return repo.createOrContinue({ ...bulkOrder, reference: bulkOrder.bulkOrderId });
    },
  })),
  broken('ignores the tenant', ['tenants'], (repo) => ({ get: (_, id) => repo.get('tenant-1', id) })),
  broken("keeps the caller's objects", ['aliasing'], (repo, store) => ({
    async createOrContinue(bulkOrder) {
      const answer = await repo.createOrContinue(bulkOrder);
      Object.assign(documentOf(store, bulkOrder) ?? {}, { bulkOrder });
      return answer;
    },
  })),
  broken('lists the oldest first', ['list', 'list.state'], (repo) => ({
    list: async (tenantId, { limit }) => [...(await repo.list(tenantId, { limit }))].reverse(),
  })),
  broken('queues what is running', ['mark_queued'], (_, store) => ({
    async markQueued(tenantId, bulkOrderId) {
      const document = documentOf(store, { tenantId, bulkOrderId });
      if (document !== undefined) document.bulkOrder = { ...document.bulkOrder, state: 'queued' };
    },
  })),
];

const ofWork: readonly BrokenAdapter<OpenedBulkOrderRepo>[] = [
  broken('keeps the state of what is taken over', ['take_over', 'take_over.held'], (repo, store) => ({
    async takeOver(tenantId, bulkOrderId, { now }) {
      const before = documentOf(store, { tenantId, bulkOrderId })?.bulkOrder;
      const answer = await repo.takeOver(tenantId, bulkOrderId, { now, leaseMs: 0 });
      Object.assign(documentOf(store, { tenantId, bulkOrderId }) ?? {}, { bulkOrder: before, leasedUntil: Infinity });
      return answer;
    },
  })),
  broken('takes over what is held', ['take_over.held', 'take_over.concurrent'], (repo) => ({
    takeOver: (tenantId, bulkOrderId, { now }) => repo.takeOver(tenantId, bulkOrderId, { now, leaseMs: 0 }),
  })),
  broken('takes over what is finished', ['take_over.finished'], (repo, store) => ({
    takeOver(tenantId, bulkOrderId, options) {
      const document = documentOf(store, { tenantId, bulkOrderId });
      if (document !== undefined) document.bulkOrder = { ...document.bulkOrder, state: 'queued' };
      return repo.takeOver(tenantId, bulkOrderId, options);
    },
  })),
  broken('writes progress without its rejections', ['checkpoint', 'rejections.pages'], (repo) => ({
    checkpoint: (lease, checkpoint) => repo.checkpoint(lease, { ...checkpoint, rejections: [] }),
  })),
  broken('forgets attempts at every checkpoint', ['checkpoint.attempts'], (repo, store) => ({
    async checkpoint(lease, checkpoint) {
      const answer = await repo.checkpoint(lease, checkpoint);
      const document = documentOf(store, lease);
      if (document !== undefined) document.bulkOrder = { ...document.bulkOrder, attempts: 0 };
      return answer;
    },
  })),
  broken('keeps the last rejection of a row', ['rejections.once'], (repo, store) => ({
    checkpoint(lease, checkpoint) {
      for (const { row } of checkpoint.rejections) documentOf(store, lease)?.rejections.delete(row);
      return repo.checkpoint(lease, checkpoint);
    },
  })),
  broken('lets a zombie checkpoint', ['zombie.checkpoint', 'hand_back', 'finish', 'cancel'], (repo, store) => ({
    checkpoint: (lease, checkpoint) => repo.checkpoint(current(store, lease), checkpoint),
  })),
  broken('lets a zombie end the work', ['zombie.end', 'cancel'], (repo, store) => ({
    handBack: (lease, handBack) => repo.handBack(current(store, lease), handBack),
    finish: (lease, finish) => repo.finish(current(store, lease), finish),
  })),
  broken('leaves what is handed back to the sweepers at once', ['hand_back.until'], (repo) => ({
    handBack: (lease, handBack) => repo.handBack(lease, { ...handBack, until: handBack.now }),
  })),
  broken('forgets why the work waits', ['hand_back'], (repo) => ({
    handBack: (lease, { waitsFor: _, ...handBack }) => repo.handBack(lease, handBack),
  })),
  broken('forgets the report and the failure', ['finish'], (repo) => ({
    finish: (lease, { state, now }: Finish) => repo.finish(lease, { state, now }),
  })),
  broken('leaves the lease of what is cancelled', ['cancel'], (repo, store) => ({
    async cancel(tenantId, bulkOrderId, now) {
      const cancelled = await repo.cancel(tenantId, bulkOrderId, now);
      const document = documentOf(store, { tenantId, bulkOrderId });
      if (document !== undefined) document.fence -= 1;
      return cancelled;
    },
  })),
  broken('cancels what is finished', ['cancel.finished'], (repo, store) => ({
    cancel(tenantId, bulkOrderId, now) {
      const document = documentOf(store, { tenantId, bulkOrderId });
      if (document !== undefined) document.bulkOrder = { ...document.bulkOrder, state: 'running' };
      return repo.cancel(tenantId, bulkOrderId, now);
    },
  })),
  broken('sweeps up what is leased', ['abandoned', 'hand_back.until'], (repo) => ({
    listAbandoned: ({ limit }) => repo.listAbandoned({ now: Number.MAX_SAFE_INTEGER, limit }),
  })),
];

export const brokenBulkOrderRepos = [...ofData, ...ofSubmission, ...ofWork];
