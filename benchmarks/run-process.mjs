import { spawn } from 'node:child_process';
import { residentBytes } from './resident-bytes.mjs';

/** The heap limits that `oms` gives itself when it is run as a command. */
const heapLimits = ['--max-semi-space-size=16', '--max-old-space-size=128', '--heap-growing-percent=120'];
const sampleEveryMs = 250;

/** Runs a script of this project as a process of its own; resolves with its last line of JSON and what was seen of it. */
export const runProcess = (script, args, { env = {}, nodeFlags = heapLimits, onError = () => undefined } = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...nodeFlags, script, ...args], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const startedAt = performance.now();
    const memory = [];
    const sampler = setInterval(
      () => memory.push([performance.now() - startedAt, residentBytes(child.pid)]),
      sampleEveryMs,
    );
    let output = '';
    child.stdout.on('data', (piece) => {
      output += piece;
    });
    let errors = '';
    child.stderr.on('data', (piece) => {
      errors = `${errors}${piece}`.slice(-2_000);
      onError(String(piece), performance.now() - startedAt);
    });
    child.on('close', (code) => {
      clearInterval(sampler);
      if (code !== 0) return reject(new Error(`${script} ended with ${code}: ${errors}`));
      const seen = memory.filter(([, bytes]) => bytes !== undefined);
      return resolve({
        ...JSON.parse(output.trim().split('\n').at(-1)),
        memory: seen,
        peakBytes: Math.max(0, ...seen.map(([, bytes]) => bytes)),
      });
    });
  });
