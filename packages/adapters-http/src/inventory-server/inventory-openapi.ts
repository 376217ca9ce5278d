import { fileURLToPath } from 'node:url';
import { idPattern } from '@oms/core';
import { inputSchema, jsonResponse, openApiDocument, outputSchema, pathParameter } from '../edge/openapi-document.js';
import * as bodies from './schemas/claim-bodies.js';

const inQuery = (name: string, required: boolean) => ({
  in: 'query',
  name,
  required,
  schema: { type: 'string', pattern: idPattern.source },
});

/** The OpenAPI document of the inventory server. */
export const inventoryOpenApi = (): object =>
  openApiDocument({
    title: 'OMS inventory',
    description: 'Stock that is claimed whole or not at all, once per order.',
    routes: fileURLToPath(new URL('./routes/', import.meta.url)),
    schemas: {
      ChecksBody: inputSchema(bodies.checksBody),
      ClaimsBody: inputSchema(bodies.claimsBody),
      Checks: outputSchema(bodies.checksAnswer),
      Claims: outputSchema(bodies.claimsAnswer),
      Released: outputSchema(bodies.releasedAnswer),
      Stock: outputSchema(bodies.stockAnswer),
      Delivered: outputSchema(bodies.deliveredAnswer),
    },
    parameters: {
      OrderId: pathParameter('order_id', 'Of the order whose claim it is'),
      SkuId: inQuery('sku_id', true),
      HubId: inQuery('hub_id', true),
      Reference: inQuery('reference', false),
    },
    responses: {
      Checks: jsonResponse('One answer per pair', 'Checks'),
      Claims: jsonResponse('One answer per claim', 'Claims'),
      Released: jsonResponse('The claim is given back', 'Released'),
      Stock: jsonResponse('What there is now', 'Stock'),
      Delivered: jsonResponse('Whether it was added now, or before', 'Delivered'),
    },
  });
