import { randomUUID } from 'node:crypto';
import type { Admin, Kafka, KafkaMessage } from 'kafkajs';

export interface TopicRecord {
  readonly topic: string;
  readonly message: KafkaMessage;
}

/** A log that stands still for so long is read. */
const idleMs = 3_000;

/** Everything that stands in these topics now, each topic in its own order; topics that are not there are left out. */
export const readTopics = async (
  kafka: Kafka,
  topics: readonly string[],
  groupPrefix: string,
): Promise<readonly TopicRecord[]> => {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const ends = await endsOf(admin, topics);
    if (ends.size === 0) return [];
    const groupId = `${groupPrefix}-${randomUUID()}`;
    const records = await readTo(kafka, groupId, ends);
    await admin.deleteGroups([groupId]).catch(() => undefined);
    return records;
  } finally {
    await admin.disconnect();
  }
};

type Ends = ReadonlyMap<string, { readonly topic: string; readonly last: bigint }>;

const placeOf = (topic: string, partition: number): string => `${partition} ${topic}`;

/** The last offset of each partition that holds anything. */
const endsOf = async (admin: Admin, topics: readonly string[]): Promise<Ends> => {
  const there = new Set(await admin.listTopics());
  const ends = new Map<string, { topic: string; last: bigint }>();
  for (const topic of topics.filter((name) => there.has(name))) {
    for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) {
      if (BigInt(high) > BigInt(low)) ends.set(placeOf(topic, partition), { topic, last: BigInt(high) - 1n });
    }
  }
  return ends;
};

const readTo = async (kafka: Kafka, groupId: string, ends: Ends): Promise<readonly TopicRecord[]> => {
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 200, allowAutoTopicCreation: false });
  const records: TopicRecord[] = [];
  const open = new Map(ends);
  const { promise: read, resolve, reject } = Promise.withResolvers<void>();
  const idle = setTimeout(resolve, idleMs);
  try {
    await consumer.connect();
    await consumer.subscribe({
      topics: [...new Set([...ends.values()].map(({ topic }) => topic))],
      fromBeginning: true,
    });
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
    consumer.on(consumer.events.GROUP_JOIN, () => idle.refresh());
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ topic, partition, message }) => {
        idle.refresh();
        records.push({ topic, message });
        const place = placeOf(topic, partition);
        if (BigInt(message.offset) >= (open.get(place)?.last ?? 0n)) open.delete(place);
        if (open.size === 0) resolve();
      },
    });
    await read;
    return records;
  } finally {
    clearTimeout(idle);
    await consumer.disconnect();
  }
};
