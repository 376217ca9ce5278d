import { checkEvents } from './check-events.js';
import { checkImports } from './check-imports.js';
import { checkHistories, checkOrigins, checkRequests, ordersById } from './check-orders.js';
import { checkStock } from './check-stock.js';
import type { Evidence } from './evidence.js';
import type { Expectations } from './expectations.js';
import type { Violation } from './violation.js';

/** Holds the end of a run to its invariants; the violations, none when all is well. Any adapters may have been under it. */
export const check = (expectations: Expectations, evidence: Evidence): readonly Violation[] => {
  const stored = ordersById(evidence);
  return [
    ...checkRequests(expectations, stored),
    ...checkOrigins(expectations, evidence),
    ...checkHistories(expectations, stored),
    ...checkImports(expectations, evidence, stored),
    ...checkEvents(evidence),
    ...checkStock(expectations, evidence),
  ];
};
