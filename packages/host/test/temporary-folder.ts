import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, onTestFinished } from 'vitest';

const makeFolder = (): string => mkdtempSync(join(tmpdir(), 'oms-host-'));
const remove = (path: string): void => rmSync(path, { recursive: true, force: true });

/** A fresh folder for one test. */
export const temporaryFolder = (): string => {
  const path = makeFolder();
  onTestFinished(() => remove(path));
  return path;
};

/** A fresh folder for all tests of a file. */
export const temporaryFolderOfFile = (): (() => string) => {
  let path = '';
  beforeAll(() => {
    path = makeFolder();
  });
  afterAll(() => remove(path));
  return () => path;
};
