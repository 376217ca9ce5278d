import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type BulkOrder, type BulkOrderRepo, type Order, type Rejection, reportNameOf } from '@oms/core';
import { expect } from 'vitest';
import type { OrderFile } from './order-file.js';
import { type Refused, refusedInReport } from './refused-in-report.js';
import type { VerifyInput } from './verify-import.js';

/** Checks every bulk order; resolves with the file of each by its id. */
export const verifyBulkOrders = async (
  repo: BulkOrderRepo,
  { tenantId, files }: Omit<VerifyInput, 'folder'>,
  orders: readonly Order[],
): Promise<ReadonlyMap<string, OrderFile>> => {
  const bulkOrders = await repo.list(tenantId, { limit: 100 });
  const fileOf = filesOf(bulkOrders, files);
  for (const bulkOrder of bulkOrders) {
    const file = fileOf.get(bulkOrder.bulkOrderId) as OrderFile;
    verifyProgress(bulkOrder, file, ownOrders(orders, bulkOrder));
    expect(await refusedOf(repo, bulkOrder), 'rows refused').toEqual(refusedIn(file));
  }
  expect(new Set(fileOf.values()).size, 'files with an import').toBe(files.length);
  return fileOf;
};

const filesOf = (bulkOrders: readonly BulkOrder[], files: readonly OrderFile[]): ReadonlyMap<string, OrderFile> =>
  new Map(
    bulkOrders.map((bulkOrder) => {
      const file = files.find(({ sha256 }) => sha256 === bulkOrder.file.sha256);
      if (file === undefined) throw new Error(`An import of a file that nobody sent: ${bulkOrder.file.name}`);
      return [bulkOrder.bulkOrderId, file];
    }),
  );

/** Each report is whole, and that of a file's last import there: the last command that ended well has copied it. */
export const verifyReports = async (repo: BulkOrderRepo, input: VerifyInput): Promise<void> => {
  const folder = join(input.folder, 'public');
  const bulkOrders = await repo.list(input.tenantId, { limit: 100 });
  const fileOf = filesOf(bulkOrders, input.files);
  for (const { bulkOrderId, file } of bulkOrders) expect(file.name).toBe(fileOf.get(bulkOrderId)?.name);
  const names = new Map(bulkOrders.map((bulkOrder) => [reportNameOf(bulkOrder), fileOf.get(bulkOrder.bulkOrderId)]));
  const found = readdirSync(folder).filter((name) => !name.endsWith('.part'));
  for (const name of found) expect(await refusedInReport(join(folder, name)), name).toEqual(refusedIn(names.get(name)));
  for (const file of new Set(names.values())) {
    const last = bulkOrders.find(({ bulkOrderId }) => fileOf.get(bulkOrderId) === file);
    expect(found, 'reports').toContain(last && reportNameOf(last));
  }
};

const refusedIn = (file: OrderFile | undefined): Refused => [...(file?.rejections ?? [])].sort(([a], [b]) => a - b);

const ownOrders = (orders: readonly Order[], { bulkOrderId }: BulkOrder): number =>
  orders.filter(({ source }) => source.kind === 'bulk' && source.bulkOrderId === bulkOrderId).length;

const verifyProgress = ({ state, progress }: BulkOrder, expected: OrderFile, own: number): void => {
  expect(state).toBe('completed');
  expect(progress).toEqual({
    row: expected.rows + 1,
    rowsRead: expected.rows,
    ordersCreated: own,
    ordersUnchanged: expected.orders.size - own,
    rowsRejected: expected.rejections.size,
  });
};

const refusedOf = async (repo: BulkOrderRepo, { tenantId, bulkOrderId }: BulkOrder): Promise<Refused> => {
  const all: Rejection[] = [];
  for (;;) {
    const page = await repo.listRejections(tenantId, bulkOrderId, { afterRow: all.at(-1)?.row ?? 0, limit: 500 });
    if (page.length === 0) return all.map(({ row, code }) => [row, code] as const);
    all.push(...page);
  }
};
