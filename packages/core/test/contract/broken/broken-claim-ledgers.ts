import { type ClaimEntry, type ClaimLedger, emptyEntry } from '@oms/core';
import type { OpenedClaimLedger } from '@oms/core/contract';
import { MemoryClaimLedger, MemoryClaims } from '@oms/core/memory';
import { type BrokenAdapter, close, driverError, pause, withFaults } from './broken-adapter.js';

type Break = (ledger: MemoryClaimLedger, claims: MemoryClaims) => Partial<ClaimLedger>;

const openOn = (claims: MemoryClaims, other: MemoryClaims, faults: Break): OpenedClaimLedger => {
  const ledger = new MemoryClaimLedger(claims);
  return {
    subject: withFaults<ClaimLedger>(ledger, faults(ledger, claims)),
    again: async () => new MemoryClaimLedger(other),
    close,
  };
};

const broken = (fault: string, fails: readonly string[], faults: Break): BrokenAdapter<OpenedClaimLedger> => ({
  fault,
  fails: fails.map((id) => `claim_ledger.${id}`),
  harness: {
    async open() {
      const claims = new MemoryClaims();
      return openOn(claims, claims, faults);
    },
  },
});

const shared = new MemoryClaims();
const sound: Break = () => ({});

/** Changes an entry after it is what it should be. */
const change = (
  claims: MemoryClaims,
  tenantId: string,
  orderId: string,
  by: (entry: ClaimEntry) => ClaimEntry,
): void => {
  const key = JSON.stringify([tenantId, orderId]);
  claims.entries.set(key, by(claims.entries.get(key) ?? emptyEntry(orderId)));
};

export const brokenClaimLedgers: readonly BrokenAdapter<OpenedClaimLedger>[] = [
  {
    fault: 'shares its data with every other subject',
    fails: ['claim_ledger.fresh'],
    harness: { open: async () => openOn(shared, shared, sound) },
  },
  {
    fault: 'keeps its entries for itself',
    fails: ['claim_ledger.again'],
    harness: { open: async () => openOn(new MemoryClaims(), new MemoryClaims(), sound) },
  },
  {
    fault: 'throws whatever its driver throws',
    fails: ['claim_ledger.unavailable'],
    harness: {
      async open() {
        const faults: Partial<ClaimLedger> = {};
        const claims = new MemoryClaims();
        const opened = openOn(claims, claims, () => faults);
        return { ...opened, outage: async () => void Object.assign(faults, { getMany: driverError }) };
      },
    },
  },
  broken('gives only the entries that there are', ['get'], (ledger, claims) => ({
    getMany: async (tenantId, orderIds) =>
      ledger.getMany(
        tenantId,
        orderIds.filter((orderId) => claims.entries.has(JSON.stringify([tenantId, orderId]))),
      ),
  })),
  broken('closes nothing', ['close'], (ledger) => ({
    close: async (tenantId, orderId) => (await ledger.getMany(tenantId, [orderId]))[0] ?? emptyEntry(orderId),
  })),
  broken('closes an entry under an attempt', ['close.standing'], (ledger, claims) => ({
    close: async (tenantId, orderId) => {
      change(claims, tenantId, orderId, (entry) => ({ ...entry, isClosed: true }));
      return (await ledger.getMany(tenantId, [orderId]))[0] ?? emptyEntry(orderId);
    },
  })),
  broken('closes by what it read before', ['close.race'], (ledger, claims) => ({
    close: async (tenantId, orderId) => {
      const [entry] = await ledger.getMany(tenantId, [orderId]);
      await pause();
      const closed = { ...(entry ?? emptyEntry(orderId)), isClosed: true };
      change(claims, tenantId, orderId, () => closed);
      return closed;
    },
    start: async (tenantId, orderId, attempt) => {
      await Promise.resolve();
      return ledger.start(tenantId, orderId, attempt);
    },
  })),
  broken('gives everything back', ['give_back'], (_ledger, claims) => ({
    giveBack: async (tenantId, orderId) => {
      change(claims, tenantId, orderId, (entry) => ({ ...entry, deducted: [] }));
      return emptyEntry(orderId);
    },
  })),
  broken('ignores the tenant', ['tenants'], (ledger) => ({
    start: (_, orderId, attempt) => ledger.start('tenant-1', orderId, attempt),
    record: (_, ...rest) => ledger.record('tenant-1', ...rest),
    getMany: (_, orderIds) => ledger.getMany('tenant-1', orderIds),
  })),
  broken('joins ids with a colon', ['separators'], (ledger) => ({
    start: (tenantId, orderId, attempt) => ledger.start('joined', `${tenantId}:${orderId}`, attempt),
  })),
  broken('hands out what it keeps', ['aliasing'], (_ledger, claims) => ({
    getMany: async (tenantId, orderIds) =>
      orderIds.map((orderId) => claims.entries.get(JSON.stringify([tenantId, orderId])) ?? emptyEntry(orderId)),
  })),
  broken('tells the entry as it was before the attempt', ['start'], (ledger) => ({
    start: async (tenantId, orderId, attempt) => {
      const [before] = await ledger.getMany(tenantId, [orderId]);
      return { ...(await ledger.start(tenantId, orderId, attempt)), entry: before ?? emptyEntry(orderId) };
    },
  })),
  broken('closes an attempt by time', ['start.standing'], (ledger, claims) => ({
    start: async (tenantId, orderId, attempt) => {
      change(claims, tenantId, orderId, ({ attempt: standing, ...entry }) =>
        standing !== undefined && standing.deadlineAt > attempt.startedAt ? { ...entry, attempt: standing } : entry,
      );
      return ledger.start(tenantId, orderId, attempt);
    },
  })),
  broken('refuses an attempt that it has started', ['start.again'], (ledger) => ({
    start: async (tenantId, orderId, attempt) => {
      const [before] = await ledger.getMany(tenantId, [orderId]);
      const started = await ledger.start(tenantId, orderId, attempt);
      return before?.attempt === undefined ? started : { ...started, answer: 'refused' as const };
    },
  })),
  broken('forgets what was deducted', ['start.deducted', 'record.deducted'], (ledger, claims) => ({
    record: async (tenantId, orderId, attemptId, outcome) => {
      const answer = await ledger.record(tenantId, orderId, attemptId, outcome);
      change(claims, tenantId, orderId, (entry) => ({ ...entry, deducted: [] }));
      return answer;
    },
  })),
  broken('reads, then writes', ['start.concurrent'], (ledger, claims) => ({
    start: async (tenantId, orderId, attempt) => {
      const [before] = await ledger.getMany(tenantId, [orderId]);
      await pause();
      change(claims, tenantId, orderId, () => before ?? emptyEntry(orderId));
      return ledger.start(tenantId, orderId, attempt);
    },
  })),
  broken('takes every outcome for a deduction', ['record.not_deducted', 'record.unknown'], (ledger) => ({
    record: (tenantId, orderId, attemptId) => ledger.record(tenantId, orderId, attemptId, { outcome: 'deducted' }),
  })),
  broken('records for an attempt that is gone', ['record.lost'], (ledger, claims) => ({
    record: async (tenantId, orderId, attemptId, outcome) => {
      const answer = await ledger.record(tenantId, orderId, attemptId, outcome);
      if (answer === 'lost') change(claims, tenantId, orderId, (entry) => ({ ...entry, deducted: [] }));
      return 'recorded';
    },
  })),
  broken('loses a repeated outcome', ['record.again'], (ledger) => {
    const seen = new Set<string>();
    return {
      record: async (tenantId, orderId, attemptId, outcome) => {
        if (seen.has(attemptId)) return 'lost';
        seen.add(attemptId);
        return ledger.record(tenantId, orderId, attemptId, outcome);
      },
    };
  }),
];
