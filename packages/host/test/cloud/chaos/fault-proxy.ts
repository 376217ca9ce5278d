import { onTestFinished } from 'vitest';

/** What can be wrong between a process and a server. */
export const faults = ['cut', 'slow by 2 s', 'closed in the middle of answers', 'reset'] as const;

export type Fault = (typeof faults)[number];

/** A proxy in front of one server. */
export interface FaultProxy {
  /** host:port */
  readonly address: string;
  begin(fault: Fault): Promise<void>;
  end(): Promise<void>;
}

const toxics: Readonly<Record<Exclude<Fault, 'cut'>, object>> = {
  'slow by 2 s': { type: 'latency', stream: 'downstream', attributes: { latency: 2_000, jitter: 0 } },
  'closed in the middle of answers': { type: 'limit_data', stream: 'downstream', attributes: { bytes: 300 } },
  // Every connection, after it has lived for so long.
  reset: { type: 'reset_peer', stream: 'downstream', attributes: { timeout: 50 } },
};

/** Of toxiproxy, for the length of a test. */
export const openFaultProxy = async (
  toxiproxy: string,
  {
    name,
    upstream,
    listen = '127.0.0.1:0',
  }: { readonly name: string; readonly upstream: string; readonly listen?: string },
): Promise<FaultProxy> => {
  const ask = async (method: string, path: string, body?: object) => {
    const json = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(`${toxiproxy}${path}`, { method, ...json });
    if (!response.ok) throw new Error(`toxiproxy answers ${response.status} to ${method} ${path}`);
    return response.status === 204 ? {} : response.json();
  };
  const made = (await ask('POST', '/proxies', { name, upstream, listen, enabled: true })) as { listen: string };
  const path = `/proxies/${name}`;
  onTestFinished(async () => void (await ask('DELETE', path)));
  let toxic: string | undefined;
  return {
    address: made.listen,
    async begin(fault) {
      if (fault === 'cut') await ask('POST', path, { enabled: false });
      else toxic = ((await ask('POST', `${path}/toxics`, toxics[fault])) as { name: string }).name;
    },
    async end() {
      if (toxic !== undefined) await ask('DELETE', `${path}/toxics/${toxic}`);
      toxic = undefined;
      await ask('POST', path, { enabled: true });
    },
  };
};
