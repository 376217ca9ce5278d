import { expect, test } from 'vitest';
import { someAtATime } from '../../src/use-cases/some-at-a-time.js';

/** Work that ends when it is told to. */
const gated = () => {
  const gates = new Map<number, PromiseWithResolvers<number>>();
  const work = (item: number): Promise<number> => {
    const gate = Promise.withResolvers<number>();
    gates.set(item, gate);
    return gate.promise;
  };
  return { gates, work };
};

const turn = () => new Promise((resolve) => setImmediate(resolve));

async function* items(count: number): AsyncGenerator<number> {
  for (let item = 1; item <= count; item += 1) yield item;
}

test('so many are worked on at a time, and their results come in the order of the items', async () => {
  const { gates, work } = gated();
  const results: number[] = [];
  const all = (async () => {
    for await (const result of someAtATime({ items: items(3), work, atOnce: 2 })) results.push(result);
  })();
  await turn();
  expect([...gates.keys()]).toEqual([1, 2]);
  gates.get(2)?.resolve(20);
  await turn();
  expect([results, [...gates.keys()]]).toEqual([[], [1, 2]]);
  gates.get(1)?.resolve(10);
  await turn();
  expect([...gates.keys()]).toEqual([1, 2, 3]);
  gates.get(3)?.resolve(30);
  await all;
  expect(results).toEqual([10, 20, 30]);
});

test('when one fails the other is over too before the failure is heard of', async () => {
  const { gates, work } = gated();
  let isOver = false;
  const failure = (async () => {
    for await (const _ of someAtATime({ items: items(3), work, atOnce: 2 }));
  })().catch((error: unknown) => {
    isOver = true;
    return error;
  });
  await turn();
  gates.get(1)?.reject(new Error('no'));
  await turn();
  expect(isOver).toBe(false);
  gates.get(2)?.reject(new Error('nor this'));
  expect(await failure).toEqual(new Error('no'));
  expect([...gates.keys()]).toEqual([1, 2]);
});

test('whoever stops listening leaves no work running', async () => {
  const { gates, work } = gated();
  let isOver = false;
  const listening = (async () => {
    for await (const _ of someAtATime({ items: items(5), work, atOnce: 2 })) break;
    isOver = true;
  })();
  await turn();
  gates.get(1)?.resolve(10);
  await turn();
  expect(isOver).toBe(false);
  gates.get(2)?.resolve(20);
  await listening;
  expect([...gates.keys()]).toEqual([1, 2]);
});
