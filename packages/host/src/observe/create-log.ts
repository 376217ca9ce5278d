import { destination, type Logger, pino } from 'pino';
import type { Config } from '../config/config-schema.js';

/** What JSON leaves as it is, and a terminal or another program takes for an order or for the end of a line. */
const unsafe = /[\u007f-\u009f\u2028\u2029]/g;

const escaped = (line: string): string =>
  line.replace(unsafe, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** JSON lines on stderr, so that stdout stays the command's own. No control character stands in one, whoever sent it. */
export const createLog = (config: Config): Logger =>
  pino(
    { level: config.OMS_LOG_LEVEL, base: { pid: process.pid }, hooks: { streamWrite: escaped } },
    destination({ dest: 2, sync: true }),
  );
