import { type BulkOrder, type BulkOrderFile, noProgress } from '../domain/bulk-order.js';
import { compact } from '../domain/compact.js';
import type { Context } from '../domain/context.js';
import { fileErrors } from '../domain/file-address.js';
import { hex } from '../domain/hex.js';
import { isId, type SellerId } from '../domain/ids.js';
import { sha256Stream } from '../domain/sha256.js';
import { OmsError } from '../errors.js';
import type { BulkDeps } from './deps.js';
import { enqueueBulkOrder } from './enqueue-bulk-order.js';

export interface SubmitBulkOrderInput {
  /** `s3://{bucket}/{key}` of a file that is in the store. */
  readonly address: string;
  /** What to call it; default the last part of the address. */
  readonly name?: string | undefined;
  /** The seller of every row that names none. */
  readonly sellerId?: SellerId | undefined;
  /** Tells two deliberate submissions of one file apart; 1..128 of the characters of ids. */
  readonly reference?: string | undefined;
  /** Check and report, store no order; default false. */
  readonly dryRun?: boolean | undefined;
}

export interface SubmittedBulkOrder {
  /** `continued`: the same submission was unfinished; this is it. */
  readonly answer: 'created' | 'continued';
  readonly bulkOrder: BulkOrder;
}

/**
 * Accepts a file. Resolves when the bulk order is durable; its job is sent then, and a queue that is down does not undo
 * the acceptance: the sweeper sends it later. Throws as `FileStore.stat`, and `invalid` / `invalid_id` or `empty_file`.
 */
export const submitBulkOrder =
  (deps: BulkDeps) =>
  async (context: Context, input: SubmitBulkOrderInput): Promise<SubmittedBulkOrder> => {
    checkIds(input);
    const now = deps.clock.now();
    const submitted = await deps.bulkOrders.createOrContinue(
      compact({
        schemaVersion: 1 as const,
        tenantId: context.tenantId,
        bulkOrderId: deps.ids.next(),
        file: await fixFile(deps, context, input),
        sellerId: input.sellerId,
        reference: input.reference,
        dryRun: input.dryRun ?? false,
        actor: context.actor,
        state: 'accepted' as const,
        progress: noProgress,
        attempts: 0,
        submittedAt: now,
        updatedAt: now,
      }),
    );
    await enqueue(deps, submitted.bulkOrder);
    return submitted;
  };

const checkIds = ({ sellerId, reference }: SubmitBulkOrderInput): void => {
  for (const [field, value] of Object.entries({ sellerId, reference })) {
    if (value === undefined || isId(value)) continue;
    throw new OmsError('invalid', 'invalid_id', `${field} is 1 to 128 of A-Z a-z 0-9 . _ : -, starting alphanumeric.`);
  }
};

const fixFile = async (deps: BulkDeps, { tenantId }: Context, input: SubmitBulkOrderInput): Promise<BulkOrderFile> => {
  const { address, etag, sizeBytes, sha256 } = await deps.files.stat(tenantId, input.address);
  if (sizeBytes === 0) throw fileErrors.empty();
  const name = input.name ?? address.slice(address.lastIndexOf('/') + 1);
  return { address, name, etag, sizeBytes, sha256: sha256 ?? (await hashOf(deps, tenantId, { address, etag })) };
};

const hashOf = async (deps: BulkDeps, tenantId: string, file: { address: string; etag: string }): Promise<string> => {
  const hash = sha256Stream();
  for await (const bytes of deps.files.open(tenantId, file.address, { etag: file.etag })) hash.update(bytes);
  return hex(hash.digest());
};

const enqueue = async (deps: BulkDeps, bulkOrder: BulkOrder): Promise<void> => {
  try {
    await enqueueBulkOrder(deps)(bulkOrder);
  } catch (error) {
    deps.observer.observe({ kind: 'worker_failed', worker: 'enqueue', error });
  }
};
