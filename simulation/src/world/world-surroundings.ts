import type { Api, Surroundings } from '../actors/surroundings.js';
import { linesInDoubt } from './lines-in-doubt.js';
import type { Service } from './start-process.js';
import type { World } from './world.js';

/** Where requests go. */
export interface Apis {
  anyApi(): Service | undefined;
  stop(name: string): void;
}

/** The simulated world, as people act upon it. */
export const worldSurroundings = (world: World, apis: Apis): Surroundings => ({
  sleep: (ms) => world.outside.sleep(ms),
  anyApi: () => apiOf(apis.anyApi()),
  stop: async (name) => apis.stop(name),
  deliver: (tenantId, lines) => world.deliver(tenantId, lines),
  replaceFile: (address, text) => world.replaceFile(address, text),
  sendGarbageJob: (body) => world.sendGarbageJob(body),
  ordersOnManualHold: async () =>
    [...world.stores.orders.documents.values()].map(({ order }) => order).filter(({ hold }) => hold?.code === 'manual'),
  linesInDoubt: async () => linesInDoubt(world),
  note: (who, what) => world.note(who, what),
  reached: (branch) => world.coverage.branch(branch),
  found: (invariant, message) => world.watch.found(invariant, message),
});

const apiOf = (service: Service | undefined): Api | undefined =>
  service === undefined ? undefined : { oms: service.oms, serve: (work) => service.process.serve(work) };
