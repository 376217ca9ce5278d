import { type FaultProxy, openFaultProxy } from './fault-proxy.js';

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
