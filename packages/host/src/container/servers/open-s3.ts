import { connectS3, ensureBucket } from '@oms/adapters-aws/s3';
import type { OmsContainer } from '../create-container.js';
import { awsSettingsOf } from './aws-settings-of.js';
import { reach } from './reach.js';

/** The client of this process; the bucket is there when it resolves. */
export const openS3 = async (container: OmsContainer): Promise<ReturnType<typeof connectS3>> => {
  const config = container.get('config');
  const { AWS_ENDPOINT_URL_S3: endpoint, OMS_S3_BUCKET: bucket } = config;
  const client = connectS3(awsSettingsOf(config, endpoint));
  container
    .bind('s3')
    .toDynamicValue(() => client)
    .onDeactivation((opened) => opened.destroy());
  await reach(container, {
    name: `S3 at ${endpoint ?? config.AWS_REGION}, bucket ${bucket}`,
    connect: () => ensureBucket(client, bucket, { create: config.OMS_PROVISION === 'create' }),
  });
  return container.get('s3');
};
