export { InventoryHttp, type InventoryHttpOptions } from './http/inventory-http.js';
export { NativeInventoryGateway } from './native/native-inventory-gateway.js';
