import type { OrderEventMessage } from '@oms/core';
import { anInsert, eventually, messagesOf } from '@oms/core/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Connection } from '../src/sqlite/database/connection.js';
import { SqliteJobQueue, SqliteOrderEventBus } from '../src/sqlite/index.js';
import { openDatabases } from './open-databases.js';

let opened: Awaited<ReturnType<typeof openDatabases>>;
let stop: AbortController;

beforeEach(async () => {
  opened = await openDatabases();
  stop = new AbortController();
});

afterEach(async () => {
  stop.abort();
  await opened.close();
});

const job = { schemaVersion: 1, kind: 'process_bulk_order', tenantId: 'tenant-1', bulkOrderId: 'bulk-1' } as const;
const message = (orderId: string) => messagesOf(anInsert({ orderId }))[0] as OrderEventMessage;
const idsOf = (messages: readonly OrderEventMessage[]) => messages.map(({ orderId }) => orderId);

test('a job that kills every process that takes it up is dead-lettered', async () => {
  await new SqliteJobQueue(opened.database).send(job);
  const options = { maxAttempts: 2, visibilityMs: 50, pollMs: 5 };
  for (let n = 0; n < 2; n += 1) {
    const database = await opened.another();
    let taken = 0;
    const consuming = new SqliteJobQueue(database, options).consume(() => {
      taken += 1;
      return new Promise(() => {});
    }, new AbortController().signal);
    consuming.catch(() => undefined);
    await eventually(() => expect(taken).toBe(1), { withinMs: 2_000 });
    await database.close();
  }
  const queue = new SqliteJobQueue(opened.database, options);
  const consuming = queue.consume(async () => ({ answer: 'done' }), stop.signal);
  await eventually(async () => expect(await queue.listDead(10)).toHaveLength(1), { withinMs: 2_000 });
  stop.abort();
  await consuming;
  const [dead] = await queue.listDead(1);
  expect(dead).toMatchObject({ body: JSON.stringify(job), reason: expect.stringContaining('without an answer') });
});

test('events are kept for the retention time, and a new group begins with the oldest that is kept', async () => {
  const bus = new SqliteOrderEventBus(opened.database, { retentionMs: 60_000 });
  await bus.publish([message('old-1'), message('old-2')]);
  const connection = new Connection(opened.path);
  connection.exec('UPDATE events SET published_at = published_at - 61000');
  connection.close();
  await bus.publish([message('new-1')]);
  const seen: string[] = [];
  const handler = async (messages: readonly OrderEventMessage[]) => {
    seen.push(...idsOf(messages));
    return messages.map(() => ({ answer: 'done' as const }));
  };
  const subscribed = bus.subscribe('group-1', { types: ['order.created'] }, handler, stop.signal);
  await eventually(() => expect(seen).toEqual(['new-1']), { withinMs: 2_000 });
  stop.abort();
  await subscribed;
});

test('members of a group in two processes handle each event once, and the standby takes over', async () => {
  const options = { leaseMs: 200, pollMs: 5 };
  const first = new SqliteOrderEventBus(opened.database, options);
  const second = new SqliteOrderEventBus(await opened.another(), options);
  const seen: string[] = [];
  const handler = async (messages: readonly OrderEventMessage[]) => {
    seen.push(...idsOf(messages));
    return messages.map(() => ({ answer: 'done' as const }));
  };
  const types = { types: ['order.created'], maxBatch: 10 } as const;
  const leaving = new AbortController();
  const members = [
    first.subscribe('group-1', types, handler, leaving.signal),
    second.subscribe('group-1', types, handler, stop.signal),
  ];
  const ids = Array.from({ length: 300 }, (_, n) => `order-${n}`);
  await first.publish(ids.slice(0, 150).map(message));
  await eventually(() => expect(seen).toHaveLength(150), { withinMs: 5_000 });
  leaving.abort();
  await members[0];
  await first.publish(ids.slice(150).map(message));
  await eventually(() => expect(seen).toHaveLength(300), { withinMs: 5_000 });
  expect([...seen].sort()).toEqual([...ids].sort());
  stop.abort();
  await members[1];
});
