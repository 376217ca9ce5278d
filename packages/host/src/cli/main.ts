import { loadConfig } from '../config/load-config.js';
import { errorLine } from './cli-error.js';
import { createProgram } from './program.js';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

const program = createProgram({
  config: () => loadConfig(),
  stop: stop.signal,
  print: (text) => {
    process.stdout.write(`${text}\n`);
  },
});
program.exitOverride((error) => {
  process.exit(error.exitCode === 0 ? 0 : 2);
});

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${errorLine(error)}\n`);
  process.exitCode = 2;
}
