import { join } from 'node:path';
import { S3FileStore } from '@oms/adapters-aws/s3';
import { DirectoryFileStore } from '@oms/adapters-local/files';
import { MemoryFileStore } from '@oms/core/memory';
import type { Parts } from '../../config/parts-of.js';
import type { OmsContainer } from '../create-container.js';
import { openS3 } from '../servers/open-s3.js';

export const bindFiles = {
  directory: async (container) => {
    const folder = join(container.get('config').OMS_DATA_DIR, 'files');
    container.bind('files').toDynamicValue(() => new DirectoryFileStore(folder));
  },
  s3: async (container) => {
    const client = await openS3(container);
    const { OMS_S3_BUCKET: bucket } = container.get('config');
    container.bind('files').toDynamicValue(() => new S3FileStore(client, bucket));
  },
  memory: async (container) => {
    container.bind('files').toConstantValue(new MemoryFileStore());
  },
} as const satisfies Record<Parts['files'], (container: OmsContainer) => Promise<void>>;
