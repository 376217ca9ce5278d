import type { SQSClient } from '@aws-sdk/client-sqs';
import type { ConsumeOptions, DeadJob, Job, JobHandler, JobQueue, StopSignal } from '@oms/core';
import { DeadLetters } from './dead-letters.js';
import { SqsConsumer } from './sqs-consumer.js';
import { SqsMessages } from './sqs-messages.js';
import { translateSqsError } from './translate-sqs-error.js';

export interface SqsQueues {
  readonly queueUrl: string;
  /** A queue of its own, read by nobody but `listDead` and `redrive`. */
  readonly deadQueueUrl: string;
}

export interface SqsJobQueueOptions {
  /** Deliveries until a job is dead-lettered; default 5. A redrive policy of the queue itself should be wider. */
  readonly maxAttempts?: number;
  /** Before a job that failed comes back, in milliseconds, kept in whole seconds; default 5,000. */
  readonly retryDelayMs?: number;
  /** A job whose holder died comes back after this, in milliseconds, in whole seconds; default 30,000. */
  readonly visibilityMs?: number;
  /** How long one receive waits for a job, in milliseconds, in whole seconds of 0 to 20; default 2,000. A stop waits for it. */
  readonly waitMs?: number;
  /** A job that is held for longer goes on as another message, in milliseconds; default 39,600,000 (11 of SQS's 12 hours). */
  readonly maxHoldMs?: number;
}

/** Jobs in a standard queue of SQS. Takes a client and leaves it open. */
export class SqsJobQueue implements JobQueue {
  readonly #messages: SqsMessages;
  readonly #dead: DeadLetters;
  readonly #options: Required<SqsJobQueueOptions>;

  constructor(client: SQSClient, { queueUrl, deadQueueUrl }: SqsQueues, options: SqsJobQueueOptions = {}) {
    this.#messages = new SqsMessages(client, queueUrl);
    this.#dead = new DeadLetters(client, deadQueueUrl);
    const times = { retryDelayMs: 5_000, visibilityMs: 30_000, waitMs: 2_000, maxHoldMs: 39_600_000 };
    this.#options = { maxAttempts: 5, ...times, ...options };
  }

  async send(job: Job, { delayMs = 0 }: { readonly delayMs?: number } = {}): Promise<void> {
    await translated(() => this.#messages.send(JSON.stringify(job), { delayMs }));
  }

  async consume(handler: JobHandler, stop: StopSignal, { concurrency = 1 }: ConsumeOptions = {}): Promise<void> {
    const parts = { messages: this.#messages, dead: this.#dead, handler };
    await new SqsConsumer(parts, { ...this.#options, concurrency }).run(stop);
  }

  async listDead(limit: number): Promise<readonly DeadJob[]> {
    return translated(() => this.#dead.list(limit));
  }

  async redrive(deadIds: readonly string[]): Promise<number> {
    return translated(() => this.#dead.take(deadIds, (body) => this.#messages.send(body)));
  }
}

const translated = async <T>(call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    throw translateSqsError(error);
  }
};
