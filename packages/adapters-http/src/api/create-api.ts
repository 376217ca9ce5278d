import type { IncomingMessage, ServerResponse } from 'node:http';
import express, { type NextFunction, type Request, type Response, Router } from 'express';
import type { ApiOptions } from './api-options.js';
import { everybody } from './edge/authenticator.js';
import { contextOf } from './edge/context-of.js';
import { refuse } from './edge/http-problem.js';
import { requestIdOf } from './edge/request-id.js';
import { sendProblem } from './edge/send-problem.js';
import { apiRoutes } from './routes/api-routes.js';
import { documentationRoutes } from './routes/documentation-routes.js';
import type { Route } from './routes/route.js';

/** What Node's HTTP server calls. */
export type ApiListener = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * The REST API over an `Oms`, at `/` and at `/api/v1`, as a listener for `node:http`. Every answer carries `X-Request-Id`;
 * every error is a problem document (RFC 9457) with a stable `code`. Nothing is kept in the listener but what it works on.
 */
export const createApi = (options: ApiOptions): ApiListener => {
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', false);
  app.use((request, response, next) => {
    begin(options, request, response);
    next();
  });
  const router = tenantRouter(options);
  app.use('/api/v1', router);
  app.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  app.use(documentationRoutes());
  app.use(router);
  app.use((request: Request) => {
    throw refuse(404, 'route_not_found', `There is no ${request.method} on this path; see /swagger/index.html.`);
  });
  app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    sendProblem(options, response, error);
  });
  return app;
};

const begin = ({ onServed }: ApiOptions, request: Request, response: Response): void => {
  const startedAt = performance.now();
  const requestId = requestIdOf(request);
  response.locals.requestId = requestId;
  response.set({ 'X-Request-Id': requestId, 'X-Content-Type-Options': 'nosniff' });
  response.once('close', () => {
    const { method } = request;
    const route = (response.locals.route as string | undefined) ?? 'none';
    const seconds = (performance.now() - startedAt) / 1_000;
    onServed?.({ method, route, status: response.statusCode, seconds, requestId });
  });
};

const tenantRouter = (options: ApiOptions): Router => {
  const router = Router({ caseSensitive: true, strict: true });
  const byPath = Map.groupBy(apiRoutes(options), ({ path }) => path);
  for (const [path, routes] of byPath) mount(router, options, { path, routes });
  return router;
};

interface Mounted {
  readonly path: string;
  readonly routes: readonly Route[];
}

const mount = (router: Router, options: ApiOptions, { path, routes }: Mounted): void => {
  const { authenticator = everybody } = options;
  const pattern = path.replace(/:(\w+)/g, '{$1}');
  const methods = routes.map(({ method }) => method.toUpperCase());
  const mounted = router.route(path);
  for (const { method, answer } of routes) {
    mounted[method](async (request, response) => {
      response.locals.route = pattern;
      const context = await contextOf(authenticator, request, response.locals.requestId as string);
      const query = new URL(request.url, 'http://localhost').searchParams;
      await answer({ context, request, response, query });
    });
  }
  const allowed = [...methods, ...(methods.includes('GET') ? ['HEAD'] : [])].join(', ');
  mounted.all((_request, response) => {
    response.locals.route = pattern;
    response.set('Allow', allowed);
    throw refuse(405, 'method_not_allowed', `This path takes ${allowed}.`);
  });
};
