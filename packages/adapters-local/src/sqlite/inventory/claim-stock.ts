import type { ClaimAnswer, Shortage, StockClaim, StockLine, TenantId } from '@oms/core';
import type { Connection } from '../database/connection.js';
import type { InternedKeys } from '../database/interned-keys.js';
import { tenantKey } from '../database/interned-names.js';
import { type ClaimRows, claimNameOf } from './claim-rows.js';
import { changeStock, findStock, type StockRow } from './stock-row.js';

export interface ClaimDeps {
  readonly interned: InternedKeys;
  readonly claims: ClaimRows;
}

/** A line with the stock there is of it. */
interface Wanted {
  readonly line: StockLine;
  readonly stock: StockRow;
}

/** Claims each in turn, all lines or none; inside a write. The lines of a claim name each pair once. */
export const claimStock =
  (deps: ClaimDeps, tenantId: TenantId, claims: readonly StockClaim[]) =>
  (connection: Connection): readonly ClaimAnswer[] => {
    const tenantNo = deps.interned.findOrAdd(connection, tenantKey(tenantId));
    return claims.map((claim) => claimOne(deps, connection, { tenantId, tenantNo, claim }));
  };

interface OneClaim {
  readonly tenantId: TenantId;
  readonly tenantNo: number;
  readonly claim: StockClaim;
}

const claimOne = (deps: ClaimDeps, connection: Connection, { tenantId, tenantNo, claim }: OneClaim): ClaimAnswer => {
  const name = claimNameOf(tenantId, tenantNo, claim.orderId);
  const claimed = deps.claims.find(connection, name);
  if (claimed !== undefined) return { answer: claimed.is_released === 1 ? 'released' : 'claimed' };
  const wanted = lookUp(connection, tenantNo, claim.lines);
  if (!Array.isArray(wanted)) return wanted;
  for (const { stock, line } of wanted) changeStock(connection, stock.stock_no, -line.quantity);
  const deducted = wanted.map(({ stock, line }) => [stock.stock_no, line.quantity] as const);
  deps.claims.add(connection, name, { isReleased: false, lines: deducted });
  return { answer: 'claimed' };
};

const lookUp = (connection: Connection, tenantNo: number, lines: readonly StockLine[]): Wanted[] | ClaimAnswer => {
  const found = lines.map((line) => ({ line, stock: findStock(connection, tenantNo, line) }));
  const unknown = found.filter(({ stock }) => stock === undefined);
  if (unknown.length > 0) {
    return { answer: 'unknown_item', pairs: unknown.map(({ line: { skuId, hubId } }) => ({ skuId, hubId })) };
  }
  const wanted = found as Wanted[];
  const shortages = wanted.flatMap(shortageOf);
  return shortages.length > 0 ? { answer: 'insufficient', shortages } : wanted;
};

const shortageOf = ({ line: { skuId, hubId, quantity }, stock }: Wanted): readonly Shortage[] =>
  stock.quantity < quantity ? [{ skuId, hubId, wanted: quantity, available: stock.quantity }] : [];
