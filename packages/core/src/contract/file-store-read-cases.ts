import { notStrictEqual, ok, rejects, strictEqual } from 'node:assert';
import { expectBytes, gathered, gatheredText, inPieces, pattern } from './bytes.js';
import type { ContractCase } from './contract.js';
import { onSubject } from './contract-case.js';
import {
  forbidden,
  invalidAddress,
  notFound,
  type OpenedFileStore,
  put,
  sourceChanged,
  textOf,
} from './file-store-opened.js';

const promises = onSubject<OpenedFileStore>;

export const fileStoreReadCases: readonly ContractCase<OpenedFileStore>[] = [
  promises(
    { id: 'file_store.open.offset', promise: 'open begins at `offsetBytes`; at or past the end there are no bytes.' },
    async ({ subject }) => {
      const content = pattern(200_000);
      const { address, etag } = await subject.put('tenant-1', 'orders.csv', inPieces(content));
      for (const offsetBytes of [0, 1, 65_536, 199_999, 200_000, 300_000]) {
        const rest = await gathered(subject.open('tenant-1', address, { etag, offsetBytes }));
        expectBytes(rest, content.slice(offsetBytes), `the bytes from ${offsetBytes}`);
      }
    },
  ),
  promises(
    { id: 'file_store.open.lazy', promise: 'open fails on the first read, not on the call.' },
    async ({ subject }) => {
      const { address } = await put(subject, 'content');
      const missing = subject.open('tenant-1', `${address}.none`, { etag: 'none' });
      await rejects(gathered(missing), notFound);
      const foreign = subject.open('tenant-2', address, { etag: 'none' });
      await rejects(gathered(foreign), forbidden);
    },
  ),
  promises(
    {
      id: 'file_store.open.pinned',
      promise: 'A file with another etag fails with conflict / source_changed and gives no byte.',
    },
    async ({ subject }) => {
      const { address } = await put(subject, 'content');
      const { etag } = await put(subject, 'other content');
      let pieces = 0;
      const read = async () => {
        for await (const _ of subject.open('tenant-1', address, { etag })) pieces += 1;
      };
      await rejects(read(), sourceChanged);
      strictEqual(pieces, 0);
    },
  ),
  promises(
    {
      id: 'file_store.open.replaced',
      promise: 'A file that was changed behind its back has another etag, and is not what was pinned.',
      needs: 'replace',
    },
    async ({ subject, replace }) => {
      const file = await put(subject, 'old content');
      await replace?.(file.address, pattern(11, 5));
      await rejects(textOf(subject, file), sourceChanged);
      const now = await subject.stat('tenant-1', file.address);
      notStrictEqual(now.etag, file.etag);
      const bytes = await gathered(subject.open('tenant-1', file.address, { etag: now.etag }));
      expectBytes(bytes, pattern(11, 5));
    },
  ),
  promises(
    {
      id: 'file_store.open.never_mixed',
      promise:
        'A file that is changed while it is read fails with conflict, or reads on as it was: never a mix of two.',
      needs: 'replace',
    },
    async ({ subject, replace }) => {
      const content = pattern(1_000_000, 1);
      const { address, etag } = await subject.put('tenant-1', 'orders.csv', inPieces(content));
      let at = 0;
      const read = async () => {
        for await (const piece of subject.open('tenant-1', address, { etag })) {
          expectBytes(piece, content.slice(at, at + piece.length), `the bytes from ${at}`);
          if (at === 0) await replace?.(address, pattern(1_000_000, 2));
          at += piece.length;
        }
      };
      const error = await read().then(
        () => undefined,
        (thrown: { code?: string; message: string }) => thrown,
      );
      if (error === undefined) strictEqual(at, content.length);
      else strictEqual(error.code, 'source_changed', error.message);
    },
  ),
  promises(
    { id: 'file_store.open.early', promise: 'Leaving the loop early closes the file; it can be read again.' },
    async ({ subject }) => {
      const content = pattern(500_000);
      const { address, etag } = await subject.put('tenant-1', 'orders.csv', inPieces(content));
      for (let n = 0; n < 20; n += 1) {
        for await (const piece of subject.open('tenant-1', address, { etag })) {
          ok(piece.length > 0);
          break;
        }
      }
      expectBytes(await gathered(subject.open('tenant-1', address, { etag })), content);
    },
  ),
  promises(
    { id: 'file_store.open.aliasing', promise: "Pieces that are handed out are the reader's own." },
    async ({ subject }) => {
      const file = await put(subject, 'content');
      for await (const piece of subject.open('tenant-1', file.address, file)) piece.fill(120);
      strictEqual(await textOf(subject, file), 'content');
    },
  ),
  promises(
    {
      id: 'file_store.foreign_file',
      promise: 'An address of another tenant or bucket is forbidden / foreign_file, whether or not it exists.',
    },
    async ({ subject }) => {
      const { address, etag, bucket, key } = await put(subject, 'secret');
      await put(subject, 'own', { tenantId: 'tenant' });
      for (const tenantId of ['tenant-2', 'tenant', 'tenant-1:x', 'TENANT-1', 'tenant-11']) {
        await rejects(subject.stat(tenantId, address), forbidden, tenantId);
        await rejects(subject.stat(tenantId, `${address}.none`), forbidden, tenantId);
        await rejects(gathered(subject.open(tenantId, address, { etag })), forbidden, tenantId);
      }
      await rejects(subject.stat('tenant-1', `s3://${bucket}-2/${key}`), forbidden);
    },
  ),
  promises(
    { id: 'file_store.tenants', promise: 'Tenants share nothing, whatever separators their ids hold.' },
    async ({ subject }) => {
      const tenants = ['a:b', 'a', 'a.b', 'a-b', 'A', 'a_b'];
      for (const tenantId of tenants) {
        const file = await put(subject, `of ${tenantId}`, { tenantId });
        strictEqual(await gatheredText(subject.open(tenantId, file.address, file)), `of ${tenantId}`);
        for (const other of tenants.filter((id) => id !== tenantId)) {
          await rejects(subject.stat(other, file.address), forbidden, `${other} reads ${tenantId}`);
        }
      }
    },
  ),
  promises(
    {
      id: 'file_store.traversal',
      promise: "No address leads out of the tenant's own files.",
    },
    async ({ subject }) => {
      const secret = await put(subject, 'secret', { tenantId: 'tenant-2' });
      const own = await put(subject, 'own');
      const folder = own.address.slice(0, own.address.lastIndexOf('/'));
      for (const up of ['..', '../..', '../../..', '.', '%2e%2e']) {
        const address = `${folder}/${up}/${secret.key}`;
        await rejects(subject.stat('tenant-1', address), (error: { kind?: string }) =>
          ['forbidden', 'invalid', 'not_found'].includes(error.kind ?? ''),
        );
      }
    },
  ),
  promises(
    { id: 'file_store.invalid_address', promise: 'What is no `s3://{bucket}/{key}` is invalid / invalid_address.' },
    async ({ subject }) => {
      const addresses = ['', 'orders.csv', '/etc/passwd', 's3://', 's3://bucket', 's3://bucket/', 'http://bucket/key'];
      for (const address of addresses) await rejects(subject.stat('tenant-1', address), invalidAddress, address);
    },
  ),
  promises(
    {
      id: 'file_store.unavailable',
      promise: 'An outage is unavailable / file_store_unavailable.',
      needs: 'outage',
    },
    async ({ subject, outage }) => {
      const { address } = await put(subject, 'content');
      await outage?.();
      const expected = { kind: 'unavailable', code: 'file_store_unavailable' };
      await rejects(subject.stat('tenant-1', address), expected);
      await rejects(put(subject, 'more'), expected);
    },
  ),
];
