import { containers, type ServerName } from './containers.js';

const variables = {
  mongo: 'OMS_TEST_MONGO_URL',
  kafka: 'OMS_TEST_KAFKA_BROKERS',
  redis: 'OMS_TEST_REDIS_URL',
  s3: 'OMS_TEST_S3_ENDPOINT',
  sqs: 'OMS_TEST_SQS_ENDPOINT',
} as const satisfies Record<ServerName, string>;

/** The server that the environment names, else one in a container, else why there is none. */
export type FoundServer = { readonly address: string } | { readonly missing: string };

export const findServer = async (name: ServerName): Promise<FoundServer> => {
  const variable = variables[name];
  const named = process.env[variable];
  if (named !== undefined && named !== '') return { address: named };
  try {
    const { address, env = {} } = await containers[name]();
    Object.assign(process.env, env);
    return { address };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { missing: `${variable} is not set, and no container could be started: ${why}` };
  }
};
