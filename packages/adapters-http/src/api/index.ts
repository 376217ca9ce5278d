export type { ApiOptions, ServedRequest } from './api-options.js';
export { type ApiListener, createApi } from './create-api.js';
export type { Authenticator, Principal } from './edge/authenticator.js';
export type { UploadFolder } from './edge/upload-folder.js';
export { orderJson } from './json/order-json.js';
export { openApi } from './openapi.js';
