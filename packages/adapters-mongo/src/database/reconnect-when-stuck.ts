import { setTimeout as sleep } from 'node:timers/promises';
import type { MongoClient, ServerHeartbeatStartedEvent } from 'mongodb';

/** Ticks are counted, not time: a process that stood still has not waited. */
const tickMs = 500;
const sparedMs = 1_000;

/**
 * Reconnects a client whose check of a server has no end. The driver (7.9.0) waits for ever for room to write to a connection that
 * ends at that moment, as happens when all of them are cut at once; and until its check has ended it connects to that server no
 * more. Calls that run meanwhile fail. The answer ends the watch.
 */
export const reconnectWhenStuck = (client: MongoClient): (() => void) => {
  const ticksLeft = new Map<string, number>();
  let isWatched = true;
  let isReconnecting = false;
  client.on('serverHeartbeatStarted', (event) => ticksLeft.set(event.connectionId, ticksOf(client, event)));
  client.on('serverHeartbeatSucceeded', ({ connectionId }) => ticksLeft.delete(connectionId));
  client.on('serverHeartbeatFailed', ({ connectionId }) => ticksLeft.delete(connectionId));
  client.on('serverClosed', ({ address }) => ticksLeft.delete(address));
  const reconnect = async (): Promise<void> => {
    isReconnecting = true;
    await close(client);
    while (isWatched && !(await isConnected(client))) await sleep(tickMs);
    if (!isWatched) await close(client);
    isReconnecting = false;
  };
  const tick = (): void => {
    if (isReconnecting) return;
    const isStuck = [...ticksLeft.values()].includes(0);
    for (const [connectionId, left] of ticksLeft) ticksLeft.set(connectionId, left - 1);
    if (isStuck) void reconnect();
  };
  const ticking = setInterval(tick, tickMs).unref();
  return () => {
    isWatched = false;
    clearInterval(ticking);
  };
};

/** How long a check may take at most: to connect and to shake hands, and what the server may let it wait; 0 is no limit. */
const ticksOf = ({ options }: MongoClient, { awaited }: ServerHeartbeatStartedEvent): number => {
  const waitedMs = awaited ? options.heartbeatFrequencyMS : 0;
  return Math.ceil((2 * (options.connectTimeoutMS || Number.POSITIVE_INFINITY) + waitedMs + sparedMs) / tickMs);
};

/** Never throws: nobody awaits it. */
const close = (client: MongoClient): Promise<void> => client.close().catch(() => undefined);

const isConnected = (client: MongoClient): Promise<boolean> =>
  client.connect().then(
    () => true,
    () => false,
  );
