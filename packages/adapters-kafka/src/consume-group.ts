import type { StopSignal } from '@oms/core';
import type { Kafka } from 'kafkajs';
import { consumeUntil } from './consume-until.js';
import { GroupConsumer, type GroupConsumerParts } from './group-consumer.js';

export interface Group<M> extends Omit<GroupConsumerParts<M>, 'stop'> {
  /** The topics that it reads. */
  readonly reads: readonly string[];
}

export interface ConsumeGroupOptions {
  readonly maxBatch: number;
  readonly maxTries: number;
  readonly retryDelayMs: number;
  readonly sessionTimeoutMs: number;
}

/** Of the options that a caller may leave out. */
export const consumeDefaults = { maxTries: 5, retryDelayMs: 200, sessionTimeoutMs: 30_000 } as const;

const fetchWaitMs = 500;

/** Consumes as a member of a group until stopped. */
export const consumeGroup = <M>(
  kafka: Kafka,
  { reads, ...parts }: Group<M>,
  options: ConsumeGroupOptions,
  stop: StopSignal,
): Promise<void> => {
  const { maxBatch, maxTries, retryDelayMs, sessionTimeoutMs } = options;
  const heartbeatMs = Math.ceil(sessionTimeoutMs / 5);
  const open = () =>
    kafka.consumer({
      groupId: parts.topics.groupOf(parts.group),
      sessionTimeout: sessionTimeoutMs,
      heartbeatInterval: heartbeatMs,
      rebalanceTimeout: Math.max(60_000, sessionTimeoutMs),
      maxWaitTimeInMs: fetchWaitMs,
      allowAutoTopicCreation: false,
      retry: { restartOnFailure: async () => false },
    });
  const member = new GroupConsumer({ ...parts, stop }, { maxBatch, maxTries, retryDelayMs, heartbeatMs });
  return consumeUntil(stop, { open, member, topics: [...reads] });
};
