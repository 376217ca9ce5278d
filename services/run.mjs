import { spawn } from 'node:child_process';

/** Runs a command to its end; a failure throws with what it wrote. */
export const run = (command, args, options = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        said += text;
      });
    }
    child.once('error', reject);
    child.once('close', (status) => {
      if (status === 0) resolve(said);
      else reject(new Error(`${command} ${args.join(' ')} ended with ${status}:\n${said.slice(-2_000)}`));
    });
  });
