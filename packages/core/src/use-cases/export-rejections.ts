import type { BulkOrder } from '../domain/bulk-order.js';
import type { Context } from '../domain/context.js';
import type { BulkOrderId } from '../domain/ids.js';
import { isOmsError } from '../errors.js';
import type { BulkDeps } from './deps.js';
import { getBulkOrder } from './get-bulk-order.js';
import { listRejections } from './list-rejections.js';
import { reportNameOf } from './write-rejection-report.js';

export interface ExportedRejections {
  /** As the report of the bulk order is called. */
  readonly name: string;
  /** The CSV of all rejections so far. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

type ExportDeps = Pick<BulkDeps, 'bulkOrders' | 'files' | 'rows' | 'rejections'>;

/**
 * The rejections of a bulk order as its report has them, at any moment of it. Throws `not_found` / `bulk_order_not_found`. When
 * the file is gone or was changed, the rows' own columns have no names.
 */
export const exportRejections =
  (deps: ExportDeps) =>
  async (context: Context, input: { readonly bulkOrderId: BulkOrderId }): Promise<ExportedRejections> => {
    const bulkOrder = await getBulkOrder(deps)(context, input);
    const header = await headerOf(deps, bulkOrder);
    const bytes = deps.rejections.write(header, listRejections(deps)(context, input));
    return { name: reportNameOf(bulkOrder), bytes };
  };

const headerOf = async ({ files, rows }: ExportDeps, { tenantId, file }: BulkOrder): Promise<readonly string[]> => {
  try {
    for await (const [first] of rows.read(files.open(tenantId, file.address, { etag: file.etag }))) {
      return first?.kind === 'row' ? first.cells : [];
    }
    return [];
  } catch (error) {
    if (isOmsError(error) && error.kind !== 'unavailable') return [];
    throw error;
  }
};
