import { randomUUID } from 'node:crypto';
import { connect, Socket } from 'node:net';
import type { OrderEventMessage } from '@oms/core';
import { anInsert, type Harness, messagesOf, type OpenedOrderEventBus } from '@oms/core/contract';
import { type ISocketFactory, Kafka, logLevel, Partitioners } from 'kafkajs';
import { ensureTopics, KafkaOrderEventBus, SharedProducer } from '../src/index.js';

const options = { maxTries: 3, retryDelayMs: 20, sessionTimeoutMs: 1_500 };
const retry = { initialRetryTime: 50, retries: 2, maxRetryTime: 200 };

/** A client whose sockets can be cut, as SIGKILL and an outage do. */
const cuttable = () => {
  const sockets = new Set<Socket>();
  let isCut = false;
  const socketFactory: ISocketFactory = ({ host, port, onConnect }) => {
    const socket = isCut ? new Socket() : connect({ host, port }, onConnect);
    if (isCut) process.nextTick(() => socket.destroy(new Error('cut off')));
    sockets.add(socket);
    return socket;
  };
  const cut = async () => {
    isCut = true;
    for (const socket of sockets) socket.destroy(new Error('cut off'));
  };
  return { socketFactory, cut };
};

const refusable = (): OrderEventMessage => {
  const [message] = messagesOf(anInsert({}));
  return { ...(message as OrderEventMessage), schemaVersion: 2 as 1 };
};

/** Topics of its own for each subject, and a client of its own for each instance. */
export const kafkaOrderEventBus = (brokers: string): Harness<OpenedOrderEventBus> => ({
  async open() {
    const topicPrefix = `test-${randomUUID()}.`;
    const ends: (() => Promise<void>)[] = [];
    const open = async (socketFactory?: ISocketFactory) => {
      const kafka = new Kafka({
        brokers: brokers.split(','),
        logLevel: logLevel.NOTHING,
        retry,
        ...(socketFactory === undefined ? {} : { socketFactory }),
      });
      const producer = await SharedProducer.connect(() =>
        kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner }),
      );
      ends.push(() => producer.close());
      return { kafka, bus: new KafkaOrderEventBus(kafka, producer, { ...options, topicPrefix }) };
    };
    const { socketFactory, cut } = cuttable();
    const { kafka, bus } = await open(socketFactory);
    await ensureTopics(kafka, { topicPrefix, partitions: 3, replicationFactor: 1 });
    const again = async () => (await open()).bus;
    return {
      subject: bus,
      timings: { withinMs: 2_500, membershipMs: 1_500, maxTries: 3 },
      again,
      refusable,
      outage: cut,
      async crash() {
        await cut();
        return again();
      },
      async close() {
        for (const end of ends) await end();
      },
    };
  },
});
