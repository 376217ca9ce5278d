import { type EventAnswer, parseRestock, type RestockFeed, type RestockHandler, type StopSignal } from '@oms/core';
import type { OpenedRestockFeed } from '@oms/core/contract';
import { MemoryRestockFeed, MemoryRestocks, SystemClock } from '@oms/core/memory';
import { type BrokenAdapter, close } from './broken-adapter.js';

interface World {
  readonly restocks: MemoryRestocks;
  /** A sound feed on the data. */
  open(): RestockFeed;
}

const worldOf = (restocks: MemoryRestocks): World => ({
  restocks,
  open: () => new MemoryRestockFeed(new SystemClock(), restocks, { maxTries: 3, retryDelayMs: 5, pollMs: 2 }),
});

type Consume = (world: World, handler: RestockHandler, stop: StopSignal) => Promise<void>;

const openWith = (world: World, consume: Consume): OpenedRestockFeed => {
  const feed = (): RestockFeed => ({ consume: (handler, stop) => consume(world, handler, stop) });
  return {
    subject: feed(),
    again: async () => feed(),
    withinMs: 150,
    send: async (tenantId, body) => world.restocks.send(tenantId, body),
    deadReasons: async () => world.restocks.dead.map(({ reason }) => reason),
    close,
  };
};

const broken = (fault: string, fails: readonly string[], consume: Consume): BrokenAdapter<OpenedRestockFeed> => ({
  fault,
  fails: fails.map((id) => `restock_feed.${id}`),
  harness: { open: async () => openWith(worldOf(new MemoryRestocks()), consume) },
});

const shared = worldOf(new MemoryRestocks());
const sound: Consume = (world, handler, stop) => world.open().consume(handler, stop);
const done: EventAnswer = { answer: 'done' };

export const brokenRestockFeeds: readonly BrokenAdapter<OpenedRestockFeed>[] = [
  {
    fault: 'shares its data with every other subject',
    fails: ['restock_feed.fresh'],
    harness: { open: async () => openWith(shared, sound) },
  },
  broken('makes the ids of items lower case', ['handed'], (world, handler, stop) =>
    world
      .open()
      .consume((messages) => handler(messages.map((one) => ({ ...one, skuId: one.skuId.toLowerCase() }))), stop),
  ),
  broken('takes a failure for an answer', ['throws', 'unanswered'], (world, handler, stop) =>
    world.open().consume((messages) => handler(messages).catch(() => messages.map(() => done)), stop),
  ),
  broken('hands over whatever comes', ['malformed'], (world, handler, stop) => {
    const { send } = world.restocks;
    world.restocks.send = (tenantId, body) => {
      const isSound = parseRestock(tenantId, body) !== undefined;
      send.call(world.restocks, 'tenant-1', isSound ? body : { sku_id: 'sku-any', hub_id: 'hub-1' });
    };
    return sound(world, handler, stop);
  }),
  broken('repeats poison for ever', ['poison'], (world, handler, stop) => {
    const failing: RestockHandler = async (messages) => {
      const answers = await handler(messages);
      if (answers.some(({ answer }) => answer === 'poison')) throw new Error('Again.');
      return answers;
    };
    return sound(world, failing, stop);
  }),
  broken('ends while a call is running', ['stop'], (world, handler, stop) =>
    Promise.race([
      sound(world, handler, stop),
      new Promise<void>((resolve) => stop.addEventListener('abort', () => resolve())),
    ]),
  ),
];
