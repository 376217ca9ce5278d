import { eventually } from '@oms/core/contract';
import { expect, test } from 'vitest';
import { SharedProducer } from '../src/shared-producer.js';

/** A broker whose producers get stuck as those of the client were seen to. */
const fragileBroker = async () => {
  const state = { isThere: true, isStuck: false, opened: 0, closed: 0 };
  const shared = await SharedProducer.connect(() => {
    state.opened += 1;
    const own = { isStuck: false };
    const send = async () => {
      own.isStuck ||= state.isStuck;
      if (own.isStuck) throw new Error('Broker not connected');
      if (!state.isThere) throw new Error('no broker');
      return [];
    };
    const connect = async () => {
      if (!state.isThere) throw new Error('no broker');
    };
    const disconnect = async () => {
      state.closed += 1;
    };
    return { send, sendBatch: send, connect, disconnect };
  });
  const trySend = () =>
    shared
      .send((producer) => producer.send({ topic: 't', messages: [] }))
      .then(
        () => 'sent',
        (error: Error) => error.message,
      );
  return { state, shared, trySend };
};

test('a producer that is stuck is followed by a new one, once for all who meet it', async () => {
  const { state, trySend } = await fragileBroker();
  state.isStuck = true;
  expect(new Set(await Promise.all([trySend(), trySend(), trySend()]))).toEqual(new Set(['Broker not connected']));
  state.isStuck = false;
  await eventually(async () => expect(await trySend()).toBe('sent'), { withinMs: 1_000 });
  expect(state).toMatchObject({ opened: 2, closed: 1 });
});

test('a producer that could not be followed yet is so when the broker is back', async () => {
  const { state, trySend } = await fragileBroker();
  Object.assign(state, { isStuck: true, isThere: false });
  await trySend();
  await trySend();
  Object.assign(state, { isStuck: false, isThere: true });
  expect(await trySend()).toBe('Broker not connected');
  await eventually(async () => expect(await trySend()).toBe('sent'), { withinMs: 1_000 });
});

test('failures among successes are left to the client', async () => {
  const { state, trySend } = await fragileBroker();
  for (let n = 0; n < 3; n += 1) {
    state.isThere = false;
    expect(await trySend()).toBe('no broker');
    state.isThere = true;
    expect(await trySend()).toBe('sent');
  }
  expect(state.opened).toBe(1);
});

test('a closed one opens no other', async () => {
  const { state, shared, trySend } = await fragileBroker();
  await shared.close();
  state.isThere = false;
  await trySend();
  await trySend();
  expect(state).toMatchObject({ opened: 1, closed: 1 });
});
