// Reads the events of orders as another team's service would: as a group of its own, from the oldest event on.
import { connectKafka, KafkaOrderEventBus } from '@oms/adapters-kafka';
import { openDatabase, SqliteOrderEventBus } from '@oms/adapters-local/sqlite';

/** Where the events are: on Kafka in the cloud, and on one machine in the database of `oms start`, beside which it may be opened. */
const openBus = async (dataFolder) => {
  if (process.env.OMS_PROFILE !== 'cloud') {
    const database = await openDatabase(`${dataFolder}/oms.db`);
    return { bus: new SqliteOrderEventBus(database), close: () => database.close() };
  }
  const { kafka, producer, close } = await connectKafka({ brokers: process.env.OMS_KAFKA_BROKERS.split(',') });
  const bus = new KafkaOrderEventBus(kafka, producer, { topicPrefix: process.env.OMS_KAFKA_TOPIC_PREFIX ?? '' });
  return { bus, close };
};

/** The `order.created` of these orders, by their ids; waits until each is there. */
export const createdEvents = async (dataFolder, orderIds) => {
  const { bus, close } = await openBus(dataFolder);
  const found = new Map();
  const stop = new AbortController();
  const tooLate = setTimeout(() => stop.abort(), 60_000);
  await bus.subscribe(
    'flow-example',
    { types: ['order.created'] },
    async (events) => {
      for (const event of events) if (orderIds.includes(event.orderId)) found.set(event.orderId, event);
      if (found.size === orderIds.length) stop.abort();
      return events.map(() => ({ answer: 'done' }));
    },
    stop.signal,
  );
  clearTimeout(tooLate);
  await close();
  return found;
};

/** One line of an event. */
export const showEvent = ({ type, tenantId, orderId, sequence, status, content: { sellerId, lines } }) =>
  `${type} ${JSON.stringify({ tenantId, orderId, sequence, status, sellerId, lines })}`;
