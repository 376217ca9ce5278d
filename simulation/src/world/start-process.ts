import { type BulkPorts, createOms, type Oms } from '@oms/core';
import {
  MemoryBulkOrderRepo,
  MemoryFileStore,
  MemoryJobQueue,
  MemoryOrderEventBus,
  MemoryOrderRepo,
  MemoryRejectionWriter,
  MemoryRowReader,
  SeededIds,
} from '@oms/core/memory';
import { type Process, ProcessClock } from '../engine/process.js';
import { PortCaller } from '../ports/port-caller.js';
import { simulatedEventBus } from '../ports/simulated-event-bus.js';
import { simulatedFileStore } from '../ports/simulated-file-store.js';
import { simulatedJobQueue } from '../ports/simulated-job-queue.js';
import { simulatedRepo } from '../ports/simulated-repo.js';
import { branchesOfBulkOrders, branchesOfOrders } from './branches-of-repos.js';
import { inventoryOf } from './inventory-of.js';
import type { World } from './world.js';

/** One life of a process of the service, on its own connections to the stores that all share. */
export interface Service {
  readonly process: Process;
  readonly ports: BulkPorts;
  readonly oms: Oms;
}

export const startService = (world: World, process: Process): Service => {
  const ports = portsOf(world, process);
  return { process, ports, oms: createOms(ports) };
};

const portsOf = (world: World, process: Process): BulkPorts => {
  const { stores, watch, settings, weather } = world;
  const { coverage } = weather;
  const stretched = (ms: number) => world.stretched(ms);
  const caller = new PortCaller(process, weather, () => watch.stock());
  const serverClock = new ProcessClock(process, { stretched, isSkewed: false });
  const clock = new ProcessClock(process, { stretched, isSkewed: true });
  const ids = new SeededIds(world.nextSeed());
  return {
    ...repos(world, caller),
    events: simulatedEventBus(caller, {
      subject: new MemoryOrderEventBus(serverClock, stores.events, { pollMs: 1_000, retryDelayMs: 1_000 }),
      onPublish: (messages) => watch.published(messages),
    }),
    ...inventoryOf(world, caller, { clock, ids }),
    files: simulatedFileStore(caller, new MemoryFileStore(stores.files)),
    jobs: simulatedJobQueue(caller, new MemoryJobQueue(serverClock, stores.jobs, { pollMs: 1_000 })),
    rows: new MemoryRowReader(),
    rejections: new MemoryRejectionWriter(),
    clock,
    ids,
    observer: {
      observe: (fact) => {
        if (fact.kind === 'publish_postponed') coverage.branch('events left to the relay');
      },
    },
    policy: settings.policy,
  };
};

const repos = ({ stores, weather, holders, watch }: World, caller: PortCaller) => {
  const { coverage } = weather;
  const seeOrders = branchesOfOrders(coverage);
  return {
    orders: simulatedRepo(caller, {
      port: 'orders',
      subject: new MemoryOrderRepo(stores.orders),
      seen: (method, input, answer) => {
        seeOrders(method, input, answer);
        watch.wrote(method, input);
      },
    }),
    bulkOrders: simulatedRepo(caller, {
      port: 'bulkOrders',
      subject: new MemoryBulkOrderRepo(stores.bulkOrders),
      seen: branchesOfBulkOrders(coverage, { holders, name: caller.process.name }),
    }),
  };
};
