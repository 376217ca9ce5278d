import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { attributesOf, type HeldMessage, heldMessageOf } from './held-message.js';

/** The longest that SQS delays a message. */
const longestDelaySeconds = 900;

const secondsOf = (ms: number): number => Math.ceil(ms / 1_000);

/** What is done with the messages of one queue. */
export class SqsMessages {
  readonly #client: SQSClient;
  readonly #queueUrl: string;

  constructor(client: SQSClient, queueUrl: string) {
    this.#client = client;
    this.#queueUrl = queueUrl;
  }

  async send(body: string, { delayMs = 0, tries = 0 } = {}): Promise<void> {
    const DelaySeconds = Math.min(longestDelaySeconds, secondsOf(delayMs));
    const MessageAttributes = attributesOf({ tries, dueAt: Date.now() + delayMs });
    await this.#client.send(
      new SendMessageCommand({ QueueUrl: this.#queueUrl, MessageBody: body, DelaySeconds, MessageAttributes }),
    );
  }

  async receive(options: {
    readonly count: number;
    readonly visibilityMs: number;
    readonly waitMs: number;
  }): Promise<readonly HeldMessage[]> {
    const { Messages = [] } = await this.#client.send(
      new ReceiveMessageCommand({
        QueueUrl: this.#queueUrl,
        MaxNumberOfMessages: Math.min(10, options.count),
        VisibilityTimeout: secondsOf(options.visibilityMs),
        WaitTimeSeconds: secondsOf(options.waitMs),
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['ApproximateReceiveCount'],
      }),
    );
    return Messages.map(heldMessageOf);
  }

  /** Keeps a message ours for so long from now, or hands it back after so long. */
  async setVisibility({ receipt }: HeldMessage, ms: number): Promise<void> {
    const VisibilityTimeout = secondsOf(ms);
    await this.#client.send(
      new ChangeMessageVisibilityCommand({ QueueUrl: this.#queueUrl, ReceiptHandle: receipt, VisibilityTimeout }),
    );
  }

  async delete({ receipt }: Pick<HeldMessage, 'receipt'>): Promise<void> {
    await this.#client.send(new DeleteMessageCommand({ QueueUrl: this.#queueUrl, ReceiptHandle: receipt }));
  }
}
