import { openRelay, type Relay } from '../relay.js';
import { type FaultProxy, openFaultProxy } from './fault-proxy.js';

export interface ProxiedServer {
  readonly proxy: FaultProxy;
  /** Between the proxy and the server: what passes it has come through the proxy. */
  readonly relay: Relay;
  /** Of a process that is to go through the proxy. */
  readonly settings: Readonly<Record<string, string>>;
}

/** A proxy in front of one server. */
export const proxyOf = async (
  toxiproxy: string,
  { setting, address }: { readonly setting: string; readonly address: string },
): Promise<ProxiedServer> => {
  const isKafka = setting === 'OMS_KAFKA_BROKERS';
  const url = new URL(isKafka ? `kafka://${process.env.OMS_TEST_KAFKA_BEHIND_PROXY}` : address);
  const relay = await openRelay(url);
  const name = `${setting}-${process.pid}-${Date.now()}`;
  const listen = isKafka ? { listen: process.env.OMS_TEST_KAFKA_PROXY ?? '' } : {};
  const proxy = await openFaultProxy(toxiproxy, { name, upstream: `127.0.0.1:${relay.port}`, ...listen });
  url.host = proxy.address;
  // A member of a replica set would lead its clients past the proxy.
  if (url.protocol === 'mongodb:') url.searchParams.set('directConnection', 'true');
  return { proxy, relay, settings: { [setting]: isKafka ? proxy.address : url.href } };
};
