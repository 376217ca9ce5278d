import { jsonLimitsOf } from '../edge/read-json.js';
import { type HttpListener, serveRoutes } from '../edge/serve-routes.js';
import { inventoryOpenApi } from './inventory-openapi.js';
import type { InventoryServerOptions } from './inventory-server-options.js';
import { claimRoutes } from './routes/claim-routes.js';
import { stockRoutes } from './routes/stock-routes.js';

/**
 * An inventory service that speaks the `native` dialect, over any InventoryGateway: what the gateway promises of claims holds
 * over HTTP. A request is for one tenant, and every error is a problem document (RFC 9457) with a stable `code`.
 */
export const createInventoryServer = (options: InventoryServerOptions): HttpListener => {
  const limits = jsonLimitsOf(options);
  const routes = [...claimRoutes(options, limits), ...stockRoutes(options, limits)];
  return serveRoutes({ routes, document: inventoryOpenApi }, options);
};
