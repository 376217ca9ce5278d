import { type FaultProxy, openFaultProxy } from './fault-proxy.js';

/** What each request is answered while a server is away: nothing but these. */
export interface AllowedAnswers {
  readonly order: readonly number[];
  readonly upload: readonly number[];
  readonly submit: readonly number[];
}

export interface ChaosServer {
  readonly server: string;
  /** Where a process finds it. */
  readonly setting: string;
  readonly answers: AllowedAnswers;
  /** Whether whoever asks or looks notices that it is away: not so of a cache. */
  readonly isFelt: boolean;
}

const all: AllowedAnswers = { order: [201], upload: [201], submit: [202] };

/**
 * Without the store nothing is accepted, and a repeated request may find that it was after all; without the inventory no single
 * order is, and without the files no file. Events and jobs are caught up with.
 */
export const chaosServers: readonly ChaosServer[] = [
  {
    server: 'MongoDB',
    setting: 'OMS_MONGO_URL',
    answers: { ...all, order: [200, 201, 503], submit: [202, 503] },
    isFelt: true,
  },
  { server: 'Kafka', setting: 'OMS_KAFKA_BROKERS', answers: all, isFelt: true },
  { server: 'Redis', setting: 'OMS_REDIS_URL', answers: all, isFelt: false },
  {
    server: 'S3',
    setting: 'AWS_ENDPOINT_URL_S3',
    answers: { ...all, upload: [201, 503], submit: [202, 503] },
    isFelt: true,
  },
  { server: 'SQS', setting: 'AWS_ENDPOINT_URL_SQS', answers: all, isFelt: true },
  {
    server: 'the inventory',
    setting: 'OMS_INVENTORY_URL',
    answers: { ...all, order: [201, 503] },
    isFelt: true,
  },
];

const defaultPorts: Readonly<Record<string, string>> = { 'mongodb:': '27017', 'redis:': '6379', 'http:': '80' };

/** A proxy in front of one server, and the settings of a process that is to go through it. */
export const proxyOf = async (
  toxiproxy: string,
  { setting, address }: { readonly setting: string; readonly address: string },
): Promise<{ readonly proxy: FaultProxy; readonly settings: Readonly<Record<string, string>> }> => {
  const name = `${setting}-${process.pid}-${Date.now()}`;
  if (setting === 'OMS_KAFKA_BROKERS') {
    const upstream = process.env.OMS_TEST_KAFKA_BEHIND_PROXY ?? '';
    const listen = process.env.OMS_TEST_KAFKA_PROXY ?? '';
    const proxy = await openFaultProxy(toxiproxy, { name, upstream, listen });
    return { proxy, settings: { [setting]: listen } };
  }
  const url = new URL(address);
  const upstream = `${url.hostname}:${url.port || defaultPorts[url.protocol]}`;
  const proxy = await openFaultProxy(toxiproxy, { name, upstream });
  url.host = proxy.address;
  // A member of a replica set would lead its clients past the proxy.
  if (url.protocol === 'mongodb:') url.searchParams.set('directConnection', 'true');
  return { proxy, settings: { [setting]: url.href } };
};
