import { randomUUID } from 'node:crypto';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Delivery, Job } from '@oms/core';
import { eventually } from '@oms/core/contract';
import { expect, test } from 'vitest';
import { onServer } from '../../../services/testing/on-server.js';
import { connectSqs, ensureQueues, SqsJobQueue } from '../src/sqs/index.js';

const job: Job = { schemaVersion: 1, kind: 'process_bulk_order', tenantId: 't', bulkOrderId: 'b' };

onServer('sqs', ({ address }) => {
  test('a message as long as the queue takes is dead-lettered with its reason, and all others are done', async () => {
    const client = connectSqs({ endpoint: address });
    const queues = await ensureQueues(client, `oms-test-${randomUUID()}`);
    const queue = new SqsJobQueue(client, queues, { maxAttempts: 1, visibilityMs: 1_000, waitMs: 1_000 });
    const longest = 'é'.repeat(131_072);
    await client.send(new SendMessageCommand({ QueueUrl: queues.queueUrl, MessageBody: longest }));
    const jobs = ['bad', 'good'].map((bulkOrderId) => ({ ...job, bulkOrderId }));
    for (const one of jobs) await queue.send(one);
    const stop = new AbortController();
    const seen: string[] = [];
    const running = queue.consume(async ({ job: { bulkOrderId } }) => {
      seen.push(bulkOrderId);
      return bulkOrderId === 'bad'
        ? { answer: 'failed', reason: `no\u0000${'\u{1F600}'.repeat(9_999)}` }
        : { answer: 'done' };
    }, stop.signal);
    await eventually(
      async () => {
        const [long, failed, ...rest] = (await queue.listDead(10)).toSorted((a, b) => b.body.length - a.body.length);
        expect([long?.reason, long?.body]).toEqual([
          'unknown_schema',
          `${'é'.repeat(5_000)}... (cut from 262144 bytes)`,
        ]);
        expect([failed?.reason, failed?.body]).toEqual([`no?${'\u{1F600}'.repeat(498)}?`, JSON.stringify(jobs[0])]);
        expect(rest).toEqual([]);
        expect(await queue.redrive([long?.deadId ?? ''])).toBe(0);
      },
      { withinMs: 15_000 },
    );
    expect(seen.toSorted()).toEqual(['bad', 'good']);
    expect((await queue.listDead(10)).length).toBe(2);
    stop.abort();
    await running;
    client.destroy();
  }, 30_000);

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
    await queue.send(job);
    await eventually(() => expect(seen.map(({ attempt }) => attempt)).toEqual([1, 1]), { withinMs: 10_000 });
    stop.abort();
    await running;
    client.destroy();
  });
});
