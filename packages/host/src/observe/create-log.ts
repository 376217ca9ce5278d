import { destination, type Logger, pino } from 'pino';
import type { Config } from '../config/config-schema.js';

/** JSON lines on stderr, so that stdout stays the command's own. */
export const createLog = (config: Config): Logger =>
  pino({ level: config.OMS_LOG_LEVEL, base: { pid: process.pid } }, destination({ dest: 2, sync: true }));
