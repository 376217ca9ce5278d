// Frozen. The floor of an import on servers: the file through fast-csv, insertMany of 1,000 orders, a send of the same 1,000
// messages, overlapped, and nothing else. Prints {rows, orders, seconds}.
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { MongoClient } from 'mongodb';
import { groupsIn, orderOf } from './orders-of-rows.mjs';

const [, , file, mongoUrl, brokers, name] = process.argv;
const mongo = await MongoClient.connect(mongoUrl);
const collection = mongo.db(name).collection('orders', { writeConcern: { w: 'majority' } });
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
let orders = 0;
let batch = [];
let storing = Promise.resolve();
let sending = Promise.resolve();

const flush = async () => {
  const full = batch;
  batch = [];
  orders += full.length;
  await storing;
  storing = collection
    .insertMany(
      full.map(({ document }) => document),
      { ordered: false },
    )
    .then(async () => {
      await sending;
      sending = producer.send({ topic, acks: -1, messages: full.map(({ message }) => message) });
    });
};

for await (const group of groupsIn(file)) {
  batch.push(orderOf(group, Date.now()));
  rows += group.group.length;
  if (batch.length === 1_000) await flush();
}
if (batch.length > 0) await flush();
await storing;
await sending;
const seconds = (performance.now() - startedAt) / 1_000;
await mongo.db(name).dropDatabase();
await producer.disconnect();
await mongo.close();
process.stdout.write(`${JSON.stringify({ rows, orders, seconds })}\n`);
