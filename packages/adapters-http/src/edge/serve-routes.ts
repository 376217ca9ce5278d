import type { IncomingMessage, ServerResponse } from 'node:http';
import express, { type NextFunction, type Request, type RequestHandler, type Response, Router } from 'express';
import { everybody, type Principal } from './authenticator.js';
import { closeUnread } from './close-unread.js';
import { contextOf, principalOf } from './context-of.js';
import { documentationRoutes } from './documentation-routes.js';
import { refuse } from './http-problem.js';
import { limitRequests } from './limit-requests.js';
import { jsonLimitsOf } from './read-json.js';
import { requestIdOf } from './request-id.js';
import type { Route } from './route.js';
import { securityHeaders } from './security-headers.js';
import { sendProblem } from './send-problem.js';
import type { ServerOptions } from './server-options.js';

/** What Node's HTTP server calls. */
export type HttpListener = (request: IncomingMessage, response: ServerResponse) => void;

export interface ServedRoutes {
  /** Fixed words come before parameters that would take them. */
  readonly routes: readonly Route[];
  /** The OpenAPI document of the routes. */
  readonly document: () => object;
}

/** The routes at `/` and at `/api/v1`, with `/healthz`, their document, and Swagger UI that shows it. */
export const serveRoutes = (served: ServedRoutes, options: ServerOptions): HttpListener => {
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', false);
  app.use((request, response, next) => {
    begin(options, request, response);
    next();
  });
  app.use(securityHeaders());
  const router = tenantRouter(served.routes, options);
  app.use('/api/v1', router);
  app.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  app.use(documentationRoutes(served.document));
  app.use(router);
  app.use((request: Request) => {
    throw refuse(404, 'route_not_found', `There is no ${request.method} on this path; see /swagger/index.html.`);
  });
  app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    sendProblem(options, response, error);
  });
  return app;
};

/** For logs and metrics alone: nobody was left to be answered. */
const hungUp = 499;

const begin = (options: ServerOptions, request: Request, response: Response): void => {
  const startedAt = performance.now();
  const requestId = requestIdOf(request);
  response.locals.requestId = requestId;
  response.set('X-Request-Id', requestId);
  closeUnread(request, response, jsonLimitsOf(options).bodyTimeoutMs);
  response.once('close', () => {
    const { method } = request;
    const route = (response.locals.route as string | undefined) ?? 'none';
    const seconds = (performance.now() - startedAt) / 1_000;
    const status = response.headersSent ? response.statusCode : hungUp;
    options.onServed?.({ method, route, status, seconds, requestId });
  });
};

const tenantRouter = (routes: readonly Route[], options: ServerOptions): Router => {
  const router = Router({ caseSensitive: true, strict: true });
  const before = [identify(options), ...limited(options)];
  const byPath = Map.groupBy(routes, ({ path }) => path);
  for (const [path, ofPath] of byPath) mount(router, before, { path, routes: ofPath });
  return router;
};

const identify =
  ({ authenticator = everybody }: ServerOptions): RequestHandler =>
  async (request, response, next) => {
    response.locals.principal = await principalOf(authenticator, request);
    next();
  };

const limited = ({ rateLimit, authenticator }: ServerOptions): readonly RequestHandler[] =>
  rateLimit === undefined ? [] : [limitRequests(rateLimit, authenticator === undefined)];

/** A URL has one query, and it begins at the first question mark. */
const queryOf = ({ url }: Request): URLSearchParams => {
  const start = url.indexOf('?');
  return new URLSearchParams(start === -1 ? '' : url.slice(start + 1).split('#', 1)[0]);
};

interface Mounted {
  readonly path: string;
  readonly routes: readonly Route[];
}

const mount = (router: Router, before: readonly RequestHandler[], { path, routes }: Mounted): void => {
  const pattern = path.replace(/:(\w+)/g, '{$1}');
  const methods = routes.map(({ method }) => method.toUpperCase());
  const mounted = router.route(path).all((_request, response, next) => {
    response.locals.route = pattern;
    next();
  });
  for (const { method, answer } of routes) {
    mounted[method](...before, async (request: Request, response: Response) => {
      const { principal, requestId } = response.locals as { principal?: Principal; requestId: string };
      const context = contextOf(principal, request, requestId);
      const query = queryOf(request);
      await answer({ context, request, response, query });
    });
  }
  const allowed = [...methods, ...(methods.includes('GET') ? ['HEAD'] : [])].join(', ');
  mounted.all((_request, response) => {
    response.set('Allow', allowed);
    throw refuse(405, 'method_not_allowed', `This path takes ${allowed}.`);
  });
};
