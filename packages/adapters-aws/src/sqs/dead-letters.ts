import { randomUUID } from 'node:crypto';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { DeadJob } from '@oms/core';
import { keptOf, textFor } from './kept-text.js';

interface DeadLetter extends DeadJob {
  readonly receipt: string;
  readonly deadAt: number;
  /** It was too long to be kept whole, and cannot be sent again. */
  readonly isCut: boolean;
}

/** What is looked at is hidden from others for so long at most. */
const lookSeconds = 20;
const longestReason = 1_000;
const noReason = 'moved here by the queue itself';

/**
 * The dead-letter queue. Looking at it means receiving its messages and handing them back. A message that leaves no room for
 * the letter's own attributes is kept cut, with how long it was.
 */
export class DeadLetters {
  readonly #client: SQSClient;
  readonly #queueUrl: string;

  constructor(client: SQSClient, queueUrl: string) {
    this.#client = client;
    this.#queueUrl = queueUrl;
  }

  async add(body: string, reason: string): Promise<void> {
    const text = (StringValue: string) => ({ DataType: 'String', StringValue });
    const number = (value: number) => ({ DataType: 'Number', StringValue: String(value) });
    const kept = keptOf(body);
    await this.#client.send(
      new SendMessageCommand({
        QueueUrl: this.#queueUrl,
        MessageBody: kept.text,
        MessageAttributes: {
          oms_dead_id: text(randomUUID()),
          oms_dead_at: number(Date.now()),
          oms_reason: text(textFor(reason.slice(0, longestReason)) || noReason),
          ...(kept.cutFrom === undefined ? {} : { oms_cut_from: number(kept.cutFrom) }),
        },
      }),
    );
  }

  /** Oldest first. */
  async list(limit: number): Promise<readonly DeadJob[]> {
    const found: DeadLetter[] = [];
    try {
      for await (const letter of this.#receiveAll()) found.push(letter);
    } finally {
      await Promise.all(found.map((letter) => this.#handBack(letter)));
    }
    found.sort((a, b) => a.deadAt - b.deadAt);
    return found.slice(0, limit).map(({ deadId, body, reason }) => ({ deadId, body, reason }));
  }

  /** Hands those that are named to `send` and takes them away; the others stay, and so do those that are cut. */
  async take(deadIds: readonly string[], send: (body: string) => Promise<void>): Promise<number> {
    const wanted = new Set(deadIds);
    const others: DeadLetter[] = [];
    let count = 0;
    try {
      for await (const letter of this.#receiveAll()) {
        if (!wanted.delete(letter.deadId) || letter.isCut) {
          others.push(letter);
          continue;
        }
        await send(letter.body);
        await this.#client.send(new DeleteMessageCommand({ QueueUrl: this.#queueUrl, ReceiptHandle: letter.receipt }));
        count += 1;
        if (wanted.size === 0) break;
      }
    } finally {
      await Promise.all(others.map((letter) => this.#handBack(letter)));
    }
    return count;
  }

  async *#receiveAll(): AsyncGenerator<DeadLetter> {
    for (;;) {
      const { Messages = [] } = await this.#client.send(
        new ReceiveMessageCommand({
          QueueUrl: this.#queueUrl,
          MaxNumberOfMessages: 10,
          VisibilityTimeout: lookSeconds,
          // A wait asks every part of the queue, an immediate answer only some.
          WaitTimeSeconds: 1,
          MessageAttributeNames: ['All'],
        }),
      );
      if (Messages.length === 0) return;
      yield* Messages.map(letterOf);
    }
  }

  async #handBack({ receipt }: DeadLetter): Promise<void> {
    await this.#client.send(
      new ChangeMessageVisibilityCommand({ QueueUrl: this.#queueUrl, ReceiptHandle: receipt, VisibilityTimeout: 0 }),
    );
  }
}

const letterOf = ({ MessageId = '', Body = '', ReceiptHandle = '', MessageAttributes = {} }: Message): DeadLetter => {
  const attribute = (name: string): string | undefined => MessageAttributes[name]?.StringValue;
  const cutFrom = attribute('oms_cut_from');
  return {
    deadId: attribute('oms_dead_id') ?? MessageId,
    deadAt: Number(attribute('oms_dead_at') ?? 0),
    isCut: cutFrom !== undefined,
    body: cutFrom === undefined ? Body : `${Body}... (cut from ${cutFrom} bytes)`,
    reason: attribute('oms_reason') ?? noReason,
    receipt: ReceiptHandle,
  };
};
