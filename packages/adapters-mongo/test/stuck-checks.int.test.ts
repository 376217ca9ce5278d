import { Socket } from 'node:net';
import { eventually } from '@oms/core/contract';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { onServer } from '../../../services/testing/on-server.js';
import { connectMongo } from '../src/index.js';

afterEach(() => vi.restoreAllMocks());

/** What becomes of a connection that is written to: it stays, or it ends, before it has taken what was written or after. */
interface Ends {
  when: 'never' | 'before' | 'after';
  count: number;
}

const endsOf = (port: number): Ends => {
  const ends: Ends = { when: 'never', count: 0 };
  const write = Socket.prototype.write;
  vi.spyOn(Socket.prototype, 'write').mockImplementation(function (this: Socket, ...given: unknown[]) {
    if (ends.when === 'never' || this.remotePort !== port) return Reflect.apply(write, this, given);
    ends.count += 1;
    if (ends.when === 'after') Reflect.apply(write, this, given);
    this.destroy();
    return ends.when === 'after';
  });
  return ends;
};

onServer('mongo', ({ address }) => {
  test('a check of the server that has no end does not keep a client from it', { timeout: 60_000 }, async () => {
    const times = { connectTimeoutMS: 500, heartbeatFrequencyMS: 500, serverSelectionTimeoutMS: 1_000 };
    const { db, close } = await connectMongo(address, 'oms-test-stuck', times);
    onTestFinished(close);
    const ping = async () => expect((await db.command({ ping: 1 })).ok).toBe(1);
    await ping();
    const ends = endsOf(Number(new URL(address).port || 27_017));
    ends.when = 'before';
    await eventually(() => expect(ends.count).toBeGreaterThan(0), { withinMs: 5_000 });
    ends.when = 'after';
    await expect(ping()).rejects.toThrow();
    ends.when = 'never';
    await eventually(ping, { withinMs: 20_000 });
  });
});
