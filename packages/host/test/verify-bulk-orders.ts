import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type BulkOrder, type BulkOrderRepo, type Order, type Rejection, reportNameOf } from '@oms/core';
import { expect } from 'vitest';
import type { OrderFile } from './order-file.js';
import { type Refused, refusedInReport } from './refused-in-report.js';
import type { VerifyInput } from './verify-import.js';

/** Checks every bulk order and its report; resolves with the file of each by its id. */
export const verifyBulkOrders = async (
  repo: BulkOrderRepo,
  { folder, tenantId, files }: VerifyInput,
  orders: readonly Order[],
): Promise<ReadonlyMap<string, OrderFile>> => {
  const bulkOrders = await repo.list(tenantId, { limit: 100 });
  const fileOf = new Map<string, OrderFile>();
  for (const bulkOrder of bulkOrders) {
    const file = files.find(({ sha256 }) => sha256 === bulkOrder.file.sha256);
    if (file === undefined) throw new Error(`An import of a file that nobody sent: ${bulkOrder.file.name}`);
    fileOf.set(bulkOrder.bulkOrderId, file);
    verifyProgress(bulkOrder, file, ownOrders(orders, bulkOrder));
    expect(await refusedOf(repo, bulkOrder), 'rows refused').toEqual(refusedIn(file));
  }
  expect(new Set(fileOf.values()).size, 'files with an import').toBe(files.length);
  await verifyReports(join(folder, 'public'), bulkOrders, fileOf);
  return fileOf;
};

/** Each whole, and that of a file's last import there: the last command that ended well has copied it. */
const verifyReports = async (
  folder: string,
  bulkOrders: readonly BulkOrder[],
  fileOf: ReadonlyMap<string, OrderFile>,
): Promise<void> => {
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

const verifyProgress = ({ state, progress, file }: BulkOrder, expected: OrderFile, own: number): void => {
  expect(state).toBe('completed');
  expect(file.name).toBe(expected.name);
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
