import { expect, test } from 'vitest';
import { type ClaimAnswer, createOrders, type InventoryGateway, type StockClaim } from '../../src/index.js';
import {
  ManualClock,
  MemoryInventoryGateway,
  MemoryOrderEventBus,
  MemoryOrderRepo,
  MemoryOrderStore,
  SeededIds,
} from '../../src/memory/index.js';

const tenants = ['t-1', 't-2'];
const probeEveryMs = 30_000;
const lost: ClaimAnswer = { answer: 'unknown_outcome', reason: 'It did not answer.' };

type Answers = readonly ClaimAnswer[] | undefined;

interface Asked {
  readonly worker: number;
  readonly tenantId: string;
  readonly claims: readonly StockClaim[];
}

/** Workers on one store and one inventory, which answers as `answer` says, and really when that says nothing. */
const openWorkers = (count: number, { supports }: Partial<Pick<InventoryGateway, 'supports'>> = {}) => {
  const clock = new ManualClock();
  const store = new MemoryOrderStore();
  const stock = new MemoryInventoryGateway();
  const asked: Asked[] = [];
  const state: { answer?: (asked: Asked) => Promise<Answers> | Answers } = {};
  const workers = Array.from({ length: count }, (_, worker) =>
    createOrders({
      orders: new MemoryOrderRepo(store),
      events: new MemoryOrderEventBus(clock),
      inventory: {
        supports: supports ?? stock.supports,
        check: (...given) => stock.check(...given),
        release: (...given) => stock.release(...given),
        claim: async (tenantId, claims) => {
          const call = { worker, tenantId, claims };
          asked.push(call);
          return (await state.answer?.(call)) ?? stock.claim(tenantId, claims);
        },
      },
      clock,
      ids: new SeededIds(worker + 1),
      policy: { probeEveryMs, stockRetry: { baseMs: 120_000, capMs: 120_000 } },
    }),
  );
  const [first] = workers as [(typeof workers)[number]];
  const create = async (tenantId: string, orderId: string, wanted: { skuId: string; quantity: number }) => {
    const context = { tenantId, actor: 'ann', requestId: 'r' };
    await first.createOrder(context, { orderId, sellerId: 's', lines: [{ hubId: 'h', ...wanted }] });
    await first.confirmOrders(tenantId, [orderId]);
    clock.advance(1);
  };
  const deliver = (tenantId: string, skuId: string, quantity: number) =>
    stock.deliver(tenantId, `${skuId} ${quantity} ${clock.now()}`, [{ skuId, hubId: 'h', quantity }]);
  const statusOf = async (tenantId: string, orderId: string) =>
    (await first.getOrder({ tenantId, actor: 'ann', requestId: 'r' }, { orderId })).status;
  return { workers, first, clock, stock, asked, state, create, deliver, statusOf };
};

const idsOf = ({ claims }: Asked) => claims.map(({ orderId }) => orderId);

test('while answers are lost every worker asks once an interval, whatever waits: groups, tenants, orders', async () => {
  const { workers, clock, asked, state, create, deliver } = openWorkers(2);
  for (const tenantId of tenants) {
    for (const skuId of ['a', 'b', 'c']) {
      await deliver(tenantId, skuId, 0);
      for (let n = 0; n < 20; n += 1) await create(tenantId, `${skuId}-${n}`, { skuId, quantity: 1 });
    }
  }
  state.answer = ({ claims }) => claims.map(() => lost);
  asked.length = 0;
  clock.advance(600_000);
  const stop = new AbortController();
  const running = workers.map(({ workers: { retry } }) => retry.run(stop.signal));
  const intervals = 10;
  for (let n = 0; n < intervals; n += 1) {
    await settled();
    expect([0, 1].map((worker) => asked.filter((call) => call.worker === worker).length)).toEqual([n + 1, n + 1]);
    clock.advance(probeEveryMs);
  }
  expect(asked.every(({ claims }) => claims.length === 1)).toBe(true);
  stop.abort();
  await Promise.all(running);
});

test('an outage in the middle of a turn ends it, and what it had is left to the interval', async () => {
  const { first, clock, asked, state, create, deliver } = openWorkers(1);
  await deliver('t-1', 'a', 0);
  for (let n = 0; n < 40; n += 1) await create('t-1', `a-${n}`, { skuId: 'a', quantity: 1 });
  await deliver('t-1', 'a', 100);
  clock.advance(600_000);
  asked.length = 0;
  state.answer = ({ claims }) =>
    asked.length < 3
      ? undefined
      : claims.map(() => ({ answer: 'not_attempted', retryAfterMs: 1_000, reason: 'It is down.' }));
  expect(await first.retryDue()).toEqual({ count: 1, pauseMs: probeEveryMs });
  expect(asked.map(({ claims }) => claims.length)).toEqual([1, 2, 4]);
});

test('an order for which no answer ever comes keeps no other of its group from its turn', async () => {
  const { first, clock, state, create, deliver, statusOf } = openWorkers(1);
  await deliver('t-1', 'a', 100);
  state.answer = ({ claims }) => claims.map(() => lost);
  for (let n = 0; n < 12; n += 1) await create('t-1', `a-${n}`, { skuId: 'a', quantity: 1 });
  state.answer = ({ claims }) => (claims.some(({ orderId }) => orderId === 'a-0') ? claims.map(() => lost) : undefined);
  for (let n = 0; n < 8; n += 1) {
    clock.advance(probeEveryMs);
    await first.retryDue();
  }
  const others = await Promise.all(Array.from({ length: 11 }, (_, n) => statusOf('t-1', `a-${n + 1}`)));
  expect(new Set(others)).toEqual(new Set(['new_order']));
  expect(await statusOf('t-1', 'a-0')).toBe('on_hold');
});

test('of an inventory that cannot be asked again one order an interval is left to a person, not its group', async () => {
  const { first, clock, asked, state, create, deliver } = openWorkers(1, {
    supports: { atomicClaim: false, release: false },
  });
  await deliver('t-1', 'a', 0);
  for (let n = 0; n < 20; n += 1) await create('t-1', `a-${n}`, { skuId: 'a', quantity: 1 });
  clock.advance(600_000);
  asked.length = 0;
  state.answer = ({ claims }) => claims.map(() => lost);
  await first.retryDue();
  expect(asked.map(idsOf)).toEqual([['a-0']]);
  const { holds } = await first.countOrders({ tenantId: 't-1', actor: 'ann', requestId: 'r' });
  expect(holds).toMatchObject({ claim_unknown: 1, insufficient_stock: 19 });
});

test('eight workers share the groups: each is worked by one of them, and nothing is asked for twice', async () => {
  const { workers, clock, asked, create, deliver } = openWorkers(8);
  const skus = Array.from({ length: 40 }, (_, n) => `s-${n}`);
  for (const skuId of skus) {
    await deliver('t-1', skuId, 0);
    for (let n = 0; n < 3; n += 1) await create('t-1', `${skuId}-${n}`, { skuId, quantity: 1 });
    await deliver('t-1', skuId, 3);
  }
  clock.advance(600_000);
  asked.length = 0;
  await Promise.all(workers.map((worker) => worker.retryDue()));
  for (const skuId of skus) {
    const calls = asked.filter((call) => idsOf(call).some((orderId) => orderId.startsWith(`${skuId}-`)));
    expect([new Set(calls.map(({ worker }) => worker)).size, calls.map(({ claims }) => claims.length)]).toEqual([
      1,
      [1, 2],
    ]);
  }
  expect(new Set(asked.map(({ worker }) => worker)).size).toBe(8);
});

test('a lease holds while other groups have their turn', async () => {
  const { workers, clock, asked, state, create, deliver } = openWorkers(2);
  for (let sku = 0; sku < 10; sku += 1) {
    await deliver('t-1', `s-${sku}`, 0);
    for (let n = 0; n < 8; n += 1) await create('t-1', `s-${sku}-${n}`, { skuId: `s-${sku}`, quantity: 1 });
    await deliver('t-1', `s-${sku}`, 8);
  }
  clock.advance(600_000);
  asked.length = 0;
  // Ten groups of three calls each take 300 s, and a lease 60 s.
  state.answer = () => {
    clock.advance(10_000);
    return undefined;
  };
  await Promise.all(workers.map((worker) => worker.retryDue()));
  const orders = asked.flatMap(idsOf);
  expect([orders.length, new Set(orders).size]).toEqual([80, 80]);
});

test('a long turn ends before its lease does, so that nobody asks beside it', async () => {
  const { workers, first, clock, asked, state, create, deliver } = openWorkers(2);
  await deliver('t-1', 'a', 0);
  for (let n = 0; n < 8; n += 1) await create('t-1', `a-${n}`, { skuId: 'a', quantity: 1 });
  await deliver('t-1', 'a', 8);
  clock.advance(600_000);
  asked.length = 0;
  state.answer = async ({ worker }) => {
    clock.advance(40_000);
    if (worker === 0) await workers[1]?.retryDue();
    return undefined;
  };
  await first.retryDue();
  expect(asked.flatMap(idsOf).sort()).toEqual(Array.from({ length: 8 }, (_, n) => `a-${n}`));
});

test('a delivery that comes while a turn ends goes to who waits longest', async () => {
  const { first, clock, asked, state, create, deliver, statusOf } = openWorkers(1);
  await deliver('t-1', 'a', 0);
  for (let n = 0; n < 6; n += 1) await create('t-1', `a-${n}`, { skuId: 'a', quantity: 5 });
  clock.advance(600_000);
  asked.length = 0;
  state.answer = async ({ claims }) => {
    if (claims.length > 1) await deliver('t-1', 'a', 12);
    return undefined;
  };
  await first.retryDue();
  const statuses = await Promise.all(Array.from({ length: 6 }, (_, n) => statusOf('t-1', `a-${n}`)));
  expect(statuses).toEqual(['new_order', 'new_order', 'on_hold', 'on_hold', 'on_hold', 'on_hold']);
});

test('of an inventory that cannot be asked again no more is asked once one answer is lost, whatever it answered before', async () => {
  const { first, clock, asked, state, create, deliver } = openWorkers(1, {
    supports: { atomicClaim: false, release: false },
  });
  await deliver('t-1', 'a', 0);
  for (let n = 0; n < 20; n += 1) await create('t-1', `a-${n}`, { skuId: 'a', quantity: 1 });
  await deliver('t-1', 'a', 20);
  clock.advance(600_000);
  asked.length = 0;
  state.answer = ({ claims }) => (asked.length === 1 ? undefined : claims.map(() => lost));
  expect(await first.retryDue()).toEqual({ count: 1, pauseMs: probeEveryMs });
  expect(asked.map(idsOf)).toEqual([['a-0'], ['a-1', 'a-2']]);
});

test('an inventory that cannot be asked twice is not asked for what it is known to lack', async () => {
  const { first, clock, asked, create, deliver } = openWorkers(1, { supports: { atomicClaim: false, release: false } });
  await deliver('t-1', 'a', 0);
  for (let n = 0; n < 6; n += 1) await create('t-1', `a-${n}`, { skuId: 'a', quantity: 5 });
  clock.advance(600_000);
  asked.length = 0;
  await first.retryDue();
  expect(asked.map(idsOf)).toEqual([['a-0']]);
});

/** Everything that waits for nothing but promises has had its turn. */
const settled = async (): Promise<void> => {
  for (let n = 0; n < 2_000; n += 1) await Promise.resolve();
};
