import type { BulkOrder, Oms } from '@oms/core';
import { MemoryClaimLedger } from '@oms/core/memory';
import { Chance } from '../inputs/chance.js';
import { contentsOfIds, knownItems, sellerOf, tenants } from '../inputs/items.js';
import type { CreateOperation, ImportOperation, Operation, OrderCommandName } from '../inputs/operations.js';
import { writeFile } from '../inputs/write-file.js';
import { deductLine } from '../world/deduct-line.js';
import type { Stage, StageInventory } from './stage.js';

/** A use-case, and what has to be there for it to have something to do. */
export interface Scenario {
  readonly useCase: string;
  /** Default: it claims. */
  readonly inventory?: StageInventory;
  readonly before: (stage: Stage) => Promise<void>;
  readonly act: (stage: Stage) => Promise<void>;
}

const tenantId = tenants[0];
const minuteMs = 60_000;
const lines = [
  { skuId: 'apple', hubId: 'hub-1', quantity: 2 },
  { skuId: 'pear', hubId: 'hub-1', quantity: 1 },
];

const delivery = (quantity: number): Operation => ({
  id: `delivery of ${quantity}`,
  kind: 'delivery',
  atMs: 0,
  tenantId,
  lines: knownItems.map((item) => ({ ...item, quantity })),
});

const create = (orderId: string): CreateOperation => {
  const request = { orderId, sellerId: sellerOf(tenantId), lines };
  return {
    id: `create ${orderId}`,
    kind: 'create',
    atMs: 0,
    tenantId,
    request,
    isAcceptable: true,
    isSentTwice: false,
  };
};

const command = (name: OrderCommandName): Operation => ({
  id: name,
  kind: 'command',
  atMs: 0,
  tenantId,
  command: name,
  orderId: 'order-1',
});

/** A file with orders of several lines, a row without an id, refused rows and an unknown item. */
const fileSeed = 354;
const importOf = (id: string): ImportOperation => {
  const chance = new Chance(fileSeed);
  const file = writeFile(chance, { tenantId, name: id, contents: contentsOfIds(chance) });
  return { id, kind: 'import', atMs: 0, tenantId, file, isSentTwice: false };
};

const performAll = async (stage: Stage, ...operations: readonly Operation[]): Promise<void> => {
  for (const operation of operations) await stage.perform(operation);
};

const confirm = (stage: Stage) =>
  stage.client.ask(async (oms) => {
    const { published } = await oms.confirmOrders(tenantId, ['order-1', 'order-2', 'order-3']);
    await published;
  });

const storedImport = (stage: Stage): BulkOrder => {
  const [document] = stage.world.stores.bulkOrders.documents.values();
  if (document === undefined) throw new Error('No bulk order is stored.');
  return document.bulkOrder;
};

/** As the queue does: until the job is done. */
const process = async (stage: Stage): Promise<void> => {
  const { bulkOrderId } = storedImport(stage);
  for (;;) {
    const reply = await stage.client.ask((oms) => oms.processBulkOrder({ tenantId, bulkOrderId }));
    if (reply.kind === 'refused' || reply.value.answer !== 'postpone') return;
    await stage.world.outside.sleep(reply.value.afterMs);
  }
};

/** As a worker's loop does: again, once the leases of a life that ended have run out. */
const twice = async (stage: Stage, pass: (oms: Oms) => Promise<unknown>): Promise<void> => {
  await stage.client.ask(pass);
  await stage.world.outside.sleep(2 * minuteMs);
  await stage.client.ask(pass);
};

/** Something is down for the length of a part. */
const without = async (stage: Stage, port: string, part: () => Promise<unknown>): Promise<void> => {
  stage.world.weather.takeDown(port, Number.MAX_SAFE_INTEGER);
  await part();
  stage.world.weather.takeDown(port, 0);
};

const commandScenario = (name: OrderCommandName, before: Scenario['before']): Scenario => ({
  useCase: `${name} an order`,
  before,
  act: (stage) => stage.perform(command(name)),
});

const heldForStock = async (stage: Stage): Promise<void> => {
  await performAll(stage, create('order-1'), create('order-2'), create('order-3'));
  await confirm(stage);
};

const confirmed = async (stage: Stage): Promise<void> => {
  await performAll(stage, delivery(9), create('order-1'));
  await confirm(stage);
};

/** The answer for the first line of the first order is lost, whether the service has deducted it or not. */
const lostLine = async (stage: Stage, isDeducted: boolean): Promise<void> => {
  await performAll(stage, delivery(9), create('order-1'));
  const { stores, scheduler } = stage.world;
  const [line] = lines as [(typeof lines)[number]];
  const ledger = new MemoryClaimLedger(stores.claims);
  const attempt = { attemptId: 'attempt-1', line, startedAt: scheduler.now, deadlineAt: scheduler.now + minuteMs };
  await ledger.start(tenantId, 'order-1', attempt);
  if (isDeducted) deductLine(stores, tenantId, { orderId: 'order-1', line });
  await ledger.record(tenantId, 'order-1', attempt.attemptId, { outcome: 'unknown', reason: 'Nobody heard it.' });
  await confirm(stage);
};

const resolveScenario = (what: string, isDeducted: boolean): Scenario => ({
  useCase: `resolve an order: ${what}`,
  inventory: 'decrements',
  before: (stage) => lostLine(stage, isDeducted),
  act: (stage) => stage.people.resolveDoubts(),
});

export const scenarios: readonly Scenario[] = [
  {
    useCase: 'create an order',
    before: (stage) => stage.perform(delivery(9)),
    act: (stage) => stage.perform(create('order-1')),
  },
  commandScenario('cancel', confirmed),
  commandScenario('hold', heldForStock),
  commandScenario('unhold', async (stage) => {
    await heldForStock(stage);
    await performAll(stage, command('hold'), delivery(9));
  }),
  commandScenario('retry', async (stage) => {
    await heldForStock(stage);
    await stage.perform(delivery(9));
  }),
  {
    useCase: 'confirm orders',
    before: (stage) => performAll(stage, delivery(4), create('order-1'), create('order-2'), create('order-3')),
    act: async (stage) => {
      await confirm(stage);
    },
  },
  {
    useCase: 'confirm an order, line by line',
    inventory: 'decrements',
    before: (stage) => performAll(stage, delivery(4), create('order-1')),
    act: async (stage) => {
      await confirm(stage);
    },
  },
  resolveScenario('it was deducted', true),
  resolveScenario('it was not deducted', false),
  {
    useCase: 'relay events',
    before: (stage) => without(stage, 'events', () => performAll(stage, create('order-1'), create('order-2'))),
    act: (stage) => twice(stage, (oms) => oms.relayEvents({ withinMs: minuteMs })),
  },
  {
    useCase: 'retry what is due: stock',
    before: async (stage) => {
      await heldForStock(stage);
      await stage.perform(delivery(4));
    },
    act: (stage) => twice(stage, (oms) => oms.retryDue()),
  },
  {
    useCase: 'retry what is due: a release',
    before: async (stage) => {
      await confirmed(stage);
      await without(stage, 'inventory', () => stage.perform(command('cancel')));
      await stage.world.outside.sleep(minuteMs);
    },
    act: (stage) => twice(stage, (oms) => oms.retryDue()),
  },
  {
    useCase: 'restock',
    before: heldForStock,
    act: (stage) => stage.perform(delivery(9)),
  },
  {
    useCase: 'upload and submit a file',
    before: (stage) => stage.perform(delivery(9)),
    act: (stage) => stage.perform(importOf('import-1')),
  },
  {
    useCase: 'process a bulk order',
    before: (stage) => performAll(stage, delivery(9), importOf('import-1')),
    act: process,
  },
  {
    useCase: 'cancel a bulk order',
    before: (stage) => stage.perform(importOf('import-1')),
    act: (stage) => stage.perform({ id: 'cancel', kind: 'cancel_import', atMs: 0, tenantId, importId: 'import-1' }),
  },
  {
    useCase: 'sweep bulk orders',
    before: (stage) => without(stage, 'jobs', () => stage.perform(importOf('import-1'))),
    act: async (stage) => {
      await stage.client.ask((oms) => oms.sweepBulkOrders());
    },
  },
];
