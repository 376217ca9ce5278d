import { spawn } from 'node:child_process';

const maxBytes = 8_000_000;

/** Runs a program to its end, or ends it after `timeoutMs`; never rejects for what it did. */
export const runCommand = (program, args, { cwd, env = {}, timeoutMs = 120_000 } = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const texts = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr']) {
      child[name].setEncoding('utf8').on('data', (text) => {
        if (texts[name].length < maxBytes) texts[name] += text;
      });
    }
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      child.kill('SIGKILL');
    }, timeoutMs);
    child.on('error', reject);
    child.on('close', (status) => {
      clearTimeout(timer);
      if (isLate) texts.stderr += `\nended after ${timeoutMs} ms`;
      resolve({ status, ...texts });
    });
  });

/** The last lines of what a program said, for a check that failed. */
export const lastWords = ({ status, stdout, stderr }) =>
  `exit status ${status}\n${`${stdout}\n${stderr}`.trim().split('\n').slice(-25).join('\n')}`;
