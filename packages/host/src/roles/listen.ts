import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OmsError } from '@oms/core';

export interface Listening {
  readonly port: number;
  /** Takes nothing new, lets what is at work end within the time given, then cuts it off. */
  close(withinMs: number): Promise<void>;
}

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  /** Headers have to be there within this time, in milliseconds; default 15,000. Bodies are the listener's to wait for. */
  readonly headersTimeoutMs?: number;
}

/** An idle connection stays open for so long after an answer. */
const keepAliveTimeoutMs = 5_000;
/** How late an overdue connection may be closed. */
const checkEveryMs = 500;
/** Room for a token that is far too long, so that it is the listener that refuses it. */
const maxHeaderBytes = 65_536;

/** Throws `unavailable` / `port_unavailable`. */
export const listen = async (
  listener: RequestListener,
  { host, port, headersTimeoutMs = 15_000 }: ListenOptions,
): Promise<Listening> => {
  const server = createServer(
    {
      headersTimeout: headersTimeoutMs,
      requestTimeout: 0,
      keepAliveTimeout: keepAliveTimeoutMs,
      connectionsCheckingInterval: checkEveryMs,
      maxHeaderSize: maxHeaderBytes,
    },
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
