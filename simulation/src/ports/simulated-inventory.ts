import type { ClaimAnswer, InventoryGateway, ReleaseAnswer, StockClaim } from '@oms/core';
import type { PortCaller } from './port-caller.js';

export interface SimulatedInventoryOptions {
  readonly subject: InventoryGateway;
  /** False: an unknown outcome needs a person. */
  readonly atomicClaim: boolean;
  readonly onClaim: (tenantId: string, claims: readonly StockClaim[]) => void;
  readonly onRelease: (tenantId: string, orderIds: readonly string[]) => void;
}

/** The reason of an unknown outcome. */
export const lostAnswer = 'The answer was lost.';

const retryAfterMs = 2_000;

/** An inventory service across a network: it says yes, no, or nothing that can be trusted. */
export const simulatedInventory = (caller: PortCaller, options: SimulatedInventoryOptions): InventoryGateway => {
  const { subject, atomicClaim, onClaim, onRelease } = options;
  const notAttempted: ClaimAnswer = { answer: 'not_attempted', retryAfterMs, reason: 'Nothing answered.' };
  const unknown: ClaimAnswer = { answer: 'unknown_outcome', reason: lostAnswer };
  const notReleased: ReleaseAnswer = { answer: 'not_released', retryAfterMs, reason: 'Nothing answered.' };
  return {
    supports: { atomicClaim, release: true },
    check: (tenantId, pairs) =>
      caller.call({ name: 'inventory.check', input: [pairs], effect: () => subject.check(tenantId, pairs) }),
    claim: (tenantId, claims) =>
      caller.call({
        name: 'inventory.claim',
        input: [claims],
        effect: () => {
          onClaim(tenantId, claims);
          return subject.claim(tenantId, claims);
        },
        refused: () => claims.map(() => notAttempted),
        lost: () => {
          caller.weather.coverage.branch('answer of the inventory lost');
          return claims.map(() => unknown);
        },
      }),
    release: (tenantId, orderIds) =>
      caller.call({
        name: 'inventory.release',
        input: [orderIds],
        effect: () => {
          onRelease(tenantId, orderIds);
          return subject.release(tenantId, orderIds);
        },
        refused: () => orderIds.map(() => notReleased),
        lost: () => orderIds.map(() => notReleased),
      }),
  };
};
