import type { IncomingMessage, ServerResponse } from 'node:http';

/** Closes the connection of an answered request whose body is still not there after a while: nobody waits for the rest. */
export const closeUnread = (request: IncomingMessage, response: ServerResponse, afterMs: number): void => {
  const { socket } = request;
  response.once('finish', () => {
    if (request.complete) return;
    const close = () => {
      if (!request.complete) socket.destroy();
    };
    const timer = setTimeout(close, afterMs);
    socket.once('close', () => clearTimeout(timer));
  });
};
