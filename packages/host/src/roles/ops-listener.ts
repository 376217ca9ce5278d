import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Waiting } from '../container/servers/waiting.js';
import type { Metrics } from '../observe/metrics.js';
import type { Health } from './health.js';

type Page = () => Promise<{ readonly status: number; readonly type: string; readonly text: string }>;

/** `/healthz`, `/readyz` and `/metrics`, for whoever runs the process. */
export const opsListener = (health: Health, metrics: Metrics, waiting: Waiting) => {
  const pages: Readonly<Record<string, Page>> = {
    '/healthz': async () => pageOf(await health.check()),
    '/readyz': async () => pageOf(health.isReady ? await health.readiness() : [notReady(waiting)]),
    '/metrics': async () => ({
      status: 200,
      type: metrics.registry.contentType,
      text: await metrics.registry.metrics(),
    }),
  };
  return async ({ url = '' }: IncomingMessage, response: ServerResponse): Promise<void> => {
    const page = pages[url.split('?', 1)[0] ?? ''];
    const { status, type, text } =
      page === undefined ? { status: 404, type: 'text/plain', text: 'not found' } : await page();
    response.writeHead(status, { 'Content-Type': type }).end(text);
  };
};

const notReady = ({ what }: Waiting): string => (what === undefined ? 'starting or stopping' : `waiting for ${what}`);

const pageOf = (problems: readonly string[]) => ({
  status: problems.length === 0 ? 200 : 503,
  type: 'application/json',
  text: JSON.stringify(problems.length === 0 ? { status: 'ok' } : { status: 'failing', problems }),
});
