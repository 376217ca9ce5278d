import { createWriteStream } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { FileStore, TenantId } from '@oms/core';

export interface Report {
  readonly tenantId: TenantId;
  readonly address: string;
  readonly name: string;
}

/** Copies a rejection report into a folder, whole or not at all; resolves with its path. */
export const copyReport = async (
  files: FileStore,
  { tenantId, address, name }: Report,
  folder: string,
): Promise<string> => {
  const { etag } = await files.stat(tenantId, address);
  const path = join(folder, name);
  const unfinished = `${path}.${process.pid}.part`;
  await mkdir(folder, { recursive: true });
  await pipeline(files.open(tenantId, address, { etag }), createWriteStream(unfinished));
  await rename(unfinished, path);
  return path;
};
