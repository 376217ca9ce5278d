import type { Mutant } from './mutant.js';

export const mutantsOfUseCases: readonly Mutant[] = [
  {
    does: 'publishes before it stores',
    file: 'use-cases/create-order.ts',
    find: '  const [answer] = await orders.insertMany(',
    replace: '  deps.publish(move);\n  const [answer] = await orders.insertMany(',
    within: 20,
  },
  {
    does: 'marks events as published before it sends them',
    file: 'use-cases/publish-events.ts',
    find: '      const answers = await events.publish(messages);',
    replace: `      await orders.markPublished(messages.map(({ tenantId, orderId, sequence }) => ({ tenantId, orderId, sequence })));
      const answers = await events.publish(messages);`,
    within: 20,
  },
  {
    does: 'publishes a second hold before the first is known to be published',
    file: 'use-cases/commit-moves.ts',
    find: 'published: publishEvents(deps)(done.filter((move) => !isHeldAgain(move)))',
    replace: 'published: publishEvents(deps)(done)',
    within: 300,
  },
  {
    does: 'gives rows without an order id random ids',
    file: 'use-cases/chunk-verdict.ts',
    find: 'group.orderId ?? orderIdOfRow(',
    replace:
      "group.orderId ?? 'random-'.concat(String((globalThis.omsRandom = (globalThis.omsRandom ?? 0) + 1))) ?? orderIdOfRow(",
    within: 20,
  },
  {
    does: 'gives requests with an Idempotency-Key random ids',
    file: 'use-cases/create-order.ts',
    find: 'key === undefined ? deps.ids.next() : orderIdOfKey(context.tenantId, key)',
    replace: 'deps.ids.next()',
    within: 20,
  },
  {
    does: 'reads an unknown outcome as a no',
    file: 'use-cases/claim-stock.ts',
    find: '    const answers = await deps.inventory.claim(tenantId, claims);',
    replace: `    const answers = (await deps.inventory.claim(tenantId, claims)).map((answer) =>
      answer.answer === 'unknown_outcome' ? { answer: 'unknown_item', pairs: [] } : answer);`,
    within: 100,
  },
  {
    does: 'asks blindly again after an unknown outcome',
    file: 'use-cases/claim-stock.ts',
    find: 'return deps.inventory.supports.atomicClaim',
    replace: 'return true',
    within: 200,
  },
  {
    does: 'leaves a claim that stands to chance when its order was settled otherwise',
    file: 'use-cases/retry-group.ts',
    find: 'await claimStanding(deps)(group, turn.asked);',
    replace: 'await Promise.resolve();',
    within: 4_000,
  },
  {
    does: 'takes orders of any hold when an event comes',
    file: 'use-cases/confirm-orders.ts',
    find: "order?.hold?.code === 'awaiting_check'",
    replace: 'order?.hold !== undefined',
    within: 100,
  },
  {
    does: 'claims for confirmed orders again when an event comes twice',
    file: 'use-cases/confirm-orders.ts',
    find: "order?.hold?.code === 'awaiting_check'",
    replace: "order !== undefined && order.status !== 'cancelled'",
    within: 100,
  },
  {
    does: 'calls a release done that the inventory did not confirm',
    file: 'use-cases/release-orders.ts',
    find: 'released(deps, order, answers[index])',
    replace: "released(deps, order, { answer: 'released' })",
    within: 1_000,
  },
  {
    does: 'writes the checkpoint before the chunk is stored',
    file: 'use-cases/import-rows.ts',
    find: '        yield chunk;',
    replace: `        const progress = { ...checkpoints.progress, row: chunk.lastRow };
        const early = { progress, rejections: [], now: deps.clock.now() };
        await deps.bulkOrders.checkpoint(lease, { ...early, leaseMs: deps.policy.bulkLeaseMs });
        yield chunk;`,
    within: 20,
  },
  {
    does: 'covers a chunk while the one before it is not stored',
    file: 'use-cases/some-at-a-time.ts',
    find: 'await running.shift()',
    replace: 'await running.pop()',
    within: 20,
  },
  {
    does: 'takes events out of the outbox of an order of which it has heard none',
    file: 'use-cases/claim-stock.ts',
    find: 'areEarlierPublished: isHeard(outcome.order)',
    replace: 'areEarlierPublished: true',
    within: 1_000,
  },
  {
    does: 'ends a checkpoint inside an order',
    file: 'use-cases/read-chunks.ts',
    find: 'lastRow: groups.length === 0 ? this.#covered : lastRowOf(groups.at(-1) as RowGroup),',
    replace: 'lastRow: groups.length === 0 ? this.#covered : lastRowOf(groups.at(-1) as RowGroup) - 1,',
    within: 20,
  },
  {
    does: 'counts an order that it stored in an earlier try as another one',
    file: 'use-cases/store-chunk.ts',
    find: "answer.answer === 'created' || (answer.answer === 'unchanged' && isOwn(bulkOrder, answer.order))",
    replace: "answer.answer === 'created'",
    within: 20,
  },
  {
    does: 'refuses rows as unknown while the inventory is down',
    file: 'use-cases/known-pairs.ts',
    find: 'await this.#deps.inventory.check(tenantId, asked);',
    replace: "await this.#deps.inventory.check(tenantId, asked).catch(() => asked.map(() => 'unknown'));",
    within: 100,
  },
  {
    does: 'fails a bulk order for an outage',
    file: 'use-cases/process-bulk-order.ts',
    find: "  unavailable: 'pause',",
    replace: "  unavailable: 'fail',",
    within: 20,
  },
  {
    does: 'sweeps no bulk order whose job was lost',
    file: 'use-cases/sweep-bulk-orders.ts',
    find: '    for (const bulkOrder of abandoned) await enqueueBulkOrder(deps)(bulkOrder);\n',
    replace: '',
    within: 50,
  },
  {
    does: 'relays nothing that its writer left behind',
    file: 'workers/relay-worker.ts',
    find: 'const { count, outcome } = await relayEvents(deps)();',
    replace: "const { count, outcome } = { count: 0, outcome: 'published' };",
    within: 20,
  },
];
