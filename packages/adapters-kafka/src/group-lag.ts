import type { Admin, Kafka } from 'kafkajs';

/** Records of these topics behind the group's place; without a place, all that are kept. */
export const groupLag = async (kafka: Kafka, groupId: string, topics: string[]): Promise<number> => {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const places = await admin.fetchOffsets({ groupId, topics });
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
