import type { OrderId, ReleaseAnswer, TenantId } from '@oms/core';
import type { Connection } from '../database/connection.js';
import { tenantKey } from '../database/interned-names.js';
import { type ClaimedLines, claimNameOf } from './claim-rows.js';
import type { ClaimDeps } from './claim-stock.js';
import { changeStock } from './stock-row.js';

/** Gives each claim back once; an id that was never claimed is released for good. Inside a write. */
export const releaseStock =
  (deps: ClaimDeps, tenantId: TenantId, orderIds: readonly OrderId[]) =>
  (connection: Connection): readonly ReleaseAnswer[] => {
    const tenantNo = deps.interned.findOrAdd(connection, tenantKey(tenantId));
    return orderIds.map((orderId) => {
      const name = claimNameOf(tenantId, tenantNo, orderId);
      const claim = deps.claims.find(connection, name);
      if (claim === undefined) deps.claims.add(connection, name, { isReleased: true, lines: [] });
      else if (claim.is_released === 0) {
        for (const [stockNo, quantity] of JSON.parse(claim.lines) as ClaimedLines) {
          changeStock(connection, stockNo, quantity);
        }
        deps.claims.markReleased(connection, claim);
      }
      return { answer: 'released' };
    });
  };
