import type { EventAnswer, StopSignal } from '@oms/core';
import type { EachBatchPayload, IHeaders, KafkaMessage } from 'kafkajs';
import type { DeadLetters } from './dead-letters.js';
import { groupHeader, textOf } from './event-record.js';
import { sleep } from './sleep.js';
import type { Topics } from './topics.js';

export interface GroupConsumerParts<M> {
  readonly dead: DeadLetters;
  readonly topics: Topics;
  readonly group: string;
  /** What a record says; undefined for what is no message of a known schema. */
  readonly read: (value: Buffer | null, headers: IHeaders) => M | undefined;
  readonly handler: (messages: readonly M[]) => Promise<readonly EventAnswer[]>;
  readonly stop: StopSignal;
}

export interface GroupConsumerOptions {
  readonly maxBatch: number;
  readonly maxTries: number;
  readonly retryDelayMs: number;
  readonly heartbeatMs: number;
}

interface Pending<M> {
  readonly record: KafkaMessage;
  readonly event: M;
}

type Progress = 'handled' | 'stopped';

/** Hands the records of one partition after another to the handler, and commits what was answered. */
export class GroupConsumer<M> {
  readonly #parts: GroupConsumerParts<M>;
  readonly #options: GroupConsumerOptions;
  /** How many slices were handled and committed. */
  handled = 0;

  constructor(parts: GroupConsumerParts<M>, options: GroupConsumerOptions) {
    this.#parts = parts;
    this.#options = options;
  }

  /** What is left when the group is shared anew, or when it is stopped, comes again: here or elsewhere. */
  async eachBatch(payload: EachBatchPayload): Promise<void> {
    const { batch, heartbeat, resolveOffset, isRunning, isStale } = payload;
    const { maxBatch, heartbeatMs } = this.#options;
    const { topic, messages } = batch;
    // A beat that fails says that the group is being shared anew; the one after the slice says it in time.
    const heart = setInterval(() => void heartbeat().catch(() => undefined), heartbeatMs);
    try {
      for (let from = 0; from < messages.length; from += maxBatch) {
        if (this.#parts.stop.aborted || !isRunning() || isStale()) return;
        const slice = messages.slice(from, from + maxBatch);
        if ((await this.#handle(topic, slice)) === 'stopped') return;
        const last = slice.at(-1)?.offset ?? '0';
        if (!(await commits(payload, BigInt(last) + 1n))) return;
        this.handled += 1;
        resolveOffset(last);
        await heartbeat();
      }
    } finally {
      clearInterval(heart);
    }
  }

  async #handle(topic: string, records: readonly KafkaMessage[]): Promise<Progress> {
    let pending = await this.#readable(topic, records);
    for (let tries = 1; pending.length > 0; tries += 1) {
      const answers = await this.#ask(pending);
      if (answers === undefined) return 'stopped';
      const poison = pending.flatMap((one, index) => {
        const answer = answers[index] ?? unanswered;
        return answer.answer === 'poison' ? [{ one, reason: answer.reason }] : [];
      });
      if (tries >= this.#options.maxTries) {
        for (const { one, reason } of poison) await this.#bury(topic, one, reason);
        return 'handled';
      }
      pending = poison.map(({ one }) => one);
      if (pending.length > 0) await sleep(this.#options.retryDelayMs, this.#parts.stop);
    }
    return 'handled';
  }

  /** The records that are messages for this group; what is none at all is dead at once. */
  async #readable(topic: string, records: readonly KafkaMessage[]): Promise<Pending<M>[]> {
    const { group, dead, topics, read } = this.#parts;
    const found: Pending<M>[] = [];
    for (const record of records) {
      const { key, value, headers = {} } = record;
      const only = textOf(headers[groupHeader]);
      if (only !== undefined && only !== group) continue;
      const event = read(value, headers);
      if (event !== undefined) {
        found.push({ record, event });
        continue;
      }
      const letter = { group, type: topics.typeOf(topic), reason: 'unknown_schema', record: { key, value, headers } };
      await dead.add(letter);
    }
    return found;
  }

  async #bury(topic: string, { record }: Pending<M>, reason: string): Promise<void> {
    const { key, value, headers = {} } = record;
    const { group, dead, topics } = this.#parts;
    await dead.add({ group, type: topics.typeOf(topic), reason, record: { key, value, headers } });
  }

  /** Undefined when it was stopped before the handler gave answers. */
  async #ask(pending: readonly Pending<M>[]): Promise<readonly EventAnswer[] | undefined> {
    for (;;) {
      try {
        return await this.#parts.handler(pending.map(({ event }) => structuredClone(event)));
      } catch {
        if (this.#parts.stop.aborted) return undefined;
        await sleep(this.#options.retryDelayMs, this.#parts.stop);
      }
    }
  }
}

/**
 * False when this member has lost its place meanwhile: the client finds that out by itself, and joins again. The consumer's own
 * `commitOffsets` does nothing, and says nothing, once it is being stopped.
 */
const commits = async ({ batch, commitOffsetsIfNecessary }: EachBatchPayload, next: bigint): Promise<boolean> => {
  const { topic, partition } = batch;
  try {
    await commitOffsetsIfNecessary({ topics: [{ topic, partitions: [{ partition, offset: String(next) }] }] });
    return true;
  } catch {
    return false;
  }
};

const unanswered: EventAnswer = { answer: 'poison', reason: 'the handler gave no answer for it' };
