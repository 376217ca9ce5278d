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
const needs = 'release';

export const inventoryGatewayReleaseCases: readonly ContractCase<OpenedInventoryGateway>[] = [
  promises(
    {
      id: 'inventory_gateway.release',
      promise: 'release gives the claims of these orders back; answers are aligned.',
      needs,
    },
    async ({ subject, deliver }) => {
      await deliver('tenant-1', [ofItem(5), ofItem(5, 'sku-2')]);
      await subject.claim('tenant-1', [aClaim('a', ofItem(2), ofItem(4, 'sku-2')), aClaim('b', ofItem(1))]);
      deepStrictEqual(kindsOf(await subject.release('tenant-1', ['a', 'none', 'b'])), [
        'released',
        'released',
        'released',
      ]);
      deepStrictEqual(await subject.release('tenant-1', []), []);
      await expectLeft(subject, 5);
      await expectLeft(subject, 5, 'sku-2');
    },
  ),
  promises(
    {
      id: 'inventory_gateway.release.once',
      promise: 'A claim is given back at most once: releasing again answers `released` and adds nothing.',
      needs,
    },
    async ({ subject, deliver }) => {
      await deliver('tenant-1', [ofItem(5)]);
      await claimOne(subject, aClaim('order-1', ofItem(3)));
      const calls = Array.from({ length: 4 }, () => subject.release('tenant-1', ['order-1', 'order-1']));
      await Promise.all(calls);
      deepStrictEqual(kindsOf(await subject.release('tenant-1', ['order-1'])), ['released']);
      await expectLeft(subject, 5);
    },
  ),
  promises(
    {
      id: 'inventory_gateway.release.final',
      promise:
        'A later claim of a released id answers `released`, also when it was never claimed; nothing is deducted.',
      needs,
    },
    async ({ subject, deliver }) => {
      await deliver('tenant-1', [ofItem(5)]);
      await claimOne(subject, aClaim('order-1', ofItem(3)));
      await subject.release('tenant-1', ['order-1', 'never-claimed']);
      const claims = [aClaim('order-1', ofItem(3)), aClaim('never-claimed', ofItem(3))];
      deepStrictEqual(kindsOf(await subject.claim('tenant-1', claims)), ['released', 'released']);
      await expectLeft(subject, 5);
    },
  ),
  promises(
    {
      id: 'inventory_gateway.release.race',
      promise: 'A claim in flight while its order is released leaks nothing.',
      needs,
    },
    async ({ subject, deliver }) => {
      await deliver('tenant-1', [ofItem(5)]);
      const [answer] = await Promise.all([
        claimOne(subject, aClaim('order-1', ofItem(3))),
        subject.release('tenant-1', ['order-1']),
      ]);
      ok(answer.answer === 'claimed' || answer.answer === 'released', answer.answer);
      await expectLeft(subject, 5);
    },
  ),
  promises(
    { id: 'inventory_gateway.release.tenants', promise: "A release touches no other tenant's claim.", needs },
    async ({ subject, deliver }) => {
      await deliver('tenant-1', [ofItem(5)]);
      await claimOne(subject, aClaim('order-1', ofItem(3)));
      await subject.release('tenant-2', ['order-1']);
      strictEqual((await claimOne(subject, aClaim('order-1', ofItem(3)))).answer, 'claimed');
      await expectLeft(subject, 2);
    },
  ),
];
