import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import type { Contract } from './contract.js';
import { onSubject, onTwoInstances, onTwoSubjects } from './contract-case.js';
import { eventually, throughout } from './eventually.js';
import { gate } from './gate.js';
import { done } from './order-event-bus-opened.js';
import { consume, type OpenedRestockFeed } from './restock-feed-opened.js';

const promises = onSubject<OpenedRestockFeed>;
const item = (n: number | string) => ({ sku_id: `sku-${n}`, hub_id: 'hub-1' });
const skusOf = (seen: readonly { readonly skuId: string }[]): readonly string[] => [
  ...new Set(seen.map(({ skuId }) => skuId)),
];

/** Every promise of RestockFeed. */
export const restockFeedContract: Contract<OpenedRestockFeed> = {
  port: 'RestockFeed',
  cases: [
    onTwoSubjects<OpenedRestockFeed>(
      { id: 'restock_feed.fresh', promise: 'Two fresh subjects share nothing.' },
      async ({ send, withinMs }, fresh) => {
        await send('tenant-1', item(1));
        const own = consume(fresh.subject);
        await throughout(() => strictEqual(own.seen.length, 0), { forMs: withinMs });
        await own.end();
      },
    ),
    promises(
      { id: 'restock_feed.handed', promise: 'A message is handed over with its tenant and item, byte for byte.' },
      async ({ subject, send, withinMs }) => {
        const own = consume(subject);
        await send('tenant-1', { sku_id: 'a:B', hub_id: 'hub.1' });
        await send('tenant-2', { sku_id: 7, hub_id: 8 });
        await eventually(() => strictEqual(own.seen.length, 2), { withinMs });
        await own.end();
        const byTenant = [...own.seen].sort((a, b) => (a.tenantId < b.tenantId ? -1 : 1));
        deepStrictEqual(byTenant, [
          { tenantId: 'tenant-1', skuId: 'a:B', hubId: 'hub.1' },
          { tenantId: 'tenant-2', skuId: '7', hubId: '8' },
        ]);
      },
    ),
    promises(
      { id: 'restock_feed.throws', promise: 'A handler that throws is called again with the same messages.' },
      async ({ subject, send, withinMs }) => {
        let isBroken = true;
        const own = consume(subject, () => {
          if (isBroken) throw new Error('The store is down.');
          return done;
        });
        await send('tenant-1', item(1));
        await eventually(() => ok(own.seen.length > 1), { withinMs });
        isBroken = false;
        const { length } = own.seen;
        await eventually(() => ok(own.seen.length > length), { withinMs });
        await own.end();
        deepStrictEqual(skusOf(own.seen), ['sku-1']);
      },
    ),
    onTwoInstances<OpenedRestockFeed>(
      {
        id: 'restock_feed.unanswered',
        promise: 'What nobody has answered for comes to the next consumer; what was answered for does not.',
      },
      async (one, other, { send, withinMs }) => {
        const first = consume(one, ({ skuId }) => {
          if (skuId === 'sku-2') throw new Error('The store is down.');
          return done;
        });
        await send('tenant-1', item(1));
        await eventually(() => deepStrictEqual(skusOf(first.seen), ['sku-1']), { withinMs });
        await send('tenant-1', item(2));
        await eventually(() => deepStrictEqual(skusOf(first.seen), ['sku-1', 'sku-2']), { withinMs });
        await first.end();
        const second = consume(other);
        await eventually(() => deepStrictEqual(skusOf(second.seen), ['sku-2']), { withinMs });
        await throughout(() => deepStrictEqual(skusOf(second.seen), ['sku-2']), { forMs: withinMs / 4 });
        await second.end();
      },
    ),
    promises(
      {
        id: 'restock_feed.malformed',
        promise: 'What is no message is dead-lettered with a reason, is handed to nobody, and holds nothing up.',
      },
      async ({ subject, send, deadReasons, withinMs }) => {
        const own = consume(subject);
        const bodies = [
          'no object',
          { sku_id: 'sku-1' },
          { sku_id: 'sku-1', hub_id: '' },
          { sku_id: 1.5, hub_id: 'h' },
        ];
        for (const body of bodies) await send('tenant-1', body);
        await send('', item(1));
        await send('tenant-1', item('behind'));
        await eventually(() => deepStrictEqual(skusOf(own.seen), ['sku-behind']), { withinMs });
        await eventually(async () => strictEqual((await deadReasons()).length, bodies.length + 1), { withinMs });
        await own.end();
        ok((await deadReasons()).every((reason) => reason !== ''));
        deepStrictEqual(skusOf(own.seen), ['sku-behind']);
      },
    ),
    promises(
      {
        id: 'restock_feed.poison',
        promise:
          'What the handler calls poison again and again is dead-lettered with its reason, and holds nothing up.',
      },
      async ({ subject, send, deadReasons, withinMs }) => {
        const own = consume(subject, ({ skuId }) =>
          skuId === 'sku-bad' ? { answer: 'poison', reason: 'nobody can handle it' } : done,
        );
        await send('tenant-1', item('bad'));
        await send('tenant-1', item('behind'));
        await eventually(() => ok(skusOf(own.seen).includes('sku-behind')), { withinMs: 2 * withinMs });
        await eventually(async () => deepStrictEqual(await deadReasons(), ['nobody can handle it']), { withinMs });
        await own.end();
      },
    ),
    promises(
      {
        id: 'restock_feed.stop',
        promise: 'Once `stop` is aborted the running call is finished, and `consume` resolves after it.',
      },
      async ({ subject, send, withinMs }) => {
        const held = gate();
        const own = consume(subject, async () => {
          await held.opened;
          return done;
        });
        await send('tenant-1', item(1));
        await eventually(() => strictEqual(own.seen.length, 1), { withinMs });
        let hasEnded = false;
        const ending = own.end().then(() => {
          hasEnded = true;
        });
        await throughout(() => ok(!hasEnded), { forMs: 30 });
        held.open();
        await ending;
        strictEqual(own.seen.length, 1);
      },
    ),
  ],
};
