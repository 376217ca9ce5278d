import { type BulkOrder, bulkOrderIdentity, isFinished } from '../domain/bulk-order.js';
import { compact } from '../domain/compact.js';
import type { BulkOrderId, TenantId } from '../domain/ids.js';
import { orderKey } from '../domain/order-key.js';
import type { Rejection } from '../domain/rejection.js';
import type { EpochMs } from '../domain/time.js';
import type {
  BulkOrderLease,
  BulkOrderRepo,
  Checkpoint,
  Finish,
  HandBack,
  TakeOverAnswer,
} from '../ports/bulk-order-repo.js';
import type { SettleAnswer } from '../ports/order-repo.js';
import { copy } from './copy.js';

interface BulkDocument {
  bulkOrder: BulkOrder;
  fence: number;
  leasedUntil: EpochMs;
  readonly rejections: Map<number, Rejection>;
}

/** The data of a memory repo: two repos on one store are two instances on the same data. */
export class MemoryBulkOrderStore {
  readonly documents = new Map<string, BulkDocument>();
}

type Place = { readonly submittedAt: EpochMs; readonly bulkOrderId: BulkOrderId };

const compare = (a: Place, b: Place): number =>
  a.submittedAt - b.submittedAt || (a.bulkOrderId < b.bulkOrderId ? -1 : Number(a.bulkOrderId > b.bulkOrderId));

/** Bulk orders in memory: every method is one step, so that it is atomic by itself. Nothing outlives the store. */
export class MemoryBulkOrderRepo implements BulkOrderRepo {
  readonly #store: MemoryBulkOrderStore;

  constructor(store: MemoryBulkOrderStore = new MemoryBulkOrderStore()) {
    this.#store = store;
  }

  async createOrContinue(bulkOrder: BulkOrder) {
    const identity = bulkOrderIdentity(bulkOrder);
    for (const { bulkOrder: stored } of this.#store.documents.values()) {
      if (isFinished(stored.state) || bulkOrderIdentity(stored) !== identity) continue;
      return { answer: 'continued' as const, bulkOrder: copy(stored) };
    }
    const document = { bulkOrder: copy(bulkOrder), fence: 0, leasedUntil: 0, rejections: new Map() };
    this.#store.documents.set(orderKey(bulkOrder.tenantId, bulkOrder.bulkOrderId), document);
    return { answer: 'created' as const, bulkOrder: copy(bulkOrder) };
  }

  async get(tenantId: TenantId, bulkOrderId: BulkOrderId): Promise<BulkOrder | undefined> {
    return copy(this.#find(tenantId, bulkOrderId)?.bulkOrder);
  }

  async list(
    tenantId: TenantId,
    { after, limit, state }: Parameters<BulkOrderRepo['list']>[1],
  ): Promise<readonly BulkOrder[]> {
    return [...this.#store.documents.values()]
      .map(({ bulkOrder }) => bulkOrder)
      .filter((bulkOrder) => bulkOrder.tenantId === tenantId && (state === undefined || bulkOrder.state === state))
      .filter((bulkOrder) => after === undefined || compare(bulkOrder, after) < 0)
      .sort((a, b) => compare(b, a))
      .slice(0, limit)
      .map(copy);
  }

  async markQueued(tenantId: TenantId, bulkOrderId: BulkOrderId, now: EpochMs): Promise<void> {
    const document = this.#find(tenantId, bulkOrderId);
    if (document?.bulkOrder.state !== 'accepted') return;
    document.bulkOrder = { ...document.bulkOrder, state: 'queued', updatedAt: now };
  }

  async takeOver(
    tenantId: TenantId,
    bulkOrderId: BulkOrderId,
    { now, leaseMs }: { readonly now: EpochMs; readonly leaseMs: number },
  ): Promise<TakeOverAnswer> {
    const document = this.#find(tenantId, bulkOrderId);
    if (document === undefined) return { answer: 'missing' };
    if (isFinished(document.bulkOrder.state)) return { answer: 'finished', bulkOrder: copy(document.bulkOrder) };
    const isLeased = document.bulkOrder.state === 'running' && document.leasedUntil > now;
    if (isLeased) return { answer: 'held', until: document.leasedUntil };
    const { waitsFor: _, ...rest } = document.bulkOrder;
    document.bulkOrder = { ...rest, state: 'running', startedAt: rest.startedAt ?? now, updatedAt: now };
    document.fence += 1;
    document.leasedUntil = now + leaseMs;
    return {
      answer: 'taken',
      bulkOrder: copy(document.bulkOrder),
      lease: { tenantId, bulkOrderId, fence: document.fence },
    };
  }

  async checkpoint(lease: BulkOrderLease, { progress, rejections, now, leaseMs }: Checkpoint): Promise<SettleAnswer> {
    return this.#underLease(lease, (document) => {
      const { bulkOrder } = document;
      const attempts = progress.row > bulkOrder.progress.row ? 0 : bulkOrder.attempts;
      document.bulkOrder = { ...bulkOrder, progress: copy(progress), attempts, updatedAt: now };
      document.leasedUntil = now + leaseMs;
      for (const rejection of rejections) {
        if (!document.rejections.has(rejection.row)) document.rejections.set(rejection.row, copy(rejection));
      }
    });
  }

  async handBack(lease: BulkOrderLease, { state, attempts, waitsFor, now, until }: HandBack): Promise<SettleAnswer> {
    return this.#underLease(lease, (document) => {
      document.bulkOrder = compact({
        ...document.bulkOrder,
        state,
        attempts,
        waitsFor: copy(waitsFor),
        updatedAt: now,
      });
      document.leasedUntil = until;
      document.fence += 1;
    });
  }

  async finish(lease: BulkOrderLease, { state, failure, report, now }: Finish): Promise<SettleAnswer> {
    return this.#underLease(lease, (document) => {
      document.bulkOrder = compact({
        ...document.bulkOrder,
        state,
        failure: copy(failure),
        report,
        finishedAt: now,
        updatedAt: now,
      });
      document.fence += 1;
    });
  }

  async cancel(tenantId: TenantId, bulkOrderId: BulkOrderId, now: EpochMs): Promise<BulkOrder | undefined> {
    const document = this.#find(tenantId, bulkOrderId);
    if (document === undefined || isFinished(document.bulkOrder.state)) return copy(document?.bulkOrder);
    document.bulkOrder = { ...document.bulkOrder, state: 'cancelled', finishedAt: now, updatedAt: now };
    document.fence += 1;
    return copy(document.bulkOrder);
  }

  async listAbandoned({
    now,
    limit,
  }: {
    readonly now: EpochMs;
    readonly limit: number;
  }): Promise<readonly BulkOrder[]> {
    return [...this.#store.documents.values()]
      .filter(({ bulkOrder, leasedUntil }) => !isFinished(bulkOrder.state) && leasedUntil <= now)
      .sort((a, b) => compare(a.bulkOrder, b.bulkOrder))
      .slice(0, limit)
      .map(({ bulkOrder }) => copy(bulkOrder));
  }

  async listRejections(
    tenantId: TenantId,
    bulkOrderId: BulkOrderId,
    { afterRow, limit }: { readonly afterRow: number; readonly limit: number },
  ): Promise<readonly Rejection[]> {
    return [...(this.#find(tenantId, bulkOrderId)?.rejections.values() ?? [])]
      .filter(({ row }) => row > afterRow)
      .sort((a, b) => a.row - b.row)
      .slice(0, limit)
      .map(copy);
  }

  #find(tenantId: TenantId, bulkOrderId: BulkOrderId): BulkDocument | undefined {
    return this.#store.documents.get(orderKey(tenantId, bulkOrderId));
  }

  #underLease(
    { tenantId, bulkOrderId, fence }: BulkOrderLease,
    change: (document: BulkDocument) => void,
  ): SettleAnswer {
    const document = this.#find(tenantId, bulkOrderId);
    if (document === undefined || document.fence !== fence) return 'lost';
    change(document);
    return 'done';
  }
}
