import { ImsLineInventory, InventoryHttp, NativeInventoryGateway, WmsLineInventory } from '@oms/adapters-inventory';
import { compact, type InventoryGateway, LedgeredInventory, type LineInventory } from '@oms/core';
import type { Config } from '../../config/config-schema.js';
import type { OmsContainer } from '../create-container.js';

const dialects = {
  native: (http) => new NativeInventoryGateway(http),
  ims: (http, container) => ledgered(new ImsLineInventory(http), container),
  wms: (http, container) => ledgered(new WmsLineInventory(http), container),
} as const satisfies Record<
  Config['OMS_INVENTORY_DIALECT'],
  (http: InventoryHttp, container: OmsContainer) => InventoryGateway
>;

/** The inventory service that is configured. */
export const httpInventory = (container: OmsContainer): InventoryGateway => {
  const config = container.get('config');
  const options = compact({
    token: config.OMS_INVENTORY_TOKEN,
    timeoutMs: config.OMS_INVENTORY_TIMEOUT_MS,
    checkTimeoutMs: config.OMS_INVENTORY_CHECK_TIMEOUT_MS,
    concurrency: config.OMS_INVENTORY_CONCURRENCY,
  });
  const http = new InventoryHttp(config.OMS_INVENTORY_URL ?? '', options);
  return dialects[config.OMS_INVENTORY_DIALECT](http, container);
};

const ledgered = (lines: LineInventory, container: OmsContainer): InventoryGateway => {
  const parts = {
    lines,
    ledger: container.get('claims'),
    clock: container.get('clock'),
    ids: container.get('ids'),
  };
  // Two calls, each of which may wait before it is made, are half of it.
  const answerWithinMs = 8 * container.get('config').OMS_INVENTORY_TIMEOUT_MS;
  return new LedgeredInventory(parts, { answerWithinMs });
};
