import type { ChildProcess } from 'node:child_process';

const alive = new Set<ChildProcess>();

process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

/** What a test that failed, or ran out of time, has left behind ends with the worker that ran it. */
export const endWithWorker = (child: ChildProcess): void => {
  alive.add(child);
  child.once('close', () => alive.delete(child));
};
