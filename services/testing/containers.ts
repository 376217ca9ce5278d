import { KafkaContainer } from '@testcontainers/kafka';
import { MinioContainer } from '@testcontainers/minio';
import { MongoDBContainer } from '@testcontainers/mongodb';
import { RedisContainer } from '@testcontainers/redis';
import { GenericContainer, Wait } from 'testcontainers';

/** Where a started container is reached, and what its clients have to know. */
interface Container {
  readonly address: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** So that tests need not wait long for a member that died. */
const quickGroups = { KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS: '1000', KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0' };

/** Each starts the server in a container; the reaper of testcontainers removes it when the process has ended. */
export const containers = {
  mongo: async (): Promise<Container> => {
    const started = await new MongoDBContainer('mongo:8.0').start();
    return { address: `${started.getConnectionString()}?directConnection=true` };
  },
  kafka: async (): Promise<Container> => {
    const started = await new KafkaContainer('confluentinc/cp-kafka:8.0.0')
      .withKraft()
      .withEnvironment(quickGroups)
      .start();
    return { address: `${started.getHost()}:${started.getMappedPort(9093)}` };
  },
  redis: async (): Promise<Container> => {
    const started = await new RedisContainer('redis:8').start();
    return { address: started.getConnectionUrl() };
  },
  s3: async (): Promise<Container> => {
    const started = await new MinioContainer('minio/minio:latest').start();
    const env = { AWS_ACCESS_KEY_ID: started.getUsername(), AWS_SECRET_ACCESS_KEY: started.getPassword() };
    return { address: started.getConnectionUrl(), env: { ...env, AWS_REGION: 'us-east-1' } };
  },
  sqs: async (): Promise<Container> => {
    const image = new GenericContainer('softwaremill/elasticmq-native:1.6.12').withExposedPorts(9324);
    const started = await image.withWaitStrategy(Wait.forListeningPorts()).start();
    const env = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' };
    return { address: `http://${started.getHost()}:${started.getMappedPort(9324)}`, env };
  },
} as const;

export type ServerName = keyof typeof containers;
