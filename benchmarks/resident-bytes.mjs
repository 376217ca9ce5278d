import { readFileSync } from 'node:fs';

/** Resident memory of a process, in bytes; undefined where /proc is not. */
export const residentBytes = (pid) => {
  try {
    return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1_024;
  } catch {
    return undefined;
  }
};
