import { type OrderWrite, orderKey } from '@oms/core';
import type { OpenedOrderRepo } from '@oms/core/contract';
import { type BrokenAdapter, pause } from './broken-adapter.js';
import { broken, documentOf } from './broken-order-repo.js';

const without = (write: OrderWrite, field: 'attributes' | 'idempotencyKey'): OrderWrite => {
  const { [field]: _, ...order } = write.order;
  return { ...write, order };
};

export const brokenOrderRepoWrites: readonly BrokenAdapter<OpenedOrderRepo>[] = [
  broken('loses the attributes', ['insert.created'], (repo) => ({
    insertMany: (tenantId, writes) =>
      repo.insertMany(
        tenantId,
        writes.map((write) => without(write, 'attributes')),
      ),
  })),
  broken('sorts its answers', ['insert.aligned'], (repo) => ({
    insertMany: async (tenantId, writes) =>
      [...(await repo.insertMany(tenantId, writes))].sort((a, b) => (a.order.orderId < b.order.orderId ? -1 : 1)),
  })),
  broken('answers with the order as sent', ['insert.unchanged', 'insert.conflict_on_order_id'], (repo) => ({
    insertMany: async (tenantId, writes) =>
      (await repo.insertMany(tenantId, writes)).map((answer, n) => ({
        ...answer,
        order: (writes[n] as OrderWrite).order,
      })),
  })),
  broken(
    'takes no notice of idempotency keys',
    ['insert.conflict_on_key', 'insert.twice_in_a_call', 'insert.concurrent_keys'],
    (repo) => ({
      insertMany: (tenantId, writes) =>
        repo.insertMany(
          tenantId,
          writes.map((write) => without(write, 'idempotencyKey')),
        ),
    }),
  ),
  broken('writes an event whenever an order is sent', ['insert.writes_nothing_twice'], (repo, store) => ({
    insertMany: async (tenantId, writes) => {
      const answers = await repo.insertMany(tenantId, writes);
      for (const [n, { answer, order }] of answers.entries()) {
        if (answer === 'unchanged') documentOf(store, order)?.outbox.push(...(writes[n] as OrderWrite).events);
      }
      return answers;
    },
  })),
  broken('checks before it writes', ['insert.concurrent', 'insert.concurrent_instances'], (repo, store) => ({
    insertMany: async (tenantId, writes) => {
      const found = await repo.getMany(
        tenantId,
        writes.map(({ order }) => order.orderId),
      );
      await pause();
      for (const [n, { order }] of writes.entries()) {
        if (found[n] === undefined) store.documents.delete(orderKey(tenantId, order.orderId));
      }
      return repo.insertMany(tenantId, writes);
    },
  })),
  broken("keeps the caller's objects", ['aliasing.in'], (repo, store) => ({
    insertMany: async (tenantId, writes) => {
      const answers = await repo.insertMany(tenantId, writes);
      for (const { order } of writes) Object.assign(documentOf(store, order) ?? {}, { order });
      return answers;
    },
  })),
  broken('acknowledges without writing', ['settle.done', 'settle.lost', 'settle.aligned'], () => ({
    settleMany: async (writes) => writes.map(() => 'done' as const),
  })),
  broken('lets the last settlement win', ['settle.lost', 'settle.concurrent'], (repo, store) => ({
    settleMany: (writes) => {
      for (const { order } of writes) {
        const document = documentOf(store, order);
        if (document !== undefined) document.order = { ...document.order, version: order.version - 1 };
      }
      return repo.settleMany(writes);
    },
  })),
  broken('lets a settlement change the content', ['settle.content'], (repo, store) => ({
    settleMany: async (writes) => {
      const answers = await repo.settleMany(writes);
      for (const { order } of writes) Object.assign(documentOf(store, order) ?? {}, { order });
      return answers;
    },
  })),
  broken('replaces the outbox', ['settle.appends', 'outbox.sequence'], (repo, store) => ({
    settleMany: async (writes) => {
      const answers = await repo.settleMany(writes);
      for (const { order, events } of writes) Object.assign(documentOf(store, order) ?? {}, { outbox: [...events] });
      return answers;
    },
  })),
  broken('keeps events that are known to be published', ['settle.takes_out'], (repo) => ({
    settleMany: (writes) => repo.settleMany(writes.map(({ areEarlierPublished: _, ...write }) => write)),
  })),
  broken('keeps the time of the events that it takes out', ['settle.takes_out_due'], (repo, store) => ({
    settleMany: (writes) =>
      repo.settleMany(
        writes.map((write) => ({ ...write, relayAt: documentOf(store, write.order)?.relayAt ?? write.relayAt })),
      ),
  })),
  broken('takes events out for a settlement that is lost', ['settle.takes_out_lost'], (repo, store) => ({
    settleMany: async (writes) => {
      const answers = await repo.settleMany(writes);
      for (const { order, events, areEarlierPublished } of writes) {
        if (areEarlierPublished === true) Object.assign(documentOf(store, order) ?? {}, { outbox: [...events] });
      }
      return answers;
    },
  })),
];
