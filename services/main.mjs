import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parts } from './parts.mjs';
import { startPart } from './start-part.mjs';

const usage = `Starts the servers that the integration tests need, without a container engine.

  npm run services [-- PART...]             starts them, prints the variables to export, ends them on Ctrl-C
  npm run services -- [PART...] -- COMMAND  runs a command with these variables, then ends them

Parts: ${Object.keys(parts).join(', ')}; default: all.
Ports: SERVICES_KAFKA_PORT and so on, else free ones. Downloads: OMS_CI_CACHE, else ~/.cache/oms.`;

const args = process.argv.slice(2);
const split = args.indexOf('--');
const names = split === -1 ? args : args.slice(0, split);
const command = split === -1 ? [] : args.slice(split + 1);
const unknown = names.find((name) => !(name in parts));
if (unknown !== undefined) {
  process.stderr.write(`${unknown === '--help' ? '' : `There is no part ${unknown}.\n`}${usage}\n`);
  process.exit(2);
}

const root = mkdtempSync(join(tmpdir(), 'oms-services-'));
const wanted = names.length === 0 ? Object.keys(parts) : names;
const stopped = new Promise((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => resolve(130));
});

const started = await Promise.allSettled(wanted.map((name) => startPart(root, name, parts[name])));
const running = started.flatMap(({ status, value }) => (status === 'fulfilled' ? [value] : []));
const failures = started.flatMap(({ reason }) => (reason === undefined ? [] : [reason]));
const variables = Object.assign({}, ...running.map((part) => part.variables));
for (const { message } of failures) process.stderr.write(`${message}\n`);

const runCommand = () =>
  new Promise((resolve) => {
    const child = spawn(command[0], command.slice(1), { stdio: 'inherit', env: { ...process.env, ...variables } });
    child.once('error', () => resolve(127));
    child.once('close', (code, signal) => resolve(code ?? (signal === null ? 1 : 128)));
    stopped.then(() => child.kill('SIGTERM'));
  });

const wait = async () => {
  for (const name of wanted) process.stderr.write(`${parts[name].name}: running\n`);
  for (const [name, value] of Object.entries(variables)) process.stdout.write(`export ${name}='${value}'\n`);
  const died = Promise.race(running.map(({ ended }) => ended.then(() => 1)));
  return Promise.race([stopped.then(() => 0), died]);
};

const status = failures.length > 0 ? 1 : await (command.length > 0 ? runCommand() : wait());
await Promise.all(running.map(({ end }) => end()));
rmSync(root, { recursive: true, force: true });
process.exitCode = status;
