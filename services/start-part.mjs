import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { folderOf } from './parts.mjs';

const readyWithinMs = 60_000;

/** Starts a server; resolves once it takes connections, with the variables that name it and a way to end it. */
export const startPart = async (root, key, part) => {
  const folder = folderOf(root, key);
  const { command, args, env = {}, port, variables } = await part.start(folder);
  const log = createWriteStream(join(root, `${key}.log`));
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const end = async () => {
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await ended;
    clearTimeout(late);
  };
  try {
    await listening(port, child);
  } catch (cause) {
    await end();
    throw new Error(`${part.name} does not listen on port ${port}; it wrote ${join(root, `${key}.log`)}`, { cause });
  }
  return { variables, end, ended };
};

const listening = async (port, child) => {
  const giveUpAt = Date.now() + readyWithinMs;
  while (!(await connects(port))) {
    if (child.exitCode !== null || Date.now() > giveUpAt) throw new Error('it has ended, or is too slow');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};

const connects = (port) =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
