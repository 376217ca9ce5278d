import type { StopSignal } from '@oms/core';
import type { Consumer } from 'kafkajs';
import type { GroupConsumer } from './group-consumer.js';
import { sleep } from './sleep.js';

export interface ConsumeParts {
  /**
   * A consumer that was never used, and that does not start itself again: the client would do so on connections that may be
   * beyond use. What it would have started again for, `onOutage` is told.
   */
  readonly open: (onOutage: () => void) => Consumer;
  readonly member: Pick<GroupConsumer<unknown>, 'eachBatch' | 'handled'>;
  readonly topics: string[];
}

const outageMs = 1_000;

/** Crashes in a row, without a batch in between, after which it is given up: better no consumer than one that is stuck. */
const mostCrashes = 10;

/** Consumes until stopped. An outage is waited out; each consumer that ended is followed by a new one. */
export const consumeUntil = async (stop: StopSignal, parts: ConsumeParts): Promise<void> => {
  const { member } = parts;
  let { handled } = member;
  for (let crashes = 0; !stop.aborted; ) {
    const crash = await consumeOnce(stop, parts);
    if (stop.aborted) return;
    if (member.handled > handled) crashes = 0;
    handled = member.handled;
    if (crash !== undefined) crashes += 1;
    if (crash !== undefined && crashes >= mostCrashes) throw crash.error;
    await sleep(outageMs, stop);
  }
};

interface Crash {
  readonly error: unknown;
}

/** What ended it, unless it was stopped, or an outage. */
const consumeOnce = async (stop: StopSignal, { open, member, topics }: ConsumeParts): Promise<Crash | undefined> => {
  let isOutage = false;
  const consumer = open(() => {
    isOutage = true;
  });
  const crashed = crashOf(consumer);
  try {
    if (!(await joins(consumer, topics))) return undefined;
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: (payload) => member.eachBatch(payload),
    });
    const crash = await Promise.race([stopped(stop), crashed]);
    return isOutage ? undefined : crash;
  } catch (error) {
    return { error };
  } finally {
    await consumer.disconnect().catch(() => undefined);
  }
};

/** False when there is no broker. */
const joins = async (consumer: Consumer, topics: string[]): Promise<boolean> => {
  try {
    await consumer.connect();
    await consumer.subscribe({ topics, fromBeginning: true });
    return true;
  } catch {
    return false;
  }
};

const crashOf = (consumer: Consumer): Promise<Crash> =>
  new Promise((resolve) => {
    consumer.on(consumer.events.CRASH, ({ payload: { error } }) => resolve({ error }));
  });

const stopped = (stop: StopSignal): Promise<undefined> =>
  new Promise((resolve) => {
    if (stop.aborted) resolve(undefined);
    stop.addEventListener('abort', () => resolve(undefined));
  });
