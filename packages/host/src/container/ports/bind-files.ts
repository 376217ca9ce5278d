import { join } from 'node:path';
import { DirectoryFileStore } from '@oms/adapters-local/files';
import { MemoryFileStore } from '@oms/core/memory';
import type { Parts } from '../../config/parts-of.js';
import type { OmsContainer } from '../create-container.js';

export const bindFiles = {
  directory: async (container) => {
    const folder = join(container.get('config').OMS_DATA_DIR, 'files');
    container.bind('files').toDynamicValue(() => new DirectoryFileStore(folder));
  },
  s3: async (container) => (await import('./bind-s3-files.js')).bindS3Files(container),
  memory: async (container) => {
    container.bind('files').toConstantValue(new MemoryFileStore());
  },
} as const satisfies Record<Parts['files'], (container: OmsContainer) => Promise<void>>;
