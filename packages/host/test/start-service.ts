import { workerRoles } from '../src/roles/role.js';
import { type RunningOms, startOms } from './start-oms.js';

/** All roles in one process, or each in one of its own. */
export const layouts = {
  'in one process': [['start']],
  'each in its own': [['api'], ...workerRoles.map((role) => ['worker', role])],
};

export interface Service extends Pick<RunningOms, 'api' | 'end'> {
  /** Kills what runs in a process of its own, the API or a worker, and starts it again. */
  killOne(n: number): Promise<void>;
}

/** Which processes were killed alone. */
export const killed = new Set<number>();

/** Starts a service; its end is that of all its processes. */
export const startService = async (layout: readonly (readonly string[])[], folder: string): Promise<Service> => {
  const processes = await Promise.all(layout.map((args) => startOms(args, { folder })));
  return {
    get api() {
      return (processes[0] as RunningOms).api;
    },
    killOne: async (n) => {
      if (layout.length === 1) return;
      const index = n % layout.length;
      killed.add(index);
      await processes[index]?.end('SIGKILL');
      processes[index] = await startOms(layout[index] as readonly string[], { folder });
    },
    end: async (signal) => {
      const ends = await Promise.all(processes.map((running) => running.end(signal)));
      return ends.find(({ status }) => status !== 0) ?? { status: 0, signal: null };
    },
  };
};
