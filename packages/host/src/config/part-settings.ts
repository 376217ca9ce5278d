import { z } from 'zod';

const milliseconds = (fallback: number) => z.coerce.number().int().min(1).max(86_400_000).default(fallback);
const text = z.string().min(1);
const address = z.url().optional();

/** Which adapter stands behind each port, where it differs from the profile's, and where the servers are. */
export const partSettings = {
  OMS_STORE: z
    .enum(['sqlite', 'mongo', 'memory'])
    .optional()
    .describe('Where orders and bulk orders are kept; default by profile: sqlite, mongo or memory.'),
  OMS_EVENTS: z
    .enum(['sqlite', 'kafka', 'memory'])
    .optional()
    .describe('The event bus; default by profile: sqlite, kafka or memory.'),
  OMS_JOBS: z
    .enum(['sqlite', 'sqs', 'memory'])
    .optional()
    .describe('The job queue; default by profile: sqlite, sqs or memory.'),
  OMS_FILES: z
    .enum(['directory', 's3', 'memory'])
    .optional()
    .describe('The file store; default by profile: directory, s3 or memory.'),
  OMS_INVENTORY: z
    .enum(['sqlite', 'http', 'memory'])
    .optional()
    .describe('The inventory; default by profile: sqlite, in cloud http when OMS_INVENTORY_URL is set, or memory.'),
  OMS_INVENTORY_URL: z.url().optional().describe('Where the inventory service is, for http.'),
  OMS_INVENTORY_DIALECT: z
    .enum(['native', 'ims', 'wms'])
    .default('native')
    .describe('What the inventory service speaks: native claims atomically, ims and wms only decrement.'),
  OMS_INVENTORY_TOKEN: text.optional().describe('Sent to the inventory service as Authorization: Bearer.'),
  OMS_INVENTORY_TIMEOUT_MS: milliseconds(5_000).describe(
    'How long one call to the inventory service may take, in milliseconds.',
  ),
  OMS_INVENTORY_CHECK_TIMEOUT_MS: milliseconds(1_500).describe(
    'How long POST /orders waits for the inventory service to answer for an item, in milliseconds.',
  ),
  OMS_INVENTORY_CONCURRENCY: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000)
    .default(16)
    .describe('Calls that one process makes to the inventory service at the same time.'),
  OMS_INVENTORY_CACHE: z
    .enum(['none', 'redis'])
    .optional()
    .describe('What remembers checked items in front of the inventory; default by profile: none, in cloud redis.'),
  OMS_PROVISION: z
    .enum(['create', 'expect'])
    .default('create')
    .describe('Indexes, topics, queues and the bucket that are missing: create them at the start, or expect them.'),
  OMS_STARTUP_TIMEOUT_MS: milliseconds(120_000).describe(
    'How long a process waits for its servers when it starts, in milliseconds.',
  ),
  OMS_MONGO_URL: text.default('mongodb://127.0.0.1:27017').describe('Connection string of MongoDB.'),
  OMS_MONGO_DATABASE: text.default('oms').describe('Database in MongoDB.'),
  OMS_KAFKA_BROKERS: text.default('127.0.0.1:9092').describe('Brokers of Kafka, separated by commas.'),
  OMS_KAFKA_TOPIC_PREFIX: z.string().default('').describe('Before the name of every topic and consumer group.'),
  OMS_KAFKA_PARTITIONS: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000)
    .default(6)
    .describe('Partitions of topics that are created: the most consumers that share the work.'),
  OMS_KAFKA_SESSION_MS: milliseconds(10_000).describe(
    "How long a dead event consumer keeps others from its partitions, in milliseconds; within the broker's limits.",
  ),
  OMS_REDIS_URL: text.default('redis://127.0.0.1:6379').describe('Address of Redis.'),
  OMS_S3_BUCKET: text.default('oms').describe('Bucket of the file store.'),
  OMS_SQS_QUEUE: text.default('oms-jobs').describe('Queue of jobs; its dead letters are in a second one, -dead.'),
  OMS_SQS_VISIBILITY_MS: z.coerce
    .number()
    .int()
    .min(1_000)
    .max(43_200_000)
    .default(30_000)
    .describe('How long a dead worker keeps others from its job, in milliseconds, in whole seconds.'),
  AWS_REGION: text.default('us-east-1').describe('Region of S3 and SQS.'),
  AWS_ACCESS_KEY_ID: text.optional().describe("Key id for S3 and SQS; default: the SDK's own ways to find one."),
  AWS_SECRET_ACCESS_KEY: text.optional().describe('Its secret.'),
  AWS_SESSION_TOKEN: text.optional().describe('Its session, for temporary keys.'),
  AWS_ENDPOINT_URL_S3: address.describe(
    'Where S3 is, when it is not that of AWS; also as AWS_S3_ENDPOINT, AWS_ENDPOINT_URL or LOCALSTACK_ENDPOINT.',
  ),
  AWS_ENDPOINT_URL_SQS: address.describe(
    'Where SQS is, when it is not that of AWS; also as LOCAL_SQS_ENDPOINT, AWS_ENDPOINT_URL or LOCALSTACK_ENDPOINT.',
  ),
} as const;

/** Older names of settings, in the order in which they count. */
export const olderNames = {
  AWS_ENDPOINT_URL_S3: ['AWS_S3_ENDPOINT', 'AWS_ENDPOINT_URL', 'LOCALSTACK_ENDPOINT'],
  AWS_ENDPOINT_URL_SQS: ['LOCAL_SQS_ENDPOINT', 'AWS_ENDPOINT_URL', 'LOCALSTACK_ENDPOINT'],
} as const satisfies Partial<Record<keyof typeof partSettings, readonly string[]>>;
