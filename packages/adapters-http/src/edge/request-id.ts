import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const accepted = /^[A-Za-z0-9._:-]{1,128}$/;

/** The caller's own id when it is harmless in a log line, else a new one. */
export const requestIdOf = ({ headers }: IncomingMessage): string => {
  const given = headers['x-request-id'];
  return typeof given === 'string' && accepted.test(given) ? given : randomUUID();
};
