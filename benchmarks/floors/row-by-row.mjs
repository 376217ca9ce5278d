// Frozen. The plain algorithm: two look-ups in the cache, one insertOne and one send for each row, one after the other.
// Prints {rows, orders, seconds}.
import { Redis } from 'ioredis';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { MongoClient } from 'mongodb';
import { groupsIn, orderOf } from './orders-of-rows.mjs';

const [, , file, mongoUrl, brokers, name, redisUrl] = process.argv;
const mongo = await MongoClient.connect(mongoUrl);
const collection = mongo.db(name).collection('orders', { writeConcern: { w: 'majority' } });
const redis = new Redis(redisUrl);
const kafka = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING });
const admin = kafka.admin();
await admin.connect();
const topic = `${name}.order.created`;
await admin.createTopics({ topics: [{ topic, numPartitions: 6, replicationFactor: 1 }], waitForLeaders: true });
await admin.disconnect();
const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
await producer.connect();

const startedAt = performance.now();
let rows = 0;
for await (const { group, firstRow } of groupsIn(file)) {
  for (const row of group) {
    await redis.get(`sku:${row.sku_id}`);
    await redis.get(`hub:${row.hub_id}`);
    const { document, message } = orderOf({ group: [row], firstRow: firstRow + rows }, Date.now());
    await collection.insertOne({ ...document, _id: `${document._id}-${rows}` });
    await producer.send({ topic, acks: -1, messages: [message] });
    rows += 1;
  }
}
const seconds = (performance.now() - startedAt) / 1_000;
await mongo.db(name).dropDatabase();
await producer.disconnect();
await mongo.close();
redis.disconnect();
process.stdout.write(`${JSON.stringify({ rows, orders: rows, seconds })}\n`);
