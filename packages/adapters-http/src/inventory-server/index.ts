export type { Authenticator, Principal } from '../edge/authenticator.js';
export type { HttpListener } from '../edge/serve-routes.js';
export { createInventoryServer } from './create-inventory-server.js';
export { inventoryOpenApi } from './inventory-openapi.js';
export type { InventoryServerOptions } from './inventory-server-options.js';
export type { StockBook } from './stock-book.js';
