import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A fresh folder, and a way to remove it with all that is in it. */
export const temporaryFolder = () => {
  const path = mkdtempSync(join(tmpdir(), 'oms-local-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};
