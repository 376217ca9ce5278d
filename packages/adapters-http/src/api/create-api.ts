import { type HttpListener, serveRoutes } from '../edge/serve-routes.js';
import type { ApiOptions } from './api-options.js';
import { openApi } from './openapi.js';
import { apiRoutes } from './routes/api-routes.js';

/**
 * The REST API over an `Oms`, at `/` and at `/api/v1`, as a listener for `node:http`. Every answer carries `X-Request-Id`;
 * every error is a problem document (RFC 9457) with a stable `code`. Nothing is kept in the listener but what it works on.
 */
export const createApi = (options: ApiOptions): HttpListener =>
  serveRoutes({ routes: apiRoutes(options), document: openApi }, options);
