import type { DeductAnswer, Deduction, LineInventory, StockPair } from '@oms/core';
import type { PortCaller } from './port-caller.js';
import { lostAnswer } from './simulated-inventory.js';

export interface SimulatedLineInventoryOptions {
  readonly check: LineInventory['check'];
  /** Deducts, each time that it is asked. */
  readonly deduct: (tenantId: string, deduction: Deduction) => DeductAnswer;
}

const retryAfterMs = 2_000;

/** An inventory service across a network that deducts whenever it is asked: it says yes, no, or nothing that can be trusted. */
export const simulatedLineInventory = (
  caller: PortCaller,
  { check, deduct }: SimulatedLineInventoryOptions,
): LineInventory => ({
  check: (tenantId: string, pairs: readonly StockPair[]) =>
    caller.call({ name: 'inventory.check', input: [pairs], effect: () => check(tenantId, pairs) }),
  deduct: (tenantId, deduction) =>
    caller.call<DeductAnswer>({
      name: 'inventory.deduct',
      input: [deduction.orderId, deduction.line],
      // A connection hands a request over once; who asks twice is the core.
      isNeverRepeated: true,
      effect: async () => deduct(tenantId, deduction),
      refused: () => ({ answer: 'not_attempted', retryAfterMs, reason: 'Nothing answered.' }),
      lost: () => {
        caller.weather.coverage.branch('answer of the inventory lost');
        return { answer: 'unknown_outcome', reason: lostAnswer };
      },
    }),
});
