import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OmsError } from '@oms/core';

export interface Listening {
  readonly port: number;
  /** Takes nothing new, lets what is at work end within the time given, then cuts it off. */
  close(withinMs: number): Promise<void>;
}

/** Headers have to be there within this time; bodies may take as long as they take. */
const headersTimeoutMs = 15_000;

/** Throws `unavailable` / `port_unavailable`. */
export const listen = async (
  listener: RequestListener,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Listening> => {
  const server = createServer(
    { headersTimeout: headersTimeoutMs, requestTimeout: 0, keepAliveTimeout: 5_000 },
    listener,
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      const message = `Nothing can listen on ${host}:${port}: ${cause.message}; set another port.`;
      reject(new OmsError('unavailable', 'port_unavailable', message, { cause }));
    });
    server.listen(port, host, resolve);
  });
  return { port: (server.address() as AddressInfo).port, close: (withinMs) => close(server, withinMs) };
};

const close = (server: Server, withinMs: number): Promise<void> =>
  new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), withinMs);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
