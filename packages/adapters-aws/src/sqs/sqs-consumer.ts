import { type JobAnswer, type JobHandler, parseJob, type StopSignal } from '@oms/core';
import type { DeadLetters } from './dead-letters.js';
import type { HeldMessage } from './held-message.js';
import { sleep } from './sleep.js';
import type { SqsMessages } from './sqs-messages.js';

export interface ConsumerOptions {
  readonly concurrency: number;
  readonly maxAttempts: number;
  readonly retryDelayMs: number;
  readonly visibilityMs: number;
  readonly waitMs: number;
  readonly maxHoldMs: number;
}

export interface ConsumerParts {
  readonly messages: SqsMessages;
  readonly dead: DeadLetters;
  readonly handler: JobHandler;
}

const outageMs = 1_000;
const answerTries = 10;

/** Receives jobs while it has room, and keeps each its own until it is answered. */
export class SqsConsumer {
  readonly #parts: ConsumerParts;
  readonly #options: ConsumerOptions;
  readonly #running = new Set<Promise<void>>();

  constructor(parts: ConsumerParts, options: ConsumerOptions) {
    this.#parts = parts;
    this.#options = options;
  }

  async run(stop: StopSignal): Promise<void> {
    while (!stop.aborted) {
      const room = this.#options.concurrency - this.#running.size;
      if (room <= 0) await Promise.race(this.#running);
      else await this.#receive(room, stop);
    }
    await Promise.all(this.#running);
  }

  async #receive(count: number, stop: StopSignal): Promise<void> {
    const { visibilityMs, waitMs } = this.#options;
    try {
      const held = await this.#parts.messages.receive({ count, visibilityMs, waitMs });
      for (const message of held) {
        if (stop.aborted) await this.#parts.messages.setVisibility(message, 0);
        else this.#start(message);
      }
    } catch {
      await sleep(outageMs, stop);
    }
  }

  #start(message: HeldMessage): void {
    const work = this.#work(message).finally(() => this.#running.delete(work));
    this.#running.add(work);
  }

  async #work(message: HeldMessage): Promise<void> {
    const job = parseJob(message.body);
    const { maxAttempts } = this.#options;
    if (job === undefined) return this.#bury(message, 'unknown_schema');
    if (message.dueAt > Date.now() + 1_000) return this.#postpone(message, message.dueAt - Date.now());
    if (message.attempt > maxAttempts) return this.#bury(message, 'its holder ended without an answer');
    const hold = this.#hold(message);
    const answer = await this.#ask(() => this.#parts.handler({ job, attempt: message.attempt }));
    const isOurs = hold.end();
    if (isOurs) await this.#answer(message, answer);
  }

  async #ask(handle: () => Promise<JobAnswer>): Promise<JobAnswer> {
    try {
      return await handle();
    } catch (error) {
      return { answer: 'failed', reason: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Keeps the message ours. SQS lets nobody hold one for more than 12 hours: before that, another one takes its place. */
  #hold(message: HeldMessage): { end(): boolean } {
    const { visibilityMs, maxHoldMs } = this.#options;
    const { messages } = this.#parts;
    let isOurs = true;
    const beat = () => messages.setVisibility(message, visibilityMs).catch(() => undefined);
    const heart = setInterval(beat, visibilityMs / 3);
    const handOn = setTimeout(async () => {
      clearInterval(heart);
      isOurs = false;
      await this.#insist(async () => {
        await messages.send(message.body, { delayMs: visibilityMs, tries: message.attempt - 1 });
        await messages.delete(message);
      });
    }, maxHoldMs);
    return {
      end: () => {
        clearInterval(heart);
        clearTimeout(handOn);
        return isOurs;
      },
    };
  }

  async #answer(message: HeldMessage, answer: JobAnswer): Promise<void> {
    const { messages } = this.#parts;
    if (answer.answer === 'done') return this.#insist(() => messages.delete(message));
    if (answer.answer === 'postpone') return this.#postpone(message, answer.afterMs);
    if (message.attempt >= this.#options.maxAttempts) return this.#bury(message, answer.reason);
    return this.#insist(() => messages.setVisibility(message, this.#options.retryDelayMs));
  }

  /** Its follower is sent before it goes: a crash in between doubles the job and loses none. */
  async #postpone(message: HeldMessage, delayMs: number): Promise<void> {
    const { messages } = this.#parts;
    await this.#insist(async () => {
      await messages.send(message.body, { delayMs, tries: message.attempt - 1 });
      await messages.delete(message);
    });
  }

  async #bury(message: HeldMessage, reason: string): Promise<void> {
    await this.#insist(async () => {
      await this.#parts.dead.add(message.body, reason);
      await this.#parts.messages.delete(message);
    });
  }

  /** What cannot be written down in the end comes back when its visibility ends. */
  async #insist(write: () => Promise<void>): Promise<void> {
    for (let tries = 1; tries <= answerTries; tries += 1) {
      try {
        return await write();
      } catch {
        await sleep(outageMs);
      }
    }
  }
}
