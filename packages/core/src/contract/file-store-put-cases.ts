import { deepStrictEqual, match, notStrictEqual, ok, rejects, strictEqual } from 'node:assert';
import { expectBytes, gathered, inPieces, pattern, sha256Of } from './bytes.js';
import type { ContractCase } from './contract.js';
import { onSubject, onTwoInstances, onTwoSubjects } from './contract-case.js';
import { invalidName, notFound, type OpenedFileStore, put, textOf } from './file-store-opened.js';

const promises = onSubject<OpenedFileStore>;

async function* broken(error: Error): AsyncGenerator<Uint8Array> {
  yield pattern(70_000);
  throw error;
}

export const fileStorePutCases: readonly ContractCase<OpenedFileStore>[] = [
  onTwoSubjects<OpenedFileStore>(
    { id: 'file_store.fresh', promise: 'Two fresh subjects share nothing.' },
    async ({ subject }, fresh) => {
      const { address } = await put(subject, 'a,b\r\n');
      await rejects(fresh.subject.stat('tenant-1', address), (error: { kind?: string }) =>
        ['not_found', 'forbidden'].includes(error.kind ?? ''),
      );
    },
  ),
  promises(
    {
      id: 'file_store.put',
      promise:
        'put stores a stream with its size and SHA-256 under an address `s3://{bucket}/{key}`; stat tells the same.',
    },
    async ({ subject }) => {
      const file = await put(subject, 'ünïcode\r\n');
      strictEqual(file.address, `s3://${file.bucket}/${file.key}`);
      match(file.address, /^s3:\/\/[^/]+\/.+$/);
      deepStrictEqual([file.sizeBytes, file.sha256], [11, sha256Of('ünïcode\r\n')]);
      ok(file.etag.length > 0);
      deepStrictEqual(await subject.stat('tenant-1', file.address), file);
      strictEqual(await textOf(subject, file), 'ünïcode\r\n');
    },
  ),
  promises(
    { id: 'file_store.put.sizes', promise: 'A file is kept byte for byte, be it empty or of many pieces.' },
    async ({ subject }) => {
      const sizes = [0, 1, 65_536, 300_001];
      for (const size of sizes) {
        const content = pattern(size);
        const file = await subject.put('tenant-1', 'orders.csv', inPieces(content, 7_001));
        deepStrictEqual([file.sizeBytes, file.sha256], [size, sha256Of(content)]);
        const { address, etag } = file;
        expectBytes(await gathered(subject.open('tenant-1', address, { etag })), content);
      }
    },
  ),
  promises(
    { id: 'file_store.put.etag', promise: 'The etag changes whenever the content does.' },
    async ({ subject }) => {
      const [one, other] = [await put(subject, 'a,1\r\n'), await put(subject, 'a,2\r\n')];
      notStrictEqual(one.etag, other.etag);
    },
  ),
  promises(
    { id: 'file_store.put.two_files', promise: 'Two puts of one name are two files, concurrent or not.' },
    async ({ subject }) => {
      const contents = ['one', 'two', 'three', 'four'];
      const files = await Promise.all(contents.map((content) => put(subject, content)));
      strictEqual(new Set(files.map(({ address }) => address)).size, 4);
      for (const [n, file] of files.entries()) strictEqual(await textOf(subject, file), contents[n]);
    },
  ),
  promises(
    {
      id: 'file_store.put.source_error',
      promise: 'A source that throws leaves nothing, and its error passes unchanged.',
    },
    async ({ subject, addresses }) => {
      const error = new Error('the upload broke off');
      await rejects(subject.put('tenant-1', 'orders.csv', broken(error)), (thrown) => thrown === error);
      deepStrictEqual(await addresses?.(), addresses === undefined ? undefined : []);
    },
  ),
  promises(
    {
      id: 'file_store.put.incomplete',
      promise: 'Nothing is visible until the file is complete.',
      needs: 'addresses',
    },
    async ({ subject, addresses }) => {
      const seen: (readonly string[] | undefined)[] = [];
      async function* watched(): AsyncGenerator<Uint8Array> {
        for (let n = 0; n < 3; n += 1) {
          yield pattern(70_000);
          seen.push(await addresses?.());
        }
      }
      const { address } = await subject.put('tenant-1', 'orders.csv', watched());
      deepStrictEqual(seen, [[], [], []]);
      deepStrictEqual(await addresses?.(), [address]);
    },
  ),
  promises(
    {
      id: 'file_store.put.name',
      promise: 'Only the last path segment of a name is used; 1 to 255 characters of any script.',
    },
    async ({ subject }) => {
      const names = [
        'a',
        'Bestellungen März (2).csv',
        `${'x'.repeat(251)}.csv`,
        '../../etc/orders.csv',
        '日本.csv',
        '%2e%2e',
      ];
      for (const name of names) {
        const file = await put(subject, name, { name });
        strictEqual(await textOf(subject, file), name);
        ok(!file.key.includes('..') || name.includes('%'), file.key);
        deepStrictEqual(await subject.stat('tenant-1', file.address), file);
      }
    },
  ),
  promises(
    {
      id: 'file_store.put.invalid_name',
      promise: 'A name without characters, of more than 255 or with a control character is invalid / invalid_name.',
    },
    async ({ subject, addresses }) => {
      for (const name of ['', 'folder/', 'x'.repeat(256), 'a\u0000b', 'a\nb', 'a\u007fb']) {
        await rejects(put(subject, 'content', { name }), invalidName, JSON.stringify(name));
      }
      deepStrictEqual(await addresses?.(), addresses === undefined ? undefined : []);
    },
  ),
  onTwoInstances<OpenedFileStore>(
    {
      id: 'file_store.again',
      promise: 'put resolves when the file is durable: another instance on the same data reads it.',
    },
    async (one, other) => {
      const file = await put(one, 'content');
      deepStrictEqual(await other.stat('tenant-1', file.address), file);
      strictEqual(await textOf(other, file), 'content');
    },
  ),
  promises(
    { id: 'file_store.put.aliasing', promise: 'Pieces that the source changes after handing them out change nothing.' },
    async ({ subject }) => {
      async function* reused(): AsyncGenerator<Uint8Array> {
        const buffer = new Uint8Array(3);
        for (const text of ['abc', 'def', 'ghi']) {
          for (let n = 0; n < 3; n += 1) buffer[n] = text.charCodeAt(n);
          yield buffer;
          buffer.fill(120);
        }
      }
      const file = await subject.put('tenant-1', 'orders.csv', reused());
      strictEqual(file.sha256, sha256Of('abcdefghi'));
      strictEqual(await textOf(subject, file), 'abcdefghi');
    },
  ),
  promises(
    { id: 'file_store.not_found', promise: 'An address of the tenant without a file is not_found / file_not_found.' },
    async ({ subject }) => {
      const { address, etag } = await put(subject, 'content');
      await rejects(subject.stat('tenant-1', `${address}.none`), notFound);
      await rejects(gathered(subject.open('tenant-1', `${address}.none`, { etag })), notFound);
    },
  ),
];
