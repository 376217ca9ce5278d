import { pairKey } from '../domain/stock-line.js';
import type { EpochMs } from '../domain/time.js';
import type { StockPair } from '../ports/inventory-gateway.js';
import type { OrderDeps } from './deps.js';

const maxPairs = 50_000;
const keptMs = 300_000;

/** The pairs that the inventory knew lately, so that an import asks for each once in five minutes; unknown is never kept. */
export class KnownPairs {
  readonly #deps: Pick<OrderDeps, 'inventory' | 'clock'>;
  readonly #knownUntil = new Map<string, EpochMs>();

  constructor(deps: Pick<OrderDeps, 'inventory' | 'clock'>) {
    this.#deps = deps;
  }

  /** The keys (`pairKey`) of those that are unknown; a pair may stand there more than once. Throws as `InventoryGateway.check`. */
  async unknownOf(tenantId: string, pairs: readonly StockPair[]): Promise<ReadonlySet<string>> {
    const now = this.#deps.clock.now();
    const asked = [...this.#notKnownAt(now, pairs).values()];
    if (asked.length === 0) return new Set();
    const answers = await this.#deps.inventory.check(tenantId, asked);
    if (this.#knownUntil.size + asked.length > maxPairs) this.#knownUntil.clear();
    const unknown = new Set<string>();
    asked.forEach((pair, index) => {
      if (answers[index] === 'known') this.#knownUntil.set(pairKey(pair), now + keptMs);
      else unknown.add(pairKey(pair));
    });
    return unknown;
  }

  #notKnownAt(now: EpochMs, pairs: readonly StockPair[]): ReadonlyMap<string, StockPair> {
    const asked = new Map<string, StockPair>();
    for (const { skuId, hubId } of pairs) {
      const key = pairKey({ skuId, hubId });
      if ((this.#knownUntil.get(key) ?? 0) <= now) asked.set(key, { skuId, hubId });
    }
    return asked;
  }
}
