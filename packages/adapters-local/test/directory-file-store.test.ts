import { mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { translateFileError } from '../src/files/file-error.js';
import { DirectoryFileStore } from '../src/files/index.js';
import { gathered } from './gathered.js';
import { temporaryFolder } from './temporary-folder.js';

let folder: ReturnType<typeof temporaryFolder>;
let store: DirectoryFileStore;

beforeEach(() => {
  folder = temporaryFolder();
  store = new DirectoryFileStore(folder.path);
});

afterEach(() => folder.remove());

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

const textOf = async (bytes: AsyncIterable<Uint8Array>): Promise<string> =>
  (await gathered(bytes)).map((piece) => new TextDecoder().decode(piece)).join('');

test('a key shows tenant, month and name, and stays the same for every store on the folder', async () => {
  const { bucket, key, address } = await store.put('tenant-1', 'Orders of März.csv', bytesOf('a'));
  expect(bucket).toBe('oms-local');
  expect(key).toMatch(/^tenant-1\/\d{4}\/\d{2}\/[0-9a-f-]{36}-Orders_of_M_rz\.csv$/);
  expect(address).toBe(`s3://oms-local/${key}`);
});

test('tenants stay apart on file systems that do not tell upper from lower case', async () => {
  const tenants = ['Tenant', 'tenant', 'a:b', 'a.b', 'A'.repeat(128), `${'A'.repeat(127)}a`];
  for (const tenantId of tenants) await store.put(tenantId, 'orders.csv', bytesOf(tenantId));
  const folders = readdirSync(folder.path).map((name) => name.toLowerCase());
  expect(new Set(folders).size).toBe(tenants.length);
});

test('a link inside the folder leads nobody out of it', async () => {
  const outside = temporaryFolder();
  writeFileSync(join(outside.path, 'secret.csv'), 'secret');
  mkdirSync(join(folder.path, 'tenant-1'));
  symlinkSync(outside.path, join(folder.path, 'tenant-1', 'link'));
  symlinkSync(join(outside.path, 'secret.csv'), join(folder.path, 'tenant-1', 'link.csv'));
  for (const key of ['tenant-1/link/secret.csv', 'tenant-1/link.csv']) {
    const address = `s3://oms-local/${key}`;
    const expected = { kind: 'forbidden', code: 'foreign_file' };
    await expect(store.stat('tenant-1', address)).rejects.toMatchObject(expected);
    await expect(textOf(store.open('tenant-1', address, { etag: 'x' }))).rejects.toMatchObject(expected);
  }
  outside.remove();
});

test('what the store keeps beside a file is no file of its own', async () => {
  const { key } = await store.put('tenant-1', 'orders.csv', bytesOf('a'));
  const [year, month, name] = key.split('/').slice(1);
  const address = `s3://oms-local/tenant-1/${year}/${month}/.${name}.json`;
  await expect(store.stat('tenant-1', address)).rejects.toMatchObject({ code: 'foreign_file' });
});

test('a file that came by another way is served, without a SHA-256', async () => {
  mkdirSync(join(folder.path, 'tenant-1'));
  writeFileSync(join(folder.path, 'tenant-1', 'dropped.csv'), 'dropped');
  const file = await store.stat('tenant-1', 's3://oms-local/tenant-1/dropped.csv');
  expect(file).toMatchObject({ sizeBytes: 7 });
  expect('sha256' in file).toBe(false);
  expect(await textOf(store.open('tenant-1', file.address, file))).toBe('dropped');
});

test('the SHA-256 of a file that was changed is not told any more', async () => {
  const before = await store.put('tenant-1', 'orders.csv', bytesOf('content'));
  writeFileSync(join(folder.path, before.key), 'changed');
  const after = await store.stat('tenant-1', before.address);
  expect(after.etag).not.toBe(before.etag);
  expect(after.sha256).toBeUndefined();
});

test('what processes that died left unfinished is removed once it is a day old', async () => {
  const young = join(folder.path, '.young.part');
  const old = join(folder.path, '.old.part');
  for (const path of [young, old]) writeFileSync(path, 'x');
  const twoDaysAgo = Date.now() / 1_000 - 2 * 86_400;
  utimesSync(old, twoDaysAgo, twoDaysAgo);
  await store.put('tenant-1', 'orders.csv', bytesOf('a'));
  expect(readdirSync(folder.path).sort()).toEqual(['.young.part', 'tenant-1']);
});

test('a folder that cannot be written is not_writable', async () => {
  const path = join(folder.path, 'file');
  writeFileSync(path, '');
  const expected = { kind: 'unavailable', code: 'not_writable', cause: expect.any(Error) };
  await expect(new DirectoryFileStore(path).put('tenant-1', 'a.csv', bytesOf('a'))).rejects.toMatchObject(expected);
});

test('a full disk is disk_full, with its cause', () => {
  const cause = Object.assign(new Error('no space'), { code: 'ENOSPC', syscall: 'write' });
  expect(translateFileError(cause, 'files')).toMatchObject({ kind: 'unavailable', code: 'disk_full', cause });
});

test("a source's own file error passes unchanged", async () => {
  const error = Object.assign(new Error('no such upload'), { code: 'ENOENT', syscall: 'open' });
  const source = async function* (): AsyncGenerator<Uint8Array> {
    yield new Uint8Array(3);
    throw error;
  };
  await expect(store.put('tenant-1', 'a.csv', source())).rejects.toBe(error);
});
