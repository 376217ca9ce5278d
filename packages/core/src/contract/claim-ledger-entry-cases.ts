import { deepStrictEqual, rejects, strictEqual } from 'node:assert';
import { anAttempt, deduct, lineOf, type OpenedClaimLedger } from './claim-ledger-opened.js';
import type { ContractCase } from './contract.js';
import { onSubject, onTwoInstances, onTwoSubjects } from './contract-case.js';

const promises = onSubject<OpenedClaimLedger>;
const tenant = 'tenant-1';
const empty = (orderId: string) => ({ orderId, deducted: [], isClosed: false });

export const claimLedgerEntryCases: readonly ContractCase<OpenedClaimLedger>[] = [
  onTwoSubjects<OpenedClaimLedger>(
    { id: 'claim_ledger.fresh', promise: 'Two fresh subjects share nothing.' },
    async ({ subject }, fresh) => {
      await subject.start(tenant, 'a', anAttempt('1'));
      deepStrictEqual(await fresh.subject.getMany(tenant, ['a']), [empty('a')]);
    },
  ),
  onTwoInstances<OpenedClaimLedger>(
    { id: 'claim_ledger.again', promise: 'Every write is durable: another instance on the same data sees it.' },
    async (one, other) => {
      await one.start(tenant, 'a', anAttempt('1'));
      strictEqual((await other.start(tenant, 'a', anAttempt('2'))).answer, 'refused');
      strictEqual(await other.record(tenant, 'a', '1', { outcome: 'deducted' }), 'recorded');
      await other.close(tenant, 'a');
      const [entry] = await one.getMany(tenant, ['a']);
      deepStrictEqual([entry?.deducted, entry?.isClosed], [[lineOf()], true]);
    },
  ),
  promises(
    {
      id: 'claim_ledger.get',
      promise: 'getMany gives one entry per order in the same order; an order without one has an empty one.',
    },
    async ({ subject }) => {
      await subject.start(tenant, 'b', anAttempt('1'));
      const found = await subject.getMany(tenant, ['c', 'b', 'a', 'b']);
      deepStrictEqual(
        found.map(({ orderId, attempt }) => [orderId, attempt?.attemptId]),
        [
          ['c', undefined],
          ['b', '1'],
          ['a', undefined],
          ['b', '1'],
        ],
      );
      deepStrictEqual(found[0], empty('c'));
      deepStrictEqual(await subject.getMany(tenant, []), []);
    },
  ),
  promises(
    { id: 'claim_ledger.close', promise: 'close lets no attempt start any more, and tells what was deducted.' },
    async ({ subject }) => {
      await deduct(subject, 'a', anAttempt('1'));
      const { isClosed, deducted } = await subject.close(tenant, 'a');
      deepStrictEqual([isClosed, deducted], [true, [lineOf()]]);
      deepStrictEqual((await subject.close(tenant, 'a')).deducted, [lineOf()]);
      strictEqual((await subject.start(tenant, 'a', anAttempt('2', 'sku-2'))).answer, 'refused');
      strictEqual((await subject.close(tenant, 'never-claimed')).isClosed, true);
      strictEqual((await subject.start(tenant, 'never-claimed', anAttempt('3'))).answer, 'refused');
    },
  ),
  promises(
    { id: 'claim_ledger.close.standing', promise: 'close changes nothing while an attempt stands.' },
    async ({ subject }) => {
      await subject.start(tenant, 'a', anAttempt('1'));
      const { isClosed, attempt } = await subject.close(tenant, 'a');
      deepStrictEqual([isClosed, attempt], [false, anAttempt('1')]);
      await subject.record(tenant, 'a', '1', { outcome: 'not_deducted' });
      strictEqual((await subject.start(tenant, 'a', anAttempt('2'))).answer, 'started');
    },
  ),
  promises(
    { id: 'claim_ledger.close.race', promise: 'Of a start and a close at once, one comes first.' },
    async ({ subject }) => {
      const [started, closed] = await Promise.all([
        subject.start(tenant, 'a', anAttempt('1')),
        subject.close(tenant, 'a'),
      ]);
      strictEqual(started.answer === 'started', !closed.isClosed);
    },
  ),
  promises(
    { id: 'claim_ledger.give_back', promise: 'giveBack takes deductions out; a pair that is not there is left out.' },
    async ({ subject }) => {
      await deduct(subject, 'a', anAttempt('1'));
      await deduct(subject, 'a', anAttempt('2', 'sku-2'));
      const { deducted } = await subject.giveBack(tenant, 'a', [lineOf(), lineOf('none')]);
      deepStrictEqual(deducted, [lineOf('sku-2')]);
      deepStrictEqual((await subject.giveBack(tenant, 'a', [lineOf()])).deducted, [lineOf('sku-2')]);
      deepStrictEqual((await subject.getMany(tenant, ['a']))[0]?.deducted, [lineOf('sku-2')]);
    },
  ),
  promises({ id: 'claim_ledger.tenants', promise: 'Tenants share no entries.' }, async ({ subject }) => {
    await deduct(subject, 'a', anAttempt('1'));
    deepStrictEqual(await subject.getMany('tenant-2', ['a']), [empty('a')]);
    strictEqual((await subject.start('tenant-2', 'a', anAttempt('1'))).answer, 'started');
    strictEqual(await subject.record('tenant-3', 'a', '1', { outcome: 'not_deducted' }), 'lost');
  }),
  promises(
    { id: 'claim_ledger.separators', promise: 'Ids are kept byte for byte: separators never make two orders one.' },
    async ({ subject }) => {
      const names = [
        ['a:b', 'c'],
        ['a', 'b:c'],
        ['A', 'b:c'],
      ] as const;
      for (const [tenantId, orderId] of names) {
        strictEqual((await subject.start(tenantId, orderId, anAttempt(`${tenantId} ${orderId}`))).answer, 'started');
      }
    },
  ),
  promises(
    { id: 'claim_ledger.aliasing', promise: 'Values are its own: changing what was given or got changes nothing.' },
    async ({ subject }) => {
      const attempt = { ...anAttempt('1'), line: { ...lineOf() } };
      const { entry } = await subject.start(tenant, 'a', attempt);
      attempt.line.quantity = 99;
      Object.assign(entry, { isClosed: true });
      Object.assign((await subject.getMany(tenant, ['a']))[0] ?? {}, { isClosed: true });
      deepStrictEqual(await subject.getMany(tenant, ['a']), [{ ...empty('a'), attempt: anAttempt('1') }]);
    },
  ),
  promises(
    {
      id: 'claim_ledger.unavailable',
      promise: 'Throws unavailable / claim_ledger_unavailable when it did not answer.',
      needs: 'outage',
    },
    async ({ subject, outage }) => {
      await outage?.();
      const expected = { kind: 'unavailable', code: 'claim_ledger_unavailable' };
      await rejects(subject.getMany(tenant, ['a']), expected);
      await rejects(subject.start(tenant, 'a', anAttempt('1')), expected);
      await rejects(subject.record(tenant, 'a', '1', { outcome: 'deducted' }), expected);
      await rejects(subject.close(tenant, 'a'), expected);
      await rejects(subject.giveBack(tenant, 'a', [lineOf()]), expected);
    },
  ),
];
