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

interface DeadLetter extends DeadJob {
  readonly receipt: string;
  readonly deadAt: number;
}

/** What is looked at is hidden from others for so long at most. */
const lookSeconds = 20;
const noReason = 'moved here by the queue itself';

/** The dead-letter queue. Looking at it means receiving its messages and handing them back. */
export class DeadLetters {
  readonly #client: SQSClient;
  readonly #queueUrl: string;

  constructor(client: SQSClient, queueUrl: string) {
    this.#client = client;
    this.#queueUrl = queueUrl;
  }

  async add(body: string, reason: string): Promise<void> {
    const text = (StringValue: string) => ({ DataType: 'String', StringValue });
    await this.#client.send(
      new SendMessageCommand({
        QueueUrl: this.#queueUrl,
        MessageBody: body,
        MessageAttributes: {
          oms_dead_id: text(randomUUID()),
          oms_dead_at: { DataType: 'Number', StringValue: String(Date.now()) },
          oms_reason: text(reason.slice(0, 1_000) || noReason),
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

  /** Hands those that are named to `send` and takes them away; the others stay. */
  async take(deadIds: readonly string[], send: (body: string) => Promise<void>): Promise<number> {
    const wanted = new Set(deadIds);
    const others: DeadLetter[] = [];
    let count = 0;
    try {
      for await (const letter of this.#receiveAll()) {
        if (!wanted.delete(letter.deadId)) {
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

const letterOf = ({ MessageId = '', Body = '', ReceiptHandle = '', MessageAttributes = {} }: Message): DeadLetter => ({
  deadId: MessageAttributes.oms_dead_id?.StringValue ?? MessageId,
  deadAt: Number(MessageAttributes.oms_dead_at?.StringValue ?? 0),
  body: Body,
  reason: MessageAttributes.oms_reason?.StringValue ?? noReason,
  receipt: ReceiptHandle,
});
