import type { OmsContainer } from '../create-container.js';
import type { PartName } from '../used-parts.js';

/** Stands for a port that nobody in this process asks; one that asks all the same is a mistake, and is told so. */
const unused = <T extends object>(port: string): T =>
  new Proxy({} as T, {
    get: (_, method) => {
      // Whoever looks whether it is a promise does not ask it.
      if (method === 'then') return undefined;
      return () => Promise.reject(new Error(`${port}.${String(method)}: this process does not use it.`));
    },
  });

/** Binds the ports of a part that this process does not use, so that it waits for no server of theirs. */
export const bindUnused = {
  store: (container) => {
    for (const port of ['orders', 'bulkOrders', 'claims'] as const) container.bind(port).toConstantValue(unused(port));
  },
  events: (container) => {
    container.bind('events').toConstantValue(unused('events'));
  },
  jobs: (container) => {
    container.bind('jobs').toConstantValue(unused('jobs'));
  },
  files: (container) => {
    container.bind('files').toConstantValue(unused('files'));
  },
  inventory: (container) => {
    container.bind('inventory').toConstantValue(unused('inventory'));
    container.bind('stock').toConstantValue(unused('stock'));
  },
} as const satisfies Record<PartName, (container: OmsContainer) => void>;
