import { SQSClient } from '@aws-sdk/client-sqs';
import { type AwsSettings, clientSettings } from '../client/aws-settings.js';

/** A client of SQS; an endpoint of its own counts more than the address of a queue. It connects with its first call. */
export const connectSqs = (settings: AwsSettings = {}): SQSClient =>
  new SQSClient({ ...clientSettings(settings), useQueueUrlAsEndpoint: settings.endpoint === undefined });
