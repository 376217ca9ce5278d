import { createWriteStream } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type BulkOrder, reportNameOf } from '@oms/core';
import type { OmsContainer } from '../container/create-container.js';

/** Copies the rejection report into the public folder, whole or not at all; resolves with its path. */
export const publishReport = async (container: OmsContainer, bulkOrder: BulkOrder): Promise<string | undefined> => {
  if (bulkOrder.report === undefined) return undefined;
  const files = container.get('files');
  const { etag } = await files.stat(bulkOrder.tenantId, bulkOrder.report);
  const folder = container.get('config').OMS_PUBLIC_DIR;
  const path = join(folder, reportNameOf(bulkOrder));
  const unfinished = `${path}.${process.pid}.part`;
  await mkdir(folder, { recursive: true });
  await pipeline(files.open(bulkOrder.tenantId, bulkOrder.report, { etag }), createWriteStream(unfinished));
  await rename(unfinished, path);
  return path;
};
