export type { AwsSettings } from '../client/aws-settings.js';
export { connectS3 } from './connect-s3.js';
export { ensureBucket } from './ensure-bucket.js';
export { S3FileStore, type S3FileStoreOptions } from './s3-file-store.js';
