import type { AwsSettings } from '@oms/adapters-aws/s3';
import type { Config } from '../../config/config-schema.js';

/** Without a key in the settings the SDK looks for one in its own ways. */
export const awsSettingsOf = (config: Config, endpoint: string | undefined): AwsSettings => {
  const { AWS_REGION: region, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = config;
  if (accessKeyId === undefined || secretAccessKey === undefined) return { region, endpoint };
  return { region, endpoint, credentials: { accessKeyId, secretAccessKey, sessionToken: config.AWS_SESSION_TOKEN } };
};
