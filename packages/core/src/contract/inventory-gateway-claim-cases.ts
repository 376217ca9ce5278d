import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import type { ContractCase } from './contract.js';
import { onSubject } from './contract-case.js';
import {
  aClaim,
  claimOne,
  expectLeft,
  kindsOf,
  type OpenedInventoryGateway,
  ofItem,
} from './inventory-gateway-opened.js';

const promises = onSubject<OpenedInventoryGateway>;
const insufficientOf = (wanted: number, available: number, skuId = 'sku-1') => ({
  skuId,
  hubId: 'hub-1',
  wanted,
  available,
});

export const inventoryGatewayClaimCases: readonly ContractCase<OpenedInventoryGateway>[] = [
  promises(
    { id: 'inventory_gateway.claim.claimed', promise: '`claimed`: all lines are deducted.' },
    async ({ subject, deliver }) => {
      await deliver('tenant-1', [ofItem(5), ofItem(5, 'sku-2')]);
      deepStrictEqual(await claimOne(subject, aClaim('order-1', ofItem(3), ofItem(5, 'sku-2'))), { answer: 'claimed' });
      await expectLeft(subject, 2);
      await expectLeft(subject, 0, 'sku-2');
    },
  ),
  promises(
    {
      id: 'inventory_gateway.claim.repeated',
      promise: 'The same order id again answers `claimed` and deducts nothing.',
    },
    async ({ subject, deliver }) => {
      await deliver('tenant-1', [ofItem(5)]);
      const claim = aClaim('order-1', ofItem(4));
      deepStrictEqual(kindsOf(await subject.claim('tenant-1', [claim, claim])), ['claimed', 'claimed']);
      strictEqual((await claimOne(subject, claim)).answer, 'claimed');
      await expectLeft(subject, 1);
    },
  ),
  promises(
    {
      id: 'inventory_gateway.claim.aligned',
      promise: 'Answers come one per input, in the same order, each on its own.',
    },
    async ({ subject, deliver }) => {
      await deliver('tenant-1', [ofItem(5)]);
      const claims = [
        aClaim('first', ofItem(3)),
        aClaim('too-much', ofItem(3)),
        aClaim('unknown', ofItem(1, 'sku-9')),
        aClaim('last', ofItem(2)),
      ];
      const expected = ['claimed', 'insufficient', 'unknown_item', 'claimed'];
      deepStrictEqual(kindsOf(await subject.claim('tenant-1', claims)), expected);
      deepStrictEqual(await subject.claim('tenant-1', []), []);
      await expectLeft(subject, 0);
    },
  ),
  promises(
    { id: 'inventory_gateway.claim.summed', promise: 'Lines of one SKU and hub are summed.' },
    async ({ subject, deliver }) => {
      await deliver('tenant-1', [ofItem(5)]);
      const answer = await claimOne(subject, aClaim('order-1', ofItem(3), ofItem(3)));
      ok(answer.answer === 'insufficient', answer.answer);
      deepStrictEqual(
        answer.shortages.map(({ wanted }) => wanted),
        [6],
      );
      strictEqual((await claimOne(subject, aClaim('order-2', ofItem(2), ofItem(3)))).answer, 'claimed');
      await expectLeft(subject, 0);
    },
  ),
  promises(
    {
      id: 'inventory_gateway.claim.insufficient',
      promise: '`insufficient`: nothing is deducted, of no line; the order may claim again once there is stock.',
      needs: 'atomicClaim',
    },
    async ({ subject, deliver }) => {
      await deliver('tenant-1', [ofItem(5), ofItem(1, 'sku-2')]);
      const claim = aClaim('order-1', ofItem(4), ofItem(2, 'sku-2'));
      strictEqual((await claimOne(subject, claim)).answer, 'insufficient');
      strictEqual((await claimOne(subject, aClaim('order-2', ofItem(5)))).answer, 'claimed');
      await deliver('tenant-1', [ofItem(4), ofItem(1, 'sku-2')]);
      strictEqual((await claimOne(subject, claim)).answer, 'claimed');
      await expectLeft(subject, 0);
      await expectLeft(subject, 0, 'sku-2');
    },
  ),
  promises(
    {
      id: 'inventory_gateway.claim.shortages',
      promise: 'Shortages are in the order of the lines, one per pair.',
      needs: 'atomicClaim',
    },
    async ({ subject, deliver }) => {
      await deliver('tenant-1', [ofItem(1, 'z'), ofItem(9, 'm'), ofItem(2, 'a')]);
      const claim = aClaim('order-1', ofItem(1, 'z'), ofItem(3, 'a'), ofItem(9, 'm'), ofItem(4, 'z'));
      const answer = await claimOne(subject, claim);
      ok(answer.answer === 'insufficient', answer.answer);
      const told = answer.shortages.map((shortage) => ({ available: 0, ...shortage }));
      const silent = answer.shortages.every(({ available }) => available === undefined);
      const expected = [insufficientOf(5, silent ? 0 : 1, 'z'), insufficientOf(3, silent ? 0 : 2, 'a')];
      deepStrictEqual(told, expected);
    },
  ),
  promises(
    {
      id: 'inventory_gateway.claim.unknown_item',
      promise: '`unknown_item` names the pairs, goes before `insufficient`, and nothing is deducted.',
      needs: 'atomicClaim',
    },
    async ({ subject, deliver }) => {
      await deliver('tenant-1', [ofItem(5)]);
      const elsewhere = ofItem(1, 'sku-1', 'hub-2');
      const claim = aClaim('order-1', ofItem(9), ofItem(1, 'none'), elsewhere, ofItem(2, 'none'));
      const pairs = [
        { skuId: 'none', hubId: 'hub-1' },
        { skuId: 'sku-1', hubId: 'hub-2' },
      ];
      deepStrictEqual(await claimOne(subject, claim), { answer: 'unknown_item', pairs });
      strictEqual((await claimOne(subject, aClaim('order-2', ofItem(1), elsewhere))).answer, 'unknown_item');
      await expectLeft(subject, 5);
    },
  ),
  promises(
    {
      id: 'inventory_gateway.claim.concurrent',
      promise: 'Stock never falls below 0; concurrent claims never get the same unit.',
      needs: 'atomicClaim',
    },
    async ({ subject, deliver }) => {
      await deliver('tenant-1', [ofItem(10)]);
      const claims = Array.from({ length: 12 }, (_, n) => aClaim(`order-${n}`, ofItem(3)));
      const answers = await Promise.all(claims.map((claim) => claimOne(subject, claim)));
      strictEqual(kindsOf(answers).filter((answer) => answer === 'claimed').length, 3);
      await expectLeft(subject, 1);
    },
  ),
  promises(
    {
      id: 'inventory_gateway.claim.concurrent_same',
      promise: 'Concurrent claims of one order deduct once.',
      needs: 'atomicClaim',
    },
    async ({ subject, deliver }) => {
      await deliver('tenant-1', [ofItem(10)]);
      const calls = Array.from({ length: 6 }, () => claimOne(subject, aClaim('order-1', ofItem(2))));
      deepStrictEqual(new Set(kindsOf(await Promise.all(calls))), new Set(['claimed']));
      await expectLeft(subject, 8);
    },
  ),
  promises(
    { id: 'inventory_gateway.tenants', promise: 'Tenants share no stock and no claims.' },
    async ({ subject, deliver }) => {
      await deliver('tenant-1', [ofItem(5)]);
      await deliver('tenant-2', [ofItem(1)]);
      strictEqual((await claimOne(subject, aClaim('order-1', ofItem(5)))).answer, 'claimed');
      const [theirs] = await subject.claim('tenant-2', [aClaim('order-1', ofItem(2))]);
      strictEqual(theirs?.answer, 'insufficient');
      const [foreign] = await subject.claim('tenant-3', [aClaim('order-1')]);
      strictEqual(foreign?.answer, 'unknown_item');
    },
  ),
  promises(
    { id: 'inventory_gateway.separators', promise: 'Ids are kept byte for byte: separators never make two items one.' },
    async ({ subject, deliver }) => {
      await deliver('tenant-1', [ofItem(1, 'a:b', 'c'), ofItem(2, 'a', 'b:c'), ofItem(4, 'A', 'b:c')]);
      const claims = [
        aClaim('x:y', ofItem(1, 'a:b', 'c')),
        aClaim('x', ofItem(2, 'a', 'b:c')),
        aClaim('X', ofItem(4, 'A', 'b:c')),
        aClaim('more', ofItem(1, 'a:b', 'c')),
      ];
      const expected = ['claimed', 'claimed', 'claimed', 'insufficient'];
      deepStrictEqual(kindsOf(await subject.claim('tenant-1', claims)), expected);
    },
  ),
];
