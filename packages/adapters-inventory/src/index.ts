export { InventoryHttp, type InventoryHttpOptions } from './http/inventory-http.js';
export { ImsLineInventory } from './ims/ims-line-inventory.js';
export { NativeInventoryGateway } from './native/native-inventory-gateway.js';
export { WmsLineInventory } from './wms/wms-line-inventory.js';
