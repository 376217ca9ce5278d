import { CommanderError } from 'commander';
import { loadConfig } from '../config/load-config.js';
import { errorLine } from './cli-error.js';
import { hideWarning } from './hide-warning.js';
import { createProgram } from './program.js';

/** Commander has written these itself. */
const shown: ReadonlySet<string> = new Set(['commander.help', 'commander.helpDisplayed', 'commander.version']);

// The client of Kafka sets a timer for a moment that is over, which does no harm.
hideWarning('TimeoutNegativeWarning');

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

const program = createProgram({
  config: () => loadConfig(),
  stop: stop.signal,
  print: (text) => {
    process.stdout.write(`${text}\n`);
  },
});

try {
  await program.parseAsync();
} catch (error) {
  const isHelp = error instanceof CommanderError && shown.has(error.code);
  if (!isHelp) process.stderr.write(`${errorLine(error)}\n`);
  if (!isHelp || error.exitCode !== 0) process.exitCode = 2;
}

/** What a handler that stands still has open does not keep the process. */
const lingerMs = 500;
setTimeout(() => process.exit(), lingerMs).unref();
