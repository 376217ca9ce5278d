import { defaultBodyTimeoutMs } from '../../edge/read-json.js';
import type { Route } from '../../edge/route.js';
import type { ApiOptions } from '../api-options.js';
import { bulkOrderRoutes } from './bulk-order-routes.js';
import { commandRoutes } from './command-routes.js';
import { orderRoutes } from './order-routes.js';
import { uploadRoutes } from './upload-routes.js';

/** Every route for a tenant; fixed words come before parameters that would take them. */
export const apiRoutes = (options: ApiOptions): readonly Route[] => {
  const { maxBodyBytes = 1_048_576, maxUploadBytes = 2_147_483_648, followEveryMs = 500 } = options;
  const { bodyTimeoutMs = defaultBodyTimeoutMs, uploadIdleMs = 30_000 } = options;
  const limits = { maxBodyBytes, maxUploadBytes, followEveryMs, bodyTimeoutMs, uploadIdleMs };
  return [
    ...bulkOrderRoutes(options, limits),
    ...orderRoutes(options, limits),
    ...commandRoutes(options, limits),
    ...uploadRoutes(options, limits),
  ];
};
