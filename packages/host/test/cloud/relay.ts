import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** What has passed a relay so far. */
export interface Passed {
  readonly opened: number;
  readonly closed: number;
  readonly answeredBytes: number;
}

export interface Relay {
  readonly port: number;
  passed(): Passed;
}

const defaultPorts: Readonly<Record<string, string>> = { 'mongodb:': '27017', 'redis:': '6379', 'http:': '80' };

/** Listens in front of a server, passes everything on and counts it, for the length of a test. */
export const openRelay = async ({ hostname, port, protocol }: URL, listenPort = 0): Promise<Relay> => {
  const sockets = new Set<Socket>();
  let [opened, closed, answeredBytes] = [0, 0, 0];
  const server = createServer((client) => {
    opened += 1;
    const upstream = connect(Number(port || defaultPorts[protocol]), hostname);
    const ends = [client, upstream] as const;
    for (const socket of ends) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      socket.on('error', () => {
        for (const end of ends) end.destroy();
      });
    }
    client.on('close', () => {
      closed += 1;
      upstream.destroy();
    });
    upstream.on('data', ({ length }) => {
      answeredBytes += length;
    });
    client.pipe(upstream).pipe(client);
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  server.listen(listenPort, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, passed: () => ({ opened, closed, answeredBytes }) };
};
