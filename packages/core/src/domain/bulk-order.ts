import type { BulkOrderId, SellerId, TenantId } from './ids.js';
import type { EpochMs } from './time.js';

export type BulkOrderState = 'accepted' | 'queued' | 'running' | 'paused' | 'completed' | 'failed' | 'cancelled';

const finished: ReadonlySet<BulkOrderState> = new Set(['completed', 'failed', 'cancelled']);

export const isFinished = (state: BulkOrderState): boolean => finished.has(state);

/** The file, as it was when it was submitted. A changed file has another etag. */
export interface BulkOrderFile {
  /** `s3://{bucket}/{key}` */
  readonly address: string;
  /** What the submitter called it. */
  readonly name: string;
  readonly etag: string;
  readonly sizeBytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** How far a bulk order is. Every count covers exactly the rows up to and including `row`. */
export interface BulkProgress {
  /** The last row covered; 0 before the first checkpoint. Ends between two orders. */
  readonly row: number;
  /** Data rows (not the header, not empty records). */
  readonly rowsRead: number;
  /** Orders whose stored source is this bulk order. */
  readonly ordersCreated: number;
  /** Orders that were stored before, with the same content, from elsewhere. */
  readonly ordersUnchanged: number;
  readonly rowsRejected: number;
}

export const noProgress: BulkProgress = {
  row: 0,
  rowsRead: 0,
  ordersCreated: 0,
  ordersUnchanged: 0,
  rowsRejected: 0,
};

export interface Problem {
  readonly code: string;
  readonly message: string;
}

/** One submitted file and its progress. */
export interface BulkOrder {
  readonly schemaVersion: 1;
  readonly tenantId: TenantId;
  readonly bulkOrderId: BulkOrderId;
  readonly file: BulkOrderFile;
  /** The seller of every row, when the request named one. */
  readonly sellerId?: SellerId;
  /** Tells two deliberate submissions of one file apart. */
  readonly reference?: string;
  /** Checks and reports, and stores no order. */
  readonly dryRun: boolean;
  readonly actor: string;
  readonly state: BulkOrderState;
  readonly progress: BulkProgress;
  /** Unexpected failures since the checkpoint last moved. */
  readonly attempts: number;
  /** While `paused`: what it waits for; while it is being retried: what went wrong. */
  readonly waitsFor?: Problem;
  /** Why it is `failed`. */
  readonly failure?: Problem;
  /** Address of the rejection report, once `completed` with rejections. */
  readonly report?: string;
  readonly submittedAt: EpochMs;
  /** When a worker first took it. */
  readonly startedAt?: EpochMs;
  readonly finishedAt?: EpochMs;
  readonly updatedAt: EpochMs;
}

/** Rows read in a second, from the first take-over to the last change; undefined before there is any time between them. */
export const rowsPerSecond = ({
  startedAt,
  updatedAt,
  progress,
}: Pick<BulkOrder, 'startedAt' | 'updatedAt' | 'progress'>): number | undefined =>
  startedAt === undefined || updatedAt <= startedAt
    ? undefined
    : Math.round((progress.rowsRead * 1_000) / (updatedAt - startedAt));

/** Equal exactly when a second submission means the same work. */
export const bulkOrderIdentity = (
  bulkOrder: Pick<BulkOrder, 'tenantId' | 'file' | 'sellerId' | 'reference' | 'dryRun'>,
): string =>
  JSON.stringify([
    bulkOrder.tenantId,
    bulkOrder.file.sha256,
    bulkOrder.sellerId ?? null,
    bulkOrder.reference ?? null,
    bulkOrder.dryRun,
  ]);
