import type { Contract } from './contract.js';
import { inventoryGatewayCheckCases } from './inventory-gateway-check-cases.js';
import { inventoryGatewayClaimCases } from './inventory-gateway-claim-cases.js';
import type { OpenedInventoryGateway } from './inventory-gateway-opened.js';
import { inventoryGatewayReleaseCases } from './inventory-gateway-release-cases.js';

/** Every promise of InventoryGateway. */
export const inventoryGatewayContract: Contract<OpenedInventoryGateway> = {
  port: 'InventoryGateway',
  cases: [...inventoryGatewayCheckCases, ...inventoryGatewayClaimCases, ...inventoryGatewayReleaseCases],
};
