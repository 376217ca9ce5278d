import { eventually } from '@oms/core/contract';
import {
  type ConsumerCrashEvent,
  KafkaJSConnectionError,
  KafkaJSNumberOfRetriesExceeded,
  KafkaJSProtocolError,
} from 'kafkajs';
import { expect, test } from 'vitest';
import { consumeUntil, type UsedConsumer } from '../src/consume-until.js';

const noBroker = () =>
  new KafkaJSNumberOfRetriesExceeded(new KafkaJSConnectionError('connect ECONNREFUSED'), {
    retryCount: 5,
    retryTime: 1,
  });

const protocolError = (type: string, retriable: boolean) =>
  new KafkaJSProtocolError(Object.assign(new Error(type), { type, retriable, code: 3 }));

/** Consumers of a client that fails as it is told, one step after another, and then runs. */
const consumersThat = (
  fail: (opened: number) => { readonly step: 'connect' | 'subscribe' | 'crash'; readonly error: unknown } | undefined,
) => {
  const state = { opened: 0, closed: 0, running: 0 };
  const member = { handled: 0, eachBatch: async () => undefined };
  const open = (): UsedConsumer => {
    state.opened += 1;
    const trouble = fail(state.opened);
    let onCrash = (_: ConsumerCrashEvent): void => undefined;
    const at = async (step: string): Promise<void> => {
      if (trouble?.step === step) throw trouble.error;
    };
    return {
      events: { CRASH: 'consumer.crash' },
      on: (_: string, listener: typeof onCrash) => {
        onCrash = listener;
        return () => undefined;
      },
      connect: () => at('connect'),
      subscribe: () => at('subscribe'),
      run: async () => {
        state.running += 1;
        if (trouble?.step === 'crash') onCrash({ payload: { error: trouble.error } } as ConsumerCrashEvent);
      },
      disconnect: async () => {
        state.closed += 1;
      },
    } as unknown as UsedConsumer;
  };
  const stop = new AbortController();
  const ended = consumeUntil(stop.signal, { open, member, topics: ['order.created'], pauseMs: 1 });
  ended.catch(() => undefined);
  return { state, member, ended, stop };
};

test.each(['connect', 'subscribe', 'crash'] as const)(
  'an outage at %s is waited out, however long it lasts',
  async (step) => {
    const { state, ended, stop } = consumersThat((opened) => (opened <= 40 ? { step, error: noBroker() } : undefined));
    await eventually(() => expect(state.opened).toBe(41), { withinMs: 5_000 });
    stop.abort();
    await ended;
    expect(state.closed).toBe(41);
  },
);

test.each([
  ['a missing topic', protocolError('UNKNOWN_TOPIC_OR_PARTITION', true)],
  ['a missing right', protocolError('TOPIC_AUTHORIZATION_FAILED', false)],
  ['a mistake of ours', new TypeError('undefined is not a function')],
])('%s ends it after bounded tries, with what is wrong', async (_what, error) => {
  for (const step of ['connect', 'subscribe', 'crash'] as const) {
    const { state, ended } = consumersThat(() => ({ step, error }));
    await expect(ended).rejects.toBe(error);
    expect(state).toMatchObject({ opened: 10, closed: 10 });
  }
});

test('failures that are followed by work are not counted together', async () => {
  const error = protocolError('UNKNOWN_TOPIC_OR_PARTITION', true);
  const { state, member, ended, stop } = consumersThat((opened) => {
    if (opened % 5 === 0) member.handled += 1;
    return opened <= 50 ? { step: 'crash', error } : undefined;
  });
  await eventually(() => expect(state.opened).toBe(51), { withinMs: 5_000 });
  stop.abort();
  await ended;
});

test('a consumer that runs is stopped at once', async () => {
  const { state, ended, stop } = consumersThat(() => undefined);
  await eventually(() => expect(state.running).toBe(1), { withinMs: 1_000 });
  stop.abort();
  await ended;
  expect(state).toEqual({ opened: 1, closed: 1, running: 1 });
});
