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

/** Listens in front of a server, passes everything on and counts it, for the length of a test. */
export const openRelay = async (
  behind: { readonly hostname: string; readonly port: number },
  port = 0,
): Promise<Relay> => {
  const sockets = new Set<Socket>();
  let [opened, closed, answeredBytes] = [0, 0, 0];
  const server = createServer((client) => {
    opened += 1;
    const upstream = connect(behind.port, behind.hostname);
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
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, passed: () => ({ opened, closed, answeredBytes }) };
};
