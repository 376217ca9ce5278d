import { deepStrictEqual, ok, rejects, strictEqual } from 'node:assert';
import type { ContractCase } from './contract.js';
import { onSubject, onTwoInstances, onTwoSubjects } from './contract-case.js';
import {
  aClaim,
  claimOne,
  expectLeft,
  kindsOf,
  type OpenedInventoryGateway,
  ofItem,
} from './inventory-gateway-opened.js';

const promises = onSubject<OpenedInventoryGateway>;
const pair = { skuId: 'sku-1', hubId: 'hub-1' };

export const inventoryGatewayCheckCases: readonly ContractCase<OpenedInventoryGateway>[] = [
  onTwoSubjects<OpenedInventoryGateway>(
    { id: 'inventory_gateway.fresh', promise: 'Two fresh subjects share nothing.' },
    async ({ deliver }, fresh) => {
      await deliver('tenant-1', [ofItem(5)]);
      deepStrictEqual(await fresh.subject.check('tenant-1', [pair]), ['unknown']);
    },
  ),
  promises(
    {
      id: 'inventory_gateway.check',
      promise: 'check tells known from unknown pairs, one answer each, in the same order.',
    },
    async ({ subject, deliver }) => {
      await deliver('tenant-1', [ofItem(0), ofItem(1, 'sku-2', 'hub-2')]);
      const pairs = [{ ...pair, hubId: 'hub-2' }, pair, { skuId: 'sku-2', hubId: 'hub-2' }, pair];
      deepStrictEqual(await subject.check('tenant-1', pairs), ['unknown', 'known', 'known', 'known']);
      deepStrictEqual(await subject.check('tenant-2', [pair]), ['unknown']);
      deepStrictEqual(await subject.check('tenant-1', []), []);
    },
  ),
  onTwoInstances<OpenedInventoryGateway>(
    {
      id: 'inventory_gateway.again',
      promise: 'Claims are durable: another instance on the same data answers the same.',
    },
    async (one, other, { deliver }) => {
      await deliver('tenant-1', [ofItem(5)]);
      await claimOne(one, aClaim('order-1', ofItem(3)));
      strictEqual((await claimOne(other, aClaim('order-1', ofItem(3)))).answer, 'claimed');
      await expectLeft(other, 2);
    },
  ),
  promises(
    {
      id: 'inventory_gateway.check.unavailable',
      promise: 'check throws unavailable / inventory_unavailable when the service did not answer.',
      needs: 'outage',
    },
    async ({ subject, outage }) => {
      await outage?.();
      await rejects(subject.check('tenant-1', [pair]), { kind: 'unavailable', code: 'inventory_unavailable' });
    },
  ),
  promises(
    {
      id: 'inventory_gateway.claim.outage',
      promise: 'claim and release never throw for what the service did: every order has its answer.',
      needs: 'outage',
    },
    async ({ subject, deliver, outage }) => {
      await deliver('tenant-1', [ofItem(5)]);
      await outage?.();
      const claimed = kindsOf(await subject.claim('tenant-1', [aClaim('a'), aClaim('b')]));
      strictEqual(claimed.length, 2);
      ok(
        claimed.every((answer) => answer === 'not_attempted' || answer === 'unknown_outcome'),
        claimed.join(', '),
      );
      const released = kindsOf(await subject.release('tenant-1', ['a', 'b']));
      strictEqual(released.length, 2);
      // Without a release there is nothing to ask the service for.
      if (subject.supports.release) deepStrictEqual(released, ['not_released', 'not_released']);
    },
  ),
];
