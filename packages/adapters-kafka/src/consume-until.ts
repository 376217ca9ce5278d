import type { StopSignal } from '@oms/core';
import type { Consumer } from 'kafkajs';
import type { GroupConsumer } from './group-consumer.js';
import { sleep } from './sleep.js';

export interface ConsumeParts {
  /** A consumer that was never used. */
  readonly open: () => Consumer;
  readonly member: GroupConsumer;
  readonly topics: string[];
}

const outageMs = 1_000;

/** Crashes in a row, without a batch in between, after which it is given up: better no consumer than one that is stuck. */
const mostCrashes = 10;

/** Consumes until stopped. An outage is waited out; a consumer that the client gave up is followed by a new one. */
export const consumeUntil = async (stop: StopSignal, { open, member, topics }: ConsumeParts): Promise<void> => {
  let handled = member.handled;
  for (let crashes = 0; !stop.aborted; ) {
    const crash = await consumeOnce(stop, { consumer: open(), member, topics });
    if (crash === undefined) return;
    crashes = member.handled > handled ? 1 : crashes + 1;
    handled = member.handled;
    if (crashes >= mostCrashes) throw crash.error;
    await sleep(outageMs, stop);
  }
};

interface Crash {
  readonly error: unknown;
}

interface Once extends Omit<ConsumeParts, 'open'> {
  readonly consumer: Consumer;
}

/** What ended it, unless it was stopped. */
const consumeOnce = async (stop: StopSignal, { consumer, member, topics }: Once): Promise<Crash | undefined> => {
  const crashed = crashOf(consumer);
  try {
    await join(consumer, topics, stop);
    if (stop.aborted) return undefined;
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: (payload) => member.eachBatch(consumer, payload),
    });
    return await Promise.race([stopped(stop), crashed]);
  } catch (error) {
    return { error };
  } finally {
    await consumer.disconnect().catch(() => undefined);
  }
};

const join = async (consumer: Consumer, topics: string[], stop: StopSignal): Promise<void> => {
  while (!stop.aborted) {
    try {
      await consumer.connect();
      await consumer.subscribe({ topics, fromBeginning: true });
      return;
    } catch {
      await sleep(outageMs, stop);
    }
  }
};

/** Resolves when the client gives the consumer up; one that it starts again is none of our business. */
const crashOf = (consumer: Consumer): Promise<Crash> =>
  new Promise((resolve) => {
    consumer.on(consumer.events.CRASH, ({ payload: { error, restart } }) => {
      if (!restart) resolve({ error });
    });
  });

const stopped = (stop: StopSignal): Promise<undefined> =>
  new Promise((resolve) => {
    if (stop.aborted) resolve(undefined);
    stop.addEventListener('abort', () => resolve(undefined));
  });
