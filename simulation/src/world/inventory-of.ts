import { type BulkPorts, type Clock, type Ids, LedgeredInventory, type StartedAttempt } from '@oms/core';
import { MemoryClaimLedger, MemoryInventoryGateway } from '@oms/core/memory';
import type { PortCaller } from '../ports/port-caller.js';
import { simulatedInventory } from '../ports/simulated-inventory.js';
import { simulatedLineInventory } from '../ports/simulated-line-inventory.js';
import { simulatedRepo } from '../ports/simulated-repo.js';
import { deductLine } from './deduct-line.js';
import type { World } from './world.js';

export interface InventoryParts {
  readonly clock: Clock;
  readonly ids: Ids;
}

type InventoryPorts = Pick<BulkPorts, 'inventory' | 'claims'>;

/** The inventory of a run: one that claims, or one that only decrements behind the claim ledger. */
export const inventoryOf = (world: World, caller: PortCaller, parts: InventoryParts): InventoryPorts =>
  world.settings.isLedgered ? ledgered(world, caller, parts) : claiming(world, caller);

const claiming = (world: World, caller: PortCaller): InventoryPorts => {
  const { stores, settings, watch, weather } = world;
  const inventory = simulatedInventory(caller, {
    subject: new MemoryInventoryGateway(stores.stock),
    atomicClaim: settings.atomicClaim,
    onClaim: (tenantId, claims) => watch.asked(tenantId, claims),
    onRelease: (tenantId, orderIds) => {
      const isEarly = orderIds.some((orderId) => !world.hasClaim(tenantId, orderId));
      if (isEarly) weather.coverage.branch('release before claim');
    },
  });
  return { inventory };
};

const ledgered = (world: World, caller: PortCaller, { clock, ids }: InventoryParts): InventoryPorts => {
  const { stores, watch, weather } = world;
  const inventory = new MemoryInventoryGateway(stores.stock);
  const lines = simulatedLineInventory(caller, {
    check: (tenantId, pairs) => inventory.check(tenantId, pairs),
    deduct: (tenantId, deduction) => {
      watch.asked(tenantId, [{ orderId: deduction.orderId, lines: [] }]);
      return deductLine(stores, tenantId, deduction);
    },
  });
  const claims = simulatedRepo(caller, {
    port: 'claims',
    subject: new MemoryClaimLedger(stores.claims),
    seen: (method, input, answer) => {
      if (method === 'close' && (answer as { deducted: readonly unknown[] }).deducted.length === 0)
        weather.coverage.branch('release before claim');
      if (method === 'start') watch.refused(input, answer as StartedAttempt, clock.now());
      if (method === 'record') watch.recorded(input);
    },
  });
  return { claims, inventory: new LedgeredInventory({ lines, ledger: claims, clock, ids }) };
};
