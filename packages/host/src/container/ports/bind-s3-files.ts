import { S3FileStore } from '@oms/adapters-aws/s3';
import type { OmsContainer } from '../create-container.js';
import { openS3 } from '../servers/open-s3.js';

export const bindS3Files = async (container: OmsContainer): Promise<void> => {
  const client = await openS3(container);
  const { OMS_S3_BUCKET: bucket } = container.get('config');
  container.bind('files').toDynamicValue(() => new S3FileStore(client, bucket));
};
