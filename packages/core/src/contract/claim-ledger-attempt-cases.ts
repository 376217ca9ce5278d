import { deepStrictEqual, strictEqual } from 'node:assert';
import { anAttempt, deduct, lineOf, type OpenedClaimLedger } from './claim-ledger-opened.js';
import type { ContractCase } from './contract.js';
import { onSubject } from './contract-case.js';

const promises = onSubject<OpenedClaimLedger>;
const tenant = 'tenant-1';

export const claimLedgerAttemptCases: readonly ContractCase<OpenedClaimLedger>[] = [
  promises(
    { id: 'claim_ledger.start', promise: 'start starts an attempt and tells the entry with it.' },
    async ({ subject }) => {
      const started = await subject.start(tenant, 'a', anAttempt('1'));
      deepStrictEqual(started, {
        answer: 'started',
        entry: { orderId: 'a', deducted: [], isClosed: false, attempt: anAttempt('1') },
      });
      deepStrictEqual(await subject.getMany(tenant, ['a']), [started.entry]);
    },
  ),
  promises(
    {
      id: 'claim_ledger.start.standing',
      promise: 'start refuses while another attempt stands, whatever its deadline, and tells that one.',
    },
    async ({ subject }) => {
      await subject.start(tenant, 'a', anAttempt('1'));
      const late = { ...anAttempt('2', 'sku-2'), startedAt: Date.now() + 10_000_000 };
      const { answer, entry } = await subject.start(tenant, 'a', late);
      deepStrictEqual([answer, entry.attempt], ['refused', anAttempt('1')]);
      deepStrictEqual((await subject.getMany(tenant, ['a']))[0]?.attempt, anAttempt('1'));
    },
  ),
  promises({ id: 'claim_ledger.start.again', promise: 'The same attempt again is started.' }, async ({ subject }) => {
    await subject.start(tenant, 'a', anAttempt('1'));
    strictEqual((await subject.start(tenant, 'a', anAttempt('1'))).answer, 'started');
  }),
  promises(
    { id: 'claim_ledger.start.deducted', promise: 'start refuses a pair that was deducted, and no other.' },
    async ({ subject }) => {
      await deduct(subject, 'a', anAttempt('1'));
      const { answer, entry } = await subject.start(tenant, 'a', anAttempt('2'));
      deepStrictEqual([answer, entry.deducted], ['refused', [lineOf()]]);
      strictEqual((await subject.start(tenant, 'a', anAttempt('3', 'sku-1', 'hub-2'))).answer, 'started');
    },
  ),
  promises(
    { id: 'claim_ledger.start.concurrent', promise: 'Of concurrent attempts exactly one is started.' },
    async ({ subject }) => {
      const ids = ['1', '2', '3', '4', '5', '6'];
      const answers = await Promise.all(ids.map((id) => subject.start(tenant, 'a', anAttempt(id, `sku-${id}`))));
      strictEqual(answers.filter(({ answer }) => answer === 'started').length, 1);
    },
  ),
  promises(
    { id: 'claim_ledger.record.deducted', promise: 'record `deducted` ends the attempt and keeps its line.' },
    async ({ subject }) => {
      await subject.start(tenant, 'a', anAttempt('1'));
      strictEqual(await subject.record(tenant, 'a', '1', { outcome: 'deducted' }), 'recorded');
      const [entry] = await subject.getMany(tenant, ['a']);
      deepStrictEqual([entry?.attempt, entry?.deducted], [undefined, [lineOf()]]);
    },
  ),
  promises(
    {
      id: 'claim_ledger.record.not_deducted',
      promise: 'record `not_deducted` ends the attempt; the line may start again.',
    },
    async ({ subject }) => {
      await subject.start(tenant, 'a', anAttempt('1'));
      strictEqual(await subject.record(tenant, 'a', '1', { outcome: 'not_deducted' }), 'recorded');
      deepStrictEqual((await subject.getMany(tenant, ['a']))[0]?.deducted, []);
      strictEqual((await subject.start(tenant, 'a', anAttempt('2'))).answer, 'started');
    },
  ),
  promises(
    {
      id: 'claim_ledger.record.unknown',
      promise: 'record `unknown` leaves the attempt standing with its reason, until its outcome is known.',
    },
    async ({ subject }) => {
      await subject.start(tenant, 'a', anAttempt('1'));
      const outcome = { outcome: 'unknown', reason: 'no answer' } as const;
      strictEqual(await subject.record(tenant, 'a', '1', outcome), 'recorded');
      deepStrictEqual((await subject.getMany(tenant, ['a']))[0]?.attempt, { ...anAttempt('1'), unknown: 'no answer' });
      strictEqual((await subject.start(tenant, 'a', anAttempt('2'))).answer, 'refused');
      strictEqual(await subject.record(tenant, 'a', '1', { outcome: 'deducted' }), 'recorded');
      deepStrictEqual((await subject.getMany(tenant, ['a']))[0]?.deducted, [lineOf()]);
    },
  ),
  promises(
    {
      id: 'claim_ledger.record.lost',
      promise: '`lost`, and nothing is changed, for an attempt that does not stand (any more).',
    },
    async ({ subject }) => {
      strictEqual(await subject.record(tenant, 'a', '1', { outcome: 'deducted' }), 'lost');
      await deduct(subject, 'a', anAttempt('1'));
      strictEqual(await subject.record(tenant, 'a', '1', { outcome: 'not_deducted' }), 'lost');
      strictEqual(await subject.record(tenant, 'a', '2', { outcome: 'deducted' }), 'lost');
      deepStrictEqual((await subject.getMany(tenant, ['a']))[0]?.deducted, [lineOf()]);
    },
  ),
  promises(
    { id: 'claim_ledger.record.again', promise: 'The same outcome again is `recorded`, once.' },
    async ({ subject }) => {
      await deduct(subject, 'a', anAttempt('1'));
      strictEqual(await subject.record(tenant, 'a', '1', { outcome: 'deducted' }), 'recorded');
      deepStrictEqual((await subject.getMany(tenant, ['a']))[0]?.deducted, [lineOf()]);
    },
  ),
];
