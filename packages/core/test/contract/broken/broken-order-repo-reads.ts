import type { Order } from '@oms/core';
import type { OpenedOrderRepo } from '@oms/core/contract';
import type { BrokenAdapter } from './broken-adapter.js';
import { broken, documentOf } from './broken-order-repo.js';

export const brokenOrderRepoReads: readonly BrokenAdapter<OpenedOrderRepo>[] = [
  broken('leaves out what it does not find', ['get.aligned'], (repo) => ({
    getMany: async (tenantId, ids) => (await repo.getMany(tenantId, ids)).filter((order) => order !== undefined),
  })),
  broken('ignores the tenant', ['tenants', 'list.tenants'], (repo) => ({
    getMany: (_, ids) => repo.getMany('tenant-1', ids),
    list: (_, filter, page) => repo.list('tenant-1', filter, page),
    count: (_, filter) => repo.count('tenant-1', filter),
  })),
  broken('joins tenant and id by a colon', ['ids.separators'], (_, store) => ({
    getMany: async (tenantId, ids) => {
      const documents = [...store.documents.values()].reverse();
      const joined = (order: Order): string => `${order.tenantId}:${order.orderId}`;
      return ids.map((id) => documents.find(({ order }) => joined(order) === `${tenantId}:${id}`)?.order);
    },
  })),
  broken('hands out its own objects', ['aliasing.out'], (_, store) => ({
    getMany: async (tenantId, ids) => ids.map((orderId) => documentOf(store, { tenantId, orderId })?.order),
  })),
  broken('shows a hold as it was written', ['group.next_attempt_is_read'], (_, store) => ({
    getMany: async (tenantId, ids) =>
      structuredClone(ids.map((orderId) => documentOf(store, { tenantId, orderId })?.order)),
  })),
  broken('lists the oldest first', ['list.order', 'list.pages', 'list.limit'], (repo) => ({
    list: async (tenantId, filter, page) => [...(await repo.list(tenantId, filter, page))].reverse(),
  })),
  broken('pages by the time alone', ['list.pages'], (repo) => ({
    list: (tenantId, filter, { after, limit }) => {
      const page = after === undefined ? { limit } : { after: { ...after, orderId: '' }, limit };
      return repo.list(tenantId, filter, page);
    },
  })),
  broken('lists everything at once', ['list.limit'], (repo) => ({
    list: (tenantId, filter, page) => repo.list(tenantId, filter, { ...page, limit: 200 }),
  })),
  broken('takes no notice of the filter', ['list.filter', 'list.created_range', 'list.same_line', 'count'], (repo) => ({
    list: (tenantId, _, page) => repo.list(tenantId, {}, page),
    count: (tenantId) => repo.count(tenantId, {}),
  })),
  broken('counts codes without orders', ['count'], (repo) => ({
    count: async (tenantId, filter) => {
      const { status, holds } = await repo.count(tenantId, filter);
      return { status, holds: { manual: 0, ...holds } };
    },
  })),
];
