import type { Admin, Kafka } from 'kafkajs';

/**
 * Records of these topics behind the group's place; without a place, all that are kept. Topics that are not there hold none: to
 * ask for them would make them, where the broker makes topics by itself.
 */
export const groupLag = async (kafka: Kafka, groupId: string, topics: readonly string[]): Promise<number> => {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const there = new Set(await admin.listTopics());
    const known = topics.filter((topic) => there.has(topic));
    const places = known.length === 0 ? [] : await admin.fetchOffsets({ groupId, topics: known });
    let lag = 0n;
    for (const { topic, partitions } of places) lag += await topicLag(admin, topic, partitions);
    return Number(lag);
  } finally {
    await admin.disconnect();
  }
};

const topicLag = async (
  admin: Admin,
  topic: string,
  places: readonly { readonly partition: number; readonly offset: string }[],
): Promise<bigint> => {
  const committed = new Map(places.map(({ partition, offset }) => [partition, BigInt(offset)]));
  const ends = await admin.fetchTopicOffsets(topic);
  return ends.reduce((sum, { partition, low, high }) => {
    const place = committed.get(partition) ?? -1n;
    return sum + BigInt(high) - (place < BigInt(low) ? BigInt(low) : place);
  }, 0n);
};
