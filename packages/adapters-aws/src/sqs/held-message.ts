import type { Message, MessageAttributeValue } from '@aws-sdk/client-sqs';

/** A message in our hands: its receipt is good until its visibility ends. */
export interface HeldMessage {
  readonly receipt: string;
  readonly body: string;
  /** How often the job was delivered, this time included, those deliveries that were postponed left out. */
  readonly attempt: number;
  /** Postponed for longer than a message can be delayed: not due before. */
  readonly dueAt: number;
}

/** Tries of earlier messages of the same job: a postponed job goes on as another message. */
const triesName = 'oms_tries';
const dueName = 'oms_due_at';

export const heldMessageOf = (message: Message): HeldMessage => {
  const { MessageAttributes: attributes = {}, Attributes: system = {} } = message;
  const received = Number(system.ApproximateReceiveCount ?? 1);
  return {
    receipt: message.ReceiptHandle ?? '',
    body: message.Body ?? '',
    attempt: numberOf(attributes[triesName]) + received,
    dueAt: numberOf(attributes[dueName]),
  };
};

export const attributesOf = ({ tries, dueAt }: { readonly tries: number; readonly dueAt: number }) => ({
  [triesName]: { DataType: 'Number', StringValue: String(tries) },
  [dueName]: { DataType: 'Number', StringValue: String(dueAt) },
});

/** Anybody can send a message: what is no plain number counts as nothing. */
const numberOf = (value: MessageAttributeValue | undefined): number => {
  const number = Number(value?.StringValue ?? 0);
  return Number.isSafeInteger(number) && number >= 0 ? number : 0;
};
