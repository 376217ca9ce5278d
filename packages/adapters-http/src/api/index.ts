export type { Authenticator, Principal } from '../edge/authenticator.js';
export type { CountedRequests, RateLimit, RequestCounter } from '../edge/rate-limit.js';
export type { HttpListener } from '../edge/serve-routes.js';
export type { ServedRequest, ServerOptions } from '../edge/server-options.js';
export type { UploadFolder } from '../edge/upload-folder.js';
export type { ApiOptions } from './api-options.js';
export { createApi } from './create-api.js';
export { orderJson } from './json/order-json.js';
export { openApi } from './openapi.js';
