import { jsonLimitsOf } from '../../edge/read-json.js';
import type { Route } from '../../edge/route.js';
import type { ApiOptions } from '../api-options.js';
import { bulkOrderRoutes } from './bulk-order-routes.js';
import { commandRoutes } from './command-routes.js';
import { orderRoutes } from './order-routes.js';
import { uploadRoutes } from './upload-routes.js';

/** Every route for a tenant; fixed words come before parameters that would take them. */
export const apiRoutes = (options: ApiOptions): readonly Route[] => {
  const { maxUploadBytes = 2_147_483_648, uploadIdleMs = 30_000, followEveryMs = 500 } = options;
  const limits = { ...jsonLimitsOf(options), maxUploadBytes, uploadIdleMs, followEveryMs };
  return [
    ...bulkOrderRoutes(options, limits),
    ...orderRoutes(options, limits),
    ...commandRoutes(options, limits),
    ...uploadRoutes(options, limits),
  ];
};
