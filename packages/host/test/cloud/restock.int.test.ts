import { eventually } from '@oms/core/contract';
import { describe, expect, test } from 'vitest';
import { askApi } from '../ask-api.js';
import { findServers, openCloud } from './cloud.js';

const tea = { skuId: 'tea', hubId: 'north' };

describe('restocks', async () => {
  const { addresses, missing } = await findServers();
  if (missing.length > 0) {
    test.skip(`skipped: ${missing.join('; ')}`, () => {});
    return;
  }

  test('an event on the topic makes the orders due that wait for its item, and what is no event holds nothing up', {
    timeout: 90_000,
  }, async () => {
    const { container, env, start } = await openCloud(addresses, { OMS_RETRY_BASE_MS: '3600000' });
    const { producer } = container.get('kafka');
    const send = (value: string) =>
      producer.send((sending) =>
        sending.send({
          acks: -1,
          topic: `${env.OMS_KAFKA_TOPIC_PREFIX}inventory.restocked`,
          messages: [{ key: 'one partition', value, headers: { 'X-Tenant-ID': 'acme' } }],
        }),
      );
    const deliver = (quantity: number) =>
      container.get('stock').deliver('acme', { sha256: `of ${quantity}` }, [{ ...tea, quantity }]);
    await deliver(0);
    const oms = await start(['start']);
    const line = { sku_id: 'tea', hub_id: 'north', quantity: 2 };
    await askApi(`${oms.api}/orders`, { json: { order_id: 'o-1', seller_id: 's', ...line } });
    const order = async () => (await askApi(`${oms.api}/orders/o-1`)).json;
    await eventually(async () => expect(await order()).toMatchObject({ hold: { code: 'insufficient_stock' } }), {
      withinMs: 20_000,
    });

    await deliver(2);
    await send('no event');
    await send(JSON.stringify({ sku_id: 'tea', hub_id: 'north' }));
    await eventually(async () => expect((await order()).status).toBe('new_order'), { withinMs: 20_000 });
    expect(await container.get('events').listDead(10)).toMatchObject([
      { group: 'restock', reason: 'unknown_schema', body: 'no event' },
    ]);
    expect((await oms.end('SIGTERM')).status).toBe(0);
  });
});
