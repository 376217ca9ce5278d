import type { BulkOrder } from '../domain/bulk-order.js';
import { compact } from '../domain/compact.js';
import { type CsvHeader, readHeader } from '../domain/csv-header.js';
import type { ReadRow, RowBatch, UnreadableRow } from '../domain/csv-record.js';
import { type CsvRules, parseRow } from '../domain/csv-row.js';
import { lastRowOf, type RowGroup } from '../domain/row-group.js';
import { RowGrouper } from '../domain/row-grouper.js';
import { SeenIds } from '../domain/seen-ids.js';
import { OmsError } from '../errors.js';
import type { BulkDeps } from './deps.js';

/** Groups that are stored together; ends between two orders. Empty when it only tells how far the reading is. */
export interface Chunk {
  readonly header: CsvHeader;
  readonly groups: readonly RowGroup[];
  readonly rowsRead: number;
  readonly lastRow: number;
}

type ReadDeps = Pick<BulkDeps, 'files' | 'rows' | 'policy'>;

/**
 * Reads the bulk order's file, as it was when it was submitted, into chunks of what its checkpoint does not cover yet. What
 * it covers is read again to know the ids that were used, and not handed out.
 *
 * Throws `invalid`: `no_rows` (no row after the header), `too_many_rows`, and as `readHeader`, `RowReader` and `FileStore`.
 */
export async function* readChunks(deps: ReadDeps, bulkOrder: BulkOrder): AsyncGenerator<Chunk> {
  const { file, tenantId } = bulkOrder;
  const batches = deps.rows.read(deps.files.open(tenantId, file.address, { etag: file.etag }));
  let assembler: ChunkAssembler | undefined;
  for await (const batch of batches) {
    assembler ??= new ChunkAssembler(deps, bulkOrder, headerOf(bulkOrder, batch));
    yield* assembler.take(batch);
  }
  if (assembler === undefined || assembler.isEmpty) {
    throw new OmsError(
      'invalid',
      'no_rows',
      `${file.name} has no rows${assembler === undefined ? '' : ' after its header'}.`,
    );
  }
  yield* assembler.end();
}

const headerOf = (bulkOrder: BulkOrder, [first]: RowBatch): CsvHeader => {
  if (first?.kind !== 'row') {
    throw new OmsError('invalid', 'unreadable_header', `The first row of ${bulkOrder.file.name} is no CSV header.`);
  }
  return readHeader(first.cells, bulkOrder.sellerId !== undefined);
};

/** While covered rows are read again, a sign of life this often keeps the lease. */
const rowsBetweenSigns = 20_000;

class ChunkAssembler {
  readonly #rules: CsvRules;
  readonly #grouper = new RowGrouper(new SeenIds());
  #covered: number;
  readonly #limits: { readonly maxRows: number; readonly chunkRows: number };
  #isHeaderNext = true;
  #rows = 0;
  #groups: RowGroup[] = [];
  #rowsInGroups = 0;
  #rowsSinceChunk = 0;

  constructor({ policy }: ReadDeps, { tenantId, sellerId, progress }: BulkOrder, header: CsvHeader) {
    this.#rules = compact({ header, tenantId, sellerId });
    this.#covered = progress.row;
    this.#limits = policy;
  }

  get isEmpty(): boolean {
    return this.#rows === 0;
  }

  *take(batch: RowBatch): Generator<Chunk> {
    for (const row of batch) {
      if (this.#isHeaderNext) {
        this.#isHeaderNext = false;
        continue;
      }
      this.#count();
      this.#keep(row);
      if (this.#rowsInGroups >= this.#limits.chunkRows || this.#rowsSinceChunk >= rowsBetweenSigns) yield this.#cut();
    }
  }

  *end(): Generator<Chunk> {
    this.#add(this.#grouper.end());
    yield this.#cut();
  }

  #count(): void {
    this.#rows += 1;
    this.#rowsSinceChunk += 1;
    if (this.#rows <= this.#limits.maxRows) return;
    throw new OmsError('invalid', 'too_many_rows', `A file has at most ${this.#limits.maxRows} rows; split it.`);
  }

  #keep(row: ReadRow | UnreadableRow): void {
    this.#add(this.#grouper.push(parseRow(this.#rules, row)));
  }

  #add(groups: readonly RowGroup[]): void {
    for (const group of groups) {
      if (lastRowOf(group) <= this.#covered) continue;
      this.#groups.push(group);
      this.#rowsInGroups += group.rows.length;
    }
  }

  #cut(): Chunk {
    const groups = this.#groups;
    const chunk = {
      header: this.#rules.header,
      groups,
      rowsRead: this.#rowsInGroups,
      lastRow: groups.length === 0 ? this.#covered : lastRowOf(groups.at(-1) as RowGroup),
    };
    this.#covered = chunk.lastRow;
    this.#rowsSinceChunk = 0;
    this.#groups = [];
    this.#rowsInGroups = 0;
    return chunk;
  }
}
