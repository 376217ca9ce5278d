import { randomUUID } from 'node:crypto';
import type { Delivery } from '@oms/core';
import { eventually } from '@oms/core/contract';
import { expect, test } from 'vitest';
import { onServer } from '../../../services/testing/on-server.js';
import { connectSqs, ensureQueues, SqsJobQueue } from '../src/sqs/index.js';

onServer('sqs', ({ address }) => {
  test('a job that is held for longer than SQS allows goes on as another message, of the same try', async () => {
    const client = connectSqs({ endpoint: address });
    const queues = await ensureQueues(client, `oms-test-${randomUUID()}`);
    const options = { visibilityMs: 1_000, waitMs: 1_000, maxHoldMs: 500 };
    const queue = new SqsJobQueue(client, queues, options);
    const stop = new AbortController();
    const seen: Delivery[] = [];
    const running = queue.consume(async (delivery) => {
      seen.push(delivery);
      if (seen.length === 1) await new Promise((resolve) => setTimeout(resolve, 1_500));
      return { answer: 'done' };
    }, stop.signal);
    await queue.send({ schemaVersion: 1, kind: 'process_bulk_order', tenantId: 't', bulkOrderId: 'b' });
    await eventually(() => expect(seen.map(({ attempt }) => attempt)).toEqual([1, 1]), { withinMs: 10_000 });
    stop.abort();
    await running;
    client.destroy();
  });
});
