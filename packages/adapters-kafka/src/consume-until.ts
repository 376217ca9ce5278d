import type { StopSignal } from '@oms/core';
import type { Consumer } from 'kafkajs';
import type { GroupConsumer } from './group-consumer.js';
import { isOutage } from './is-outage.js';
import { sleep } from './sleep.js';

/** What is used of the client's consumer. */
export type UsedConsumer = Pick<Consumer, 'connect' | 'subscribe' | 'run' | 'disconnect' | 'on' | 'events'>;

export interface ConsumeParts {
  /**
   * A consumer that was never used, and that does not start itself again: the client would do so on connections that may be
   * beyond use.
   */
  readonly open: () => UsedConsumer;
  readonly member: Pick<GroupConsumer<unknown>, 'eachBatch' | 'handled'>;
  readonly topics: string[];
  /** Between a consumer that ended and the next one; default 1,000 ms. */
  readonly pauseMs?: number;
}

/** Crashes in a row, without a batch in between, after which it is given up: better no consumer than one that is stuck. */
const mostCrashes = 10;

/**
 * Consumes until stopped. An outage is waited out; each consumer that ended is followed by a new one. Throws what ended them
 * when that is no outage and happens again and again: a missing topic, a missing right.
 */
export const consumeUntil = async (stop: StopSignal, parts: ConsumeParts): Promise<void> => {
  const { member, pauseMs = 1_000 } = parts;
  let { handled } = member;
  for (let crashes = 0; !stop.aborted; ) {
    const crash = await consumeOnce(stop, parts);
    if (stop.aborted) return;
    if (member.handled > handled) crashes = 0;
    handled = member.handled;
    if (crash !== undefined) crashes += 1;
    if (crash !== undefined && crashes >= mostCrashes) throw crash.error;
    await sleep(pauseMs, stop);
  }
};

interface Crash {
  readonly error: unknown;
}

/** What ended it, unless it was stopped, or an outage. */
const consumeOnce = async (stop: StopSignal, { open, member, topics }: ConsumeParts): Promise<Crash | undefined> => {
  const consumer = open();
  const crashed = crashOf(consumer);
  try {
    await consumer.connect();
    await consumer.subscribe({ topics, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: (payload) => member.eachBatch(payload),
    });
    const crash = await Promise.race([stopped(stop), crashed]);
    return crash && unlessOutage(crash.error);
  } catch (error) {
    return unlessOutage(error);
  } finally {
    await consumer.disconnect().catch(() => undefined);
  }
};

const unlessOutage = (error: unknown): Crash | undefined => (isOutage(error) ? undefined : { error });

const crashOf = (consumer: UsedConsumer): Promise<Crash> =>
  new Promise((resolve) => {
    consumer.on(consumer.events.CRASH, ({ payload: { error } }) => resolve({ error }));
  });

const stopped = (stop: StopSignal): Promise<undefined> =>
  new Promise((resolve) => {
    if (stop.aborted) resolve(undefined);
    stop.addEventListener('abort', () => resolve(undefined));
  });
