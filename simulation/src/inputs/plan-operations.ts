import type { CreateOrderInput, StockLine } from '@oms/core';
import type { Chance } from './chance.js';
import { type Contents, contentsOfIds, knownItems, sellerOf, sharedOrderIds, tenants, unknownItem } from './items.js';
import type { CreateOperation, ImportOperation, Operation, OrderCommandName } from './operations.js';
import { writeFile } from './write-file.js';

/** Operations begin within this time. */
const busyMs = 6 * 60_000;

const stoppable = ['bulk-1', 'bulk-2', 'confirm-1', 'retry-1', 'relay-1'] as const;

/** Everything that people do in a run, to both tenants. */
export const planOperations = (chance: Chance): readonly Operation[] => {
  const contents = contentsOfIds(chance);
  const operations = tenants.flatMap((tenantId) => new TenantPlan(chance, tenantId, contents).all());
  const stops = chance.happens(0.4) ? [stop(chance)] : [];
  return [...operations, ...stops];
};

const stop = (chance: Chance): Operation => ({
  id: 'stop-1',
  kind: 'stop',
  atMs: chance.integer(0, busyMs),
  tenantId: tenants[0],
  process: chance.one(stoppable),
});

class TenantPlan {
  readonly #chance: Chance;
  readonly #tenantId: string;
  readonly #contents: ReadonlyMap<string, Contents>;
  #count = 0;

  constructor(chance: Chance, tenantId: string, contents: ReadonlyMap<string, Contents>) {
    this.#chance = chance;
    this.#tenantId = tenantId;
    this.#contents = contents;
  }

  all(): readonly Operation[] {
    const creates = this.#times(2, 6, () => this.#create());
    const imports = this.#times(1, 2, () => this.#import());
    return [
      this.#delivery(0),
      ...creates,
      ...imports,
      ...this.#again(imports),
      ...this.#times(2, 7, () => this.#command()),
      ...this.#times(0, 3, () => this.#delivery(this.#chance.integer(0, busyMs))),
      ...this.#maybe(0.12, () => this.#replacement(this.#chance.one(imports))),
      ...this.#maybe(0.5, () => this.#cancelImport(this.#chance.one(imports))),
      ...this.#maybe(0.5, () => ({ ...this.#common(), kind: 'browse' as const })),
      ...this.#maybe(0.1, () => ({ ...this.#common(), kind: 'garbage_job' as const })),
    ];
  }

  #times<T>(from: number, to: number, make: () => T): T[] {
    return Array.from({ length: this.#chance.integer(from, to) }, make);
  }

  #maybe<T>(probability: number, make: () => T): T[] {
    return this.#chance.happens(probability) ? [make()] : [];
  }

  #common() {
    this.#count += 1;
    return { id: `${this.#tenantId}-${this.#count}`, atMs: this.#chance.integer(0, busyMs), tenantId: this.#tenantId };
  }

  /** With an order id, an Idempotency-Key, or both; sometimes with other content than is usual for them. */
  #create(): CreateOperation {
    const orderId = this.#chance.one(sharedOrderIds);
    const contents = this.#contents.get(orderId) as Contents;
    const isUnknown = this.#chance.happens(0.08);
    const lines = isUnknown
      ? [{ ...unknownItem, quantity: 1 }]
      : this.#chance.happens(0.85)
        ? contents.usual
        : contents.other;
    return {
      ...this.#common(),
      kind: 'create',
      request: this.#request(orderId, lines),
      isAcceptable: !isUnknown,
      isSentTwice: this.#chance.happens(0.25),
    };
  }

  #request(orderId: string, lines: readonly StockLine[]): CreateOrderInput {
    const sellerId = sellerOf(this.#tenantId);
    const kind = this.#chance.random();
    if (kind < 0.6) return { orderId, sellerId, lines };
    const idempotencyKey = `key-${orderId}`;
    return kind < 0.85 ? { idempotencyKey, sellerId, lines } : { orderId, idempotencyKey, sellerId, lines };
  }

  #import(): ImportOperation {
    const common = this.#common();
    const { contents } = { contents: this.#contents };
    const file = writeFile(this.#chance, { tenantId: this.#tenantId, name: common.id, contents });
    return { ...common, kind: 'import', file, isSentTwice: this.#chance.happens(0.2) };
  }

  /** The same content once more, as the same submission or, under a reference, as another. */
  #again(imports: readonly ImportOperation[]): ImportOperation[] {
    return this.#maybe(0.4, () => {
      const { file } = this.#chance.one(imports);
      const again = { ...this.#common(), kind: 'import' as const, file, isSentTwice: false };
      return this.#chance.happens(0.4) ? { ...again, reference: 'again' } : again;
    });
  }

  #command(): Operation {
    const command = this.#chance.one<OrderCommandName>(['cancel', 'hold', 'unhold', 'retry', 'cancel', 'hold']);
    return { ...this.#common(), kind: 'command', command, orderId: this.#chance.one(sharedOrderIds) };
  }

  #delivery(atMs: number): Operation {
    const most = atMs === 0 ? 25 : 12;
    const lines = knownItems.map((item) => ({ ...item, quantity: this.#chance.integer(0, most) }));
    const some = atMs === 0 ? lines : lines.slice(0, this.#chance.integer(1, lines.length));
    return { ...this.#common(), kind: 'delivery', atMs, lines: some };
  }

  #replacement({ id: importId, atMs, file: before }: ImportOperation): Operation {
    const common = this.#common();
    const file = writeFile(this.#chance, { tenantId: this.#tenantId, name: common.id, contents: this.#contents });
    const soon = atMs + this.#chance.integer(0, 20_000);
    return { ...common, atMs: soon, kind: 'replace_file', importId, file: file.failure === undefined ? file : before };
  }

  #cancelImport({ id: importId, atMs }: ImportOperation): Operation {
    return { ...this.#common(), atMs: atMs + this.#chance.integer(0, 180_000), kind: 'cancel_import', importId };
  }
}
