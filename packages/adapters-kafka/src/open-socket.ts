import { connect as connectPlainly, isIP, type Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import type { ISocketFactory } from 'kafkajs';
import { wholeAnswers } from './whole-answers.js';

const keepAliveMs = 60_000;

/** Opens a connection as the client would, but one that brings whole answers alone. */
export const openSocket: ISocketFactory = ({ host, port, ssl, onConnect }) => {
  const name = isIP(host) === 0 ? { servername: host } : {};
  const socket: Socket = ssl
    ? connectSecurely({ host, port, ...name, ...ssl }, onConnect)
    : connectPlainly({ host, port }, onConnect);
  socket.setKeepAlive(true, keepAliveMs);
  const on = socket.on.bind(socket) as (event: string, listener: (...given: never[]) => void) => Socket;
  return Object.assign(socket, {
    on: (event: string, listener: (...given: never[]) => void) =>
      on(event, event === 'data' ? wholeAnswers(listener as (answer: Buffer) => void) : listener),
  });
};
