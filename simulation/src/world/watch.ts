import {
  type HoldCode,
  isUnknown,
  type Order,
  type OrderEventMessage,
  type OrderStatus,
  type OrderWrite,
  orderKey,
  type StartedAttempt,
  type StockClaim,
  type StockLine,
  type StockPair,
} from '@oms/core';
import { type Invariant, Violation } from '../checker/violation.js';
import { knownItems, sellerOf, tenants } from '../inputs/items.js';
import { lostAnswer } from '../ports/simulated-inventory.js';
import type { Settings } from './settings.js';
import type { Stores } from './stores.js';

const legalMoves: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  on_hold: ['on_hold', 'new_order', 'cancelled'],
  new_order: ['new_order', 'cancelled'],
  cancelled: ['cancelled'],
};

export const itemKey = (tenantId: string, { skuId, hubId }: StockPair): string =>
  JSON.stringify([tenantId, hubId, skuId]);

/** The invariants that hold at every step, checked as soon as a step may have broken one. The first finding is kept. */
export class Watch {
  violation: Violation | undefined;
  readonly delivered = new Map<string, number>();
  readonly #stores: Stores;
  readonly #isLedgered: boolean;
  /** Orders of which somebody has said what became of the line in doubt. */
  readonly #resolved = new Set<string>();
  /** Orders of which a line was in doubt at some time. */
  readonly #doubted = new Set<string>();
  /** Who takes up an order again of which nobody knows whether it was deducted. */
  readonly #codeOfUnknown: HoldCode;
  readonly #orders = new Map<string, Order>();
  readonly #lastSequences = new Map<string, number>();
  readonly #seen = new Set<string>();

  constructor(stores: Stores, { atomicClaim, isLedgered }: Pick<Settings, 'atomicClaim' | 'isLedgered'>) {
    this.#stores = stores;
    this.#isLedgered = isLedgered;
    this.#codeOfUnknown = atomicClaim ? 'inventory_unavailable' : 'claim_unknown';
  }

  found(invariant: Invariant, message: string): void {
    this.violation ??= new Violation(invariant, message);
  }

  /** A method of the order repo was called: whatever it wrote is looked at. */
  wrote(method: string, input: readonly unknown[]): void {
    if (method === 'insertMany') this.#written(input[1] as readonly OrderWrite[]);
    if (method === 'settleMany') this.#written(input[0] as readonly OrderWrite[]);
  }

  /** I1: stock is claimed for stored orders alone. */
  asked(tenantId: string, claims: readonly StockClaim[]): void {
    for (const { orderId } of claims) {
      const key = orderKey(tenantId, orderId);
      if (!this.#stores.orders.documents.has(key))
        this.found('I1', `Stock was claimed for ${key}, which is not stored.`);
    }
  }

  #waitsForPerson(key: string): boolean {
    const code = this.#orders.get(key)?.hold?.code;
    return code === 'manual' || code === 'unknown_item' || code === 'claim_unknown';
  }

  #written(writes: readonly OrderWrite[]): void {
    for (const { order } of writes) {
      const key = orderKey(order.tenantId, order.orderId);
      const stored = this.#stores.orders.documents.get(key)?.order;
      if (stored === undefined) continue;
      this.#checkMove(key, stored);
      this.#orders.set(key, stored);
      if (stored.sellerId !== sellerOf(stored.tenantId)) this.found('I9', `${key} is an order of ${stored.sellerId}.`);
    }
  }

  /** I6, and I7 for unknown outcomes. */
  #checkMove(key: string, { status, hold }: Order): void {
    const last = this.#orders.get(key);
    const before = last?.status ?? 'on_hold';
    const isFreed = last?.hold?.code === 'claim_unknown' && status === 'on_hold' && hold?.code !== 'claim_unknown';
    if (isFreed && !this.#resolved.has(key)) {
      this.found('I7', `${key} is held as ${hold?.code}, and nobody has said whether it was deducted.`);
    }
    const isCaught = hold?.code === 'claim_unknown' && last?.hold?.code !== 'claim_unknown';
    if (isCaught && this.#isLedgered && !this.#isDoubted(key)) {
      this.found('I7', `${key} is held as claim_unknown, and no line of it was in doubt.`);
    }
    if (!legalMoves[before].includes(status)) this.found('I6', `${key} went from ${before} to ${status}.`);
    if (status === 'new_order' && this.#waitsForPerson(key)) this.found('I6', `${key} left a person's hold by itself.`);
    // The claim ledger tells first what was asked for.
    if (hold?.lastAnswer?.endsWith(lostAnswer) === true && hold.code !== this.#codeOfUnknown) {
      this.found('I7', `${key} is held as ${hold.code} after an unknown outcome.`);
    }
  }

  #isDoubted(key: string): boolean {
    return this.#doubted.has(key) || this.#stores.claims.entries.get(key)?.attempt !== undefined;
  }

  /** An operator is about to say what became of a line. */
  resolved(tenantId: string, orderId: string): void {
    this.#resolved.add(orderKey(tenantId, orderId));
  }

  /** `start` of the claim ledger was called, by one whose clock says so. */
  refused([tenantId, orderId]: readonly unknown[], { answer, entry }: StartedAttempt, now: number): void {
    const isDoubtful = entry.attempt !== undefined && isUnknown(entry.attempt, now);
    if (answer === 'refused' && isDoubtful) this.#doubted.add(orderKey(String(tenantId), String(orderId)));
  }

  /** `record` of the claim ledger was called. */
  recorded([tenantId, orderId, , outcome]: readonly unknown[]): void {
    const { outcome: kind } = outcome as { readonly outcome: string };
    if (kind === 'unknown') this.#doubted.add(orderKey(String(tenantId), String(orderId)));
  }

  /** I3 and I9, of events that are about to be published. */
  published(messages: readonly OrderEventMessage[]): void {
    for (const { tenantId, orderId, sequence, type, content } of messages) {
      const key = orderKey(tenantId, orderId);
      const stored = this.#stores.orders.documents.get(key)?.order;
      if (stored === undefined || stored.sequence < sequence) {
        this.found('I3', `${type} ${sequence} of ${key} was published before it was stored.`);
      }
      if (content.sellerId !== sellerOf(tenantId)) this.found('I9', `An event of ${key} tells of ${content.sellerId}.`);
      const last = this.#lastSequences.get(`${key} ${type}`) ?? 0;
      if (this.#isFirst(key, sequence) && sequence < last) {
        this.found('I3', `${type} ${sequence} of ${key} came first after ${last} of the same type.`);
      }
      this.#lastSequences.set(`${key} ${type}`, Math.max(last, sequence));
    }
  }

  #isFirst(key: string, sequence: number): boolean {
    const event = `${key} ${sequence}`;
    if (this.#seen.has(event)) return false;
    this.#seen.add(event);
    return true;
  }

  delivery(tenantId: string, lines: readonly StockLine[]): void {
    for (const line of lines) {
      const key = itemKey(tenantId, line);
      this.delivered.set(key, (this.delivered.get(key) ?? 0) + line.quantity);
    }
  }

  /** I5 and I7: no item below 0, and what is gone of it is what its claims took, each order's own lines once. */
  stock(): void {
    const taken = this.#takenByClaims();
    for (const tenantId of tenants) for (const item of knownItems) this.#checkItem(itemKey(tenantId, item), taken);
  }

  #checkItem(key: string, taken: ReadonlyMap<string, number>): void {
    const left = this.#stores.stock.quantities.get(key) ?? 0;
    if (left < 0) this.found('I5', `${left} are left of ${key}.`);
    const gone = (this.delivered.get(key) ?? 0) - left;
    const claimed = taken.get(key) ?? 0;
    if (gone !== claimed) this.found('I7', `${gone} of ${key} are gone, ${claimed} claimed.`);
  }

  #takenByClaims(): ReadonlyMap<string, number> {
    if (this.#isLedgered) return this.#takenByDeductions();
    const taken = new Map<string, number>();
    for (const [name, claim] of this.#stores.stock.claims) {
      if (claim === 'released') continue;
      const [tenantId] = JSON.parse(name) as [string];
      for (const line of claim)
        taken.set(itemKey(tenantId, line), (taken.get(itemKey(tenantId, line)) ?? 0) + line.quantity);
    }
    return taken;
  }

  #takenByDeductions(): ReadonlyMap<string, number> {
    const taken = new Map<string, number>();
    for (const [name, { times, quantity }] of this.#stores.deductions) {
      const [tenantId = '', orderId, hubId = '', skuId = ''] = JSON.parse(name) as string[];
      if (times > 1) this.found('I7', `${skuId} at ${hubId} was deducted ${times} times for ${tenantId} ${orderId}.`);
      const item = itemKey(tenantId, { skuId, hubId });
      taken.set(item, (taken.get(item) ?? 0) + quantity);
    }
    return taken;
  }
}
