import type { OrderEventMessage } from '@oms/core';
import { anInsert, eventually, messagesOf, t0 } from '@oms/core/contract';
import type { IHeaders } from 'kafkajs';
import { expect, test } from 'vitest';
import { onServer } from '../../../services/testing/on-server.js';
import { openTopics } from './open-topics.js';
import { subscribed } from './subscribed.js';

const textsOf = (headers: IHeaders = {}) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

onServer('kafka', ({ address }) => {
  test('an event on the wire is a CloudEvent 1.0 in binary mode, and a dead one tells why', async () => {
    const { bus, read } = await openTopics(address);
    const lines = [{ skuId: 'tea', hubId: 'north', quantity: 2, unitPrice: '10.50', currency: 'EUR' }];
    const [created] = messagesOf(anInsert({ tenantId: 'a:b', orderId: 'o:1', lines, attributes: { Note_1: 'as is' } }));
    const event: OrderEventMessage = { ...(created as OrderEventMessage), traceparent };
    await bus.publish([event]);
    const headers = {
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: event.id,
      ce_type: 'order.created',
      ce_source: '/tenants/a%3Ab',
      ce_subject: 'o:1',
      ce_time: new Date(t0).toISOString(),
      'X-Tenant-ID': 'a:b',
      traceparent,
    };
    const [record] = await read('order.created', 1);
    expect(record?.key?.toString()).toBe('["a:b","o:1"]');
    expect(textsOf(record?.headers)).toEqual(headers);
    expect(JSON.parse(String(record?.value))).toMatchObject({
      schema_version: 1,
      tenant_id: 'a:b',
      order_id: 'o:1',
      seller_id: 'seller-1',
      lines: [{ sku_id: 'tea', hub_id: 'north', quantity: 2, unit_price: '10.50', currency: 'EUR' }],
      attributes: { Note_1: 'as is' },
      status: 'on_hold',
      sequence: 1,
      time: new Date(t0).toISOString(),
    });

    subscribed(bus, { answer: () => ({ answer: 'poison', reason: 'of no use' }) });
    await eventually(async () => expect((await bus.listDead(1)).length).toBe(1), { withinMs: 10_000 });
    const [dead] = await read('order.created.dead', 1);
    const { oms_dead_at, ...others } = textsOf(dead?.headers);
    expect(Number(oms_dead_at)).toBeGreaterThan(t0);
    expect(others).toEqual({ ...headers, oms_reason: 'of no use', oms_group: 'g', oms_key: '["a:b","o:1"]' });
    expect(dead?.value).toEqual(record?.value);
  }, 40_000);
});
