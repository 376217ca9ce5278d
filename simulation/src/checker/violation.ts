export type Invariant = 'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'I6' | 'I7' | 'I8' | 'I9' | 'I10';

/** What each invariant says, for reports. */
export const invariantTexts: Readonly<Record<Invariant, string>> = {
  I1: 'every valid row and request is exactly one order',
  I2: 'every invalid row is reported exactly once, no valid row ever, and the counts are right',
  I3: 'every order has its order.created, never before the order exists, first arrivals of a type in sequence',
  I4: 'initial stock and deliveries less what remains are the quantities of new_order orders',
  I5: 'stock is never below 0',
  I6: "new_order never reverts, cancelled is the end, and no order leaves a person's hold by itself",
  I7: 'an order is deducted at most once, and a claim of unknown outcome is not asked again',
  I8: 'nothing stays on hold whose stock suffices, no release stays due, no outbox is left, no worker ends',
  I9: 'nothing crosses tenants',
  I10: 'every bulk order ends completed, failed with a true reason, or cancelled',
};

/** A promise that did not hold. */
export class Violation extends Error {
  readonly invariant: Invariant;

  constructor(invariant: Invariant, message: string) {
    super(`${invariant}: ${message}`);
    this.invariant = invariant;
  }
}
