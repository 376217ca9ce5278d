import { S3Client } from '@aws-sdk/client-s3';
import { type AwsSettings, clientSettings } from '../client/aws-settings.js';

/** A client of S3; with an endpoint of its own, buckets are part of the path. It connects with its first call. */
export const connectS3 = (settings: AwsSettings = {}): S3Client =>
  new S3Client({ ...clientSettings(settings), forcePathStyle: settings.endpoint !== undefined });
