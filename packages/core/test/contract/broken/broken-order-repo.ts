import type { Order, OrderRepo } from '@oms/core';
import { orderKey } from '@oms/core';
import type { Harness, OpenedOrderRepo } from '@oms/core/contract';
import { MemoryOrderRepo, MemoryOrderStore } from '@oms/core/memory';
import { type BrokenAdapter, close, driverError, withFaults } from './broken-adapter.js';

type Break = (repo: OrderRepo, store: MemoryOrderStore) => Partial<OrderRepo>;

const open = (store: MemoryOrderStore, faults: Break): OrderRepo => {
  const repo = new MemoryOrderRepo(store);
  return withFaults<OrderRepo>(repo, faults(repo, store));
};

/** A memory repo with faults; its second instance has them too. */
export const broken = (fault: string, fails: readonly string[], faults: Break): BrokenAdapter<OpenedOrderRepo> => ({
  fault,
  fails: fails.map((id) => `order_repo.${id}`),
  harness: {
    async open() {
      const store = new MemoryOrderStore();
      return { subject: open(store, faults), again: async () => open(store, faults), close };
    },
  },
});

const sound: Break = () => ({});
const shared = new MemoryOrderStore();

const sharing: Harness<OpenedOrderRepo> = { open: async () => ({ subject: open(shared, sound), close }) };
const forgetful: Harness<OpenedOrderRepo> = {
  open: async () => ({
    subject: open(new MemoryOrderStore(), sound),
    again: async () => open(new MemoryOrderStore(), sound),
    close,
  }),
};
const leaking: Harness<OpenedOrderRepo> = {
  async open() {
    const faults: Partial<OrderRepo> = {};
    const subject = withFaults<OrderRepo>(new MemoryOrderRepo(), faults);
    return {
      subject,
      outage: async () => void Object.assign(faults, { getMany: driverError, insertMany: driverError }),
      close,
    };
  },
};

/** The document behind the repo's back. */
export const documentOf = (store: MemoryOrderStore, { tenantId, orderId }: Pick<Order, 'tenantId' | 'orderId'>) =>
  store.documents.get(orderKey(tenantId, orderId));

/** Faults of a harness's data as a whole. */
export const brokenOrderRepoData: readonly BrokenAdapter<OpenedOrderRepo>[] = [
  { fault: 'shares its data with every other subject', fails: ['order_repo.fresh'], harness: sharing },
  {
    fault: 'keeps its data for itself',
    fails: ['order_repo.again', 'order_repo.group.again', 'order_repo.insert.concurrent_instances'],
    harness: forgetful,
  },
  { fault: "leaks its driver's errors", fails: ['order_repo.unavailable'], harness: leaking },
];
