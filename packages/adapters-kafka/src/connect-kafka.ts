import { Kafka, type LogEntry, logLevel, Partitioners } from 'kafkajs';
import { openSocket } from './open-socket.js';
import { SharedProducer } from './shared-producer.js';

export interface KafkaLine {
  readonly level: 'error' | 'warn' | 'info' | 'debug';
  readonly message: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

export interface KafkaSettings {
  readonly brokers: readonly string[];
  /** Default `oms`. */
  readonly clientId?: string;
  /** Called with what the client has to say, from `warn` on; default: nobody hears it. */
  readonly onLine?: (line: KafkaLine) => void;
}

export interface ConnectedKafka {
  readonly kafka: Kafka;
  readonly producer: SharedProducer;
  close(): Promise<void>;
}

/** What a send may cost at most, so that nobody waits for a bus that is down. */
const producing = { initialRetryTime: 100, retries: 2, maxRetryTime: 500 };
const consuming = { initialRetryTime: 200, retries: 5, maxRetryTime: 2_000 };
const times = { connectionTimeout: 5_000, requestTimeout: 5_000, enforceRequestTimeout: true };

/** A client, and its one producer, which has connected when this resolves; throws the client's error when it does not. */
export const connectKafka = async (settings: KafkaSettings): Promise<ConnectedKafka> => {
  const { brokers, clientId = 'oms', onLine = () => undefined } = settings;
  const kafka = new Kafka({
    clientId,
    brokers: [...brokers],
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => onLine(lineOf(entry)),
    retry: consuming,
    socketFactory: openSocket,
    ...times,
  });
  const producer = await SharedProducer.connect(() =>
    kafka.producer({
      createPartitioner: Partitioners.DefaultPartitioner,
      allowAutoTopicCreation: false,
      retry: producing,
    }),
  );
  return { kafka, producer, close: () => producer.close() };
};

const levels: Readonly<Record<number, KafkaLine['level']>> = {
  [logLevel.ERROR]: 'error',
  [logLevel.WARN]: 'warn',
  [logLevel.INFO]: 'info',
};

const lineOf = ({ level, namespace, log: { message, timestamp: _, ...facts } }: LogEntry): KafkaLine => ({
  level: levels[level] ?? 'debug',
  message,
  facts: { ...facts, namespace },
});
