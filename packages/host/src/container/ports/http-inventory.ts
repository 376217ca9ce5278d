import { InventoryHttp, NativeInventoryGateway } from '@oms/adapters-inventory';
import { compact, type InventoryGateway } from '@oms/core';
import type { Config } from '../../config/config-schema.js';

/** The inventory service that is configured. */
export const httpInventory = (config: Config): InventoryGateway => {
  const options = compact({
    token: config.OMS_INVENTORY_TOKEN,
    timeoutMs: config.OMS_INVENTORY_TIMEOUT_MS,
    concurrency: config.OMS_INVENTORY_CONCURRENCY,
  });
  return new NativeInventoryGateway(new InventoryHttp(config.OMS_INVENTORY_URL ?? '', options));
};
