import type { Admin } from 'kafkajs';
import { sleep } from './sleep.js';

const lookEveryMs = 50;
const longestMs = 10_000;

/**
 * Resolves once the leader of each partition of these topics answers. The client's own way gives up at a broker that has not yet
 * heard of a topic that was just made, and does not ask who is named its leader whether it knows.
 */
export const awaitLeaders = async (admin: Admin, topics: readonly string[]): Promise<void> => {
  for (const deadline = Date.now() + longestMs; ; await sleep(lookEveryMs)) {
    try {
      await Promise.all(topics.map((topic) => admin.fetchTopicOffsets(topic)));
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
};
