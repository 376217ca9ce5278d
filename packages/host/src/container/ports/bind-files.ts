import { join } from 'node:path';
import { DirectoryFileStore } from '@oms/adapters-local/files';
import { MemoryFileStore } from '@oms/core/memory';
import type { Parts } from '../../config/parts-of.js';
import { PublicReports } from '../../reports/public-reports.js';
import type { OmsContainer } from '../create-container.js';

export const bindFiles = {
  directory: async (container) => {
    const { OMS_PROFILE, OMS_DATA_DIR, OMS_PUBLIC_DIR: folder } = container.get('config');
    const files = new DirectoryFileStore(join(OMS_DATA_DIR, 'files'));
    const onError = (err: unknown) => container.get('log').warn({ err, folder }, 'report_not_copied');
    const isLocal = OMS_PROFILE === 'local';
    container.bind('files').toConstantValue(isLocal ? new PublicReports(files, { folder, onError }) : files);
  },
  s3: async (container) => (await import('./bind-s3-files.js')).bindS3Files(container),
  memory: async (container) => {
    container.bind('files').toConstantValue(new MemoryFileStore());
  },
} as const satisfies Record<Parts['files'], (container: OmsContainer) => Promise<void>>;
