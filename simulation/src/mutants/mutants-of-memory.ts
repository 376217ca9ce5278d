import type { Mutant } from './mutant.js';

export const mutantsOfMemory: readonly Mutant[] = [
  {
    does: 'settles without compare-and-set',
    file: 'memory/memory-order-repo.ts',
    find: 'document === undefined || document.order.version !== order.version - 1',
    replace: 'document === undefined',
    within: 300,
  },
  {
    does: 'overwrites a stored order',
    file: 'memory/memory-order-repo.ts',
    find: '    if (stored !== undefined) {\n',
    replace: '    if (false) {\n',
    within: 20,
  },
  {
    does: 'clears the outbox whole',
    file: 'memory/memory-order-repo.ts',
    find: 'document.outbox = document.outbox.filter((event) => event.sequence !== sequence);',
    replace: 'document.outbox = [];',
    within: 100,
  },
  {
    does: 'reads the stock, then writes it',
    file: 'memory/memory-inventory-gateway.ts',
    find: '    return claims.map((claim) => this.#claim(tenantId, claim));',
    replace: `    const read = new Map(this.#stock.quantities);
    for (let turn = 0; turn < 12; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    for (const [key, quantity] of read) this.#stock.quantities.set(key, quantity);
    return claims.map((claim) => this.#claim(tenantId, claim));`,
    within: 200,
  },
  {
    does: 'deducts again for an order that has its stock',
    file: 'memory/memory-inventory-gateway.ts',
    find: "    if (before !== undefined) return { answer: before === 'released' ? 'released' : 'claimed' };",
    replace: "    if (before === 'released') return { answer: 'released' };",
    within: 50,
  },
  {
    does: 'sells what is not there',
    file: 'memory/memory-inventory-gateway.ts',
    find: 'return available < quantity ?',
    replace: 'return available < quantity - 1 ?',
    within: 20,
  },
  {
    does: 'leaves the tenant out of the key of a claim',
    file: 'memory/memory-inventory-gateway.ts',
    find: '    const key = orderKey(tenantId, orderId);\n    const before',
    replace: "    const key = orderKey('north', orderId);\n    const before",
    within: 20,
  },
  {
    does: 'claims what was released before',
    file: 'memory/memory-inventory-gateway.ts',
    find: "      this.#stock.claims.set(key, 'released');",
    replace: '      this.#stock.claims.delete(key);',
    within: 2_000,
  },
  {
    does: 'trusts the lease: events are out of the outbox once a relay has them',
    file: 'memory/memory-order-repo.ts',
    find: '      this.#store.unpublished.add(document.relayAt, document);',
    replace: `      const events = copy(document.outbox);
      document.outbox = [];
      if (events.length > 0) return { order: this.#store.show(document.order), events };`,
    within: 50,
  },
  {
    does: 'trusts the lease: a release is done once a worker has it',
    file: 'memory/memory-order-repo.ts',
    find: "release: { state: 'due', attempts: release?.attempts ?? 0, nextAttemptAt: now + leaseMs },",
    replace: "release: { state: 'done', attempts: release?.attempts ?? 0, nextAttemptAt: now + leaseMs },",
    within: 2_000,
  },
  {
    does: 'lets a cancelled bulk order run on',
    file: 'memory/memory-bulk-order-repo.ts',
    find: "state: 'cancelled', finishedAt: now, updatedAt: now };\n    document.fence += 1;",
    replace: "state: 'cancelled', finishedAt: now, updatedAt: now };",
    within: 200,
  },
  {
    does: 'writes progress without the rejections that belong to it',
    file: 'memory/memory-bulk-order-repo.ts',
    find: '      for (const rejection of rejections) {',
    replace: '      for (const rejection of progress.row % 3 === 0 ? [] : rejections) {',
    within: 20,
  },
  {
    does: 'reads a file that was changed meanwhile',
    file: 'memory/memory-file-store.ts',
    find: '      if (stored.etag !== etag) throw fileErrors.changed(address);\n',
    replace: '',
    within: 200,
  },
  {
    does: 'counts messages as handled before they are',
    file: 'memory/memory-order-event-bus.ts',
    find: '    group.inFlight = own;',
    replace: '    group.inFlight = undefined;',
    within: 500,
  },
];
