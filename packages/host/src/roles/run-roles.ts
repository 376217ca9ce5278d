import { createApi } from '@oms/adapters-http/api';
import { compact, type Observer, OmsError } from '@oms/core';
import { authenticatorOf } from '../auth/authenticator-of.js';
import { keyFileOf } from '../auth/key-file-of.js';
import { rateLimitOf } from '../auth/rate-limit-of.js';
import type { Config } from '../config/config-schema.js';
import { createContainer, type OmsContainer } from '../container/create-container.js';
import { Waiting } from '../container/servers/waiting.js';
import { usedParts } from '../container/used-parts.js';
import { addBacklogMetrics } from '../observe/backlog-metrics.js';
import { logHidden } from '../observe/log-hidden.js';
import { Metrics } from '../observe/metrics.js';
import { Progress } from '../observe/progress.js';
import { DirectoryUploads } from '../uploads/directory-uploads.js';
import { Health } from './health.js';
import { type Listening, listen } from './listen.js';
import { opsListener } from './ops-listener.js';
import type { Role, WorkerRole } from './role.js';
import { untilItEnds } from './until-it-ends.js';
import { within } from './within.js';

/** From the signal on; with the time to close, and to leave, a process has gone within 10 s whatever stands still in it. */
const cutRequestsMs = 5_000;
const drainMs = 6_000;
const closeMs = 1_500;

export interface RunRoles {
  readonly roles: readonly Role[];
  readonly stop: AbortSignal;
  readonly print: (text: string) => void;
}

/**
 * Runs roles until asked to stop, then takes nothing new and finishes or hands back what is at work. Throws when a worker
 * ends by itself, or does not come to an end: better no process than one that hangs.
 */
export const runRoles = async (config: Config, { roles, stop, print }: RunRoles): Promise<void> => {
  const metrics = new Metrics();
  const progress = new Progress(config.OMS_STALL_AFTER_MS);
  const health = new Health(progress);
  const waiting = new Waiting(print, stop);
  const { OMS_HOST: host, OMS_OPS_PORT: port } = config;
  const ops = await listen(opsListener(health, metrics, waiting), { host, port });
  let api: Listening | undefined;
  let container: OmsContainer | undefined;
  const loops = new AbortController();
  const workers: Promise<void>[] = [];
  const drain = async (): Promise<void> => {
    health.isReady = false;
    loops.abort();
    await within(Promise.all([api?.close(cutRequestsMs), ...workers]), drainMs);
  };
  let drained: Promise<void> = Promise.resolve();
  try {
    container = await createContainer(config, { waiting, uses: usedParts(roles) });
    health.orders = container.get('orders');
    await watch(container, [metrics, progress]);
    addBacklogMetrics(metrics.registry, { orders: container.get('orders'), events: container.get('events') });
    if (container.isBound('cachedPairs')) container.get('cachedPairs').addTo(metrics.registry);
    const started = container;
    const startWorker = (role: WorkerRole) => progress.watch(() => runWorker(started, role, { health, loops }));
    workers.push(...roles.filter((role) => role !== 'api').map(startWorker));
    if (roles.includes('api')) {
      health.keys = keyFileOf(config);
      await health.keys?.read();
      api = await listen(apiOf(container, metrics), { host, port: config.OMS_PORT });
      print(`The API listens on http://${host}:${api.port}, its documentation at /swagger/index.html.`);
    }
    print(`${roles.join(', ')}: running; health and metrics on http://${host}:${ops.port}.`);
    health.isReady = true;
    await untilItEnds({ stop, workers, progress });
  } finally {
    drained = drain();
    await drained.catch(() => undefined);
    await ops.close(0);
    if (container !== undefined) await within(container.unbindAllAsync(), closeMs);
  }
  await drained;
};

/** Lets others see what the observer sees. */
const watch = async (container: OmsContainer, others: readonly Observer[]): Promise<void> => {
  const seen = container.get('observer');
  (await container.rebind('observer')).toConstantValue({
    observe: (fact) => {
      for (const observer of [...others, seen]) observer.observe(fact);
    },
  });
};

const runWorker = async (
  container: OmsContainer,
  role: WorkerRole,
  { health, loops }: { readonly health: Health; readonly loops: AbortController },
): Promise<void> => {
  try {
    await container.get('oms').workers[role].run(loops.signal);
  } finally {
    if (!loops.signal.aborted) health.ended(role);
  }
  if (!loops.signal.aborted) throw new OmsError('unavailable', 'worker_ended', `The ${role} worker ended by itself.`);
};

const apiOf = (container: OmsContainer, metrics: Metrics) => {
  const config = container.get('config');
  const log = container.get('log');
  const access = { authenticator: authenticatorOf(config), rateLimit: rateLimitOf(container) };
  return createApi({
    ...compact(access),
    oms: container.get('oms'),
    uploads: new DirectoryUploads(config.OMS_UPLOAD_DIR),
    maxBodyBytes: config.OMS_MAX_BODY_BYTES,
    maxUploadBytes: config.OMS_MAX_UPLOAD_BYTES,
    onServed: (served) => {
      metrics.served(served);
      log.debug(served, 'served');
    },
    onError: logHidden(log),
  });
};
