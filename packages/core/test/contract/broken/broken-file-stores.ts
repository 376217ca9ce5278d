import { type FileStore, OmsError, type StoredFile } from '@oms/core';
import type { OpenedFileStore } from '@oms/core/contract';
import { MemoryFileStore, MemoryFiles } from '@oms/core/memory';
import { type BrokenAdapter, close, driverError, withFaults } from './broken-adapter.js';

type Break = (store: MemoryFileStore, files: MemoryFiles) => Partial<FileStore>;

const openOn = (files: MemoryFiles, faults: Break): OpenedFileStore => {
  const store = new MemoryFileStore(files);
  return {
    subject: withFaults<FileStore>(store, faults(store, files)),
    again: async () => new MemoryFileStore(new MemoryFiles()),
    replace: async (address, content) => store.replace(address, content),
    addresses: async () => [...files.byAddress.keys()],
    close,
  };
};

const broken = (fault: string, fails: readonly string[], faults: Break): BrokenAdapter<OpenedFileStore> => ({
  fault,
  fails: fails.map((id) => `file_store.${id}`),
  harness: { open: async () => openOn(new MemoryFiles(), faults) },
});

const shared = new MemoryFiles();

const ofData: readonly BrokenAdapter<OpenedFileStore>[] = [
  {
    fault: 'shares its data with every other subject',
    fails: ['file_store.fresh'],
    harness: { open: async () => openOn(shared, () => ({})) },
  },
  broken('keeps its data for itself', ['again'], () => ({})),
  {
    fault: "leaks its driver's errors",
    fails: ['file_store.unavailable'],
    harness: {
      async open() {
        const faults: Partial<FileStore> = {};
        const opened = openOn(new MemoryFiles(), () => faults);
        return { ...opened, outage: async () => void Object.assign(faults, { stat: driverError }) };
      },
    },
  },
];

const bytesOf = (files: MemoryFiles, address: string): Uint8Array =>
  files.byAddress.get(address)?.bytes ?? new Uint8Array(0);

/** The sound pieces, each changed. */
async function* changed(bytes: AsyncIterable<Uint8Array>, change: (piece: Uint8Array) => Uint8Array) {
  for await (const piece of bytes) yield change(piece);
}

const ofPut: readonly BrokenAdapter<OpenedFileStore>[] = [
  broken('counts one byte more', ['put', 'put.sizes'], (store) => ({
    async put(tenantId, name, bytes) {
      const file = await store.put(tenantId, name, bytes);
      return { ...file, sizeBytes: file.sizeBytes + 1 };
    },
  })),
  broken('loses all pieces but the first', ['put.sizes', 'put.aliasing'], (store) => ({
    async put(tenantId, name, bytes) {
      async function* first() {
        for await (const piece of bytes) {
          yield piece;
          return;
        }
      }
      return store.put(tenantId, name, first());
    },
  })),
  broken('takes the size for an etag', ['put.etag', 'open.pinned'], (store) => ({
    put: async (tenantId, name, bytes) => {
      const file = await store.put(tenantId, name, bytes);
      return { ...file, etag: `size-${file.sizeBytes}` };
    },
    open: (tenantId, address) => pinnedToNothing(store, tenantId, address),
  })),
  broken('overwrites a file of the same name', ['put.two_files'], (store, files) => ({
    async put(tenantId, name, bytes) {
      const { address } = await store.put(tenantId, name, bytes);
      const byName = `s3://oms-memory/${tenantId}/${name}`;
      store.replace(byName, bytesOf(files, address));
      return store.stat(tenantId, byName);
    },
  })),
  broken('keeps what came before the source broke', ['put.source_error'], (store) => ({
    async put(tenantId, name, bytes) {
      async function* until() {
        try {
          yield* bytes;
        } catch {
          // The fault: the file ends where the upload broke off.
        }
      }
      return store.put(tenantId, name, until());
    },
  })),
  broken('shows a file before it is complete', ['put.incomplete'], (store) => ({
    async put(tenantId, name, bytes) {
      await store
        .put(
          tenantId,
          'incomplete',
          changed([] as never, (piece) => piece),
        )
        .catch(() => undefined);
      store.replace(`s3://oms-memory/${tenantId}/part`, new Uint8Array(1));
      return store.put(tenantId, name, bytes);
    },
  })),
  broken('uses a name as it is', ['put.name'], (store) => ({
    async put(tenantId, name, bytes) {
      const file = await store.put(tenantId, name, bytes);
      return { ...file, key: `${tenantId}/${name}` };
    },
  })),
  broken('takes any name', ['put.invalid_name'], (store) => ({
    put: (tenantId, _, bytes) => store.put(tenantId, 'a-name', bytes),
  })),
  broken('keeps the pieces of its source', ['put.aliasing'], (store) => ({
    async put(tenantId, name, bytes) {
      const pieces: Uint8Array[] = [];
      for await (const piece of bytes) pieces.push(piece);
      return store.put(
        tenantId,
        name,
        changed(pieces as never, (piece) => piece),
      );
    },
  })),
];

/** Opens whatever is there now. */
async function* pinnedToNothing(store: FileStore, tenantId: string, address: string): AsyncGenerator<Uint8Array> {
  const { etag } = await store.stat(tenantId, address);
  yield* store.open(tenantId, address, { etag });
}

const nobody: StoredFile = { bucket: 'b', key: 'k', address: 's3://b/k', etag: 'e', sizeBytes: 0 };
const tenantOf = (address: string): string => /^s3:\/\/[^/]+\/([^/]+)\//.exec(address)?.[1] ?? '';

const ofReads: readonly BrokenAdapter<OpenedFileStore>[] = [
  broken('takes a missing file for an empty one', ['not_found', 'open.lazy', 'invalid_address'], (store) => ({
    stat: (tenantId, address) => store.stat(tenantId, address).catch(() => nobody),
    open: async function* (tenantId, address, options) {
      try {
        yield* store.open(tenantId, address, options);
      } catch {
        yield new Uint8Array(0);
      }
    },
  })),
  broken('takes no notice of the offset', ['open.offset'], (store) => ({
    open: (tenantId, address, { etag }) => store.open(tenantId, address, { etag }),
  })),
  broken('fails on the call', ['open.lazy'], (store, files) => ({
    open(tenantId, address, options) {
      if (files.byAddress.has(address)) return store.open(tenantId, address, options);
      throw new OmsError('not_found', 'file_not_found', 'There is no such file.');
    },
  })),
  broken('opens what is there now', ['open.pinned', 'open.replaced'], (store) => ({
    open: (tenantId, address) => pinnedToNothing(store, tenantId, address),
  })),
  broken('mixes two contents', ['open.never_mixed'], (_, files) => ({
    open: async function* (_tenantId, address) {
      for (let at = 0; at < bytesOf(files, address).length; at += 65_536) {
        yield bytesOf(files, address).slice(at, at + 65_536);
      }
    },
  })),
  broken('runs out of handles when readers leave early', ['open.early'], (store) => {
    let handles = 0;
    return {
      open: async function* (tenantId, address, options) {
        handles += 1;
        if (handles > 16) throw new OmsError('unavailable', 'file_store_unavailable', 'Too many open files.');
        yield* store.open(tenantId, address, options);
        handles -= 1;
      },
    };
  }),
  broken('hands out its own bytes', ['open.aliasing'], (_, files) => ({
    open: async function* (_tenantId, address) {
      yield bytesOf(files, address);
    },
  })),
  broken("opens another tenant's file", ['foreign_file', 'tenants', 'traversal'], (store) => ({
    stat: (_, address) => store.stat(tenantOf(address), address).catch(() => nobody),
    open: (_, address, options) => store.open(tenantOf(address), address, options),
  })),
  broken('takes a path for an address', ['invalid_address'], (store) => ({
    stat: (tenantId, address) =>
      store.stat(tenantId, address.startsWith('s3://') ? address : `s3://oms-memory/${tenantId}/${address}`),
  })),
];

export const brokenFileStores = [...ofData, ...ofPut, ...ofReads];
