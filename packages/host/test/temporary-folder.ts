import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A fresh folder for one test. */
export const temporaryFolder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'oms-host-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
};
