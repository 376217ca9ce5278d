import { createHash, type Hash } from 'node:crypto';
import { OmsError, readStock } from '@oms/core';
import { refuse } from '../../edge/http-problem.js';
import { parseQuery } from '../../edge/parse-with.js';
import type { JsonLimits } from '../../edge/read-json.js';
import { bodyOf, mediaTypeOf } from '../../edge/request-body.js';
import type { Route } from '../../edge/route.js';
import type { InventoryServerOptions } from '../inventory-server-options.js';
import { deliveryQuery, stockQuery } from '../schemas/claim-bodies.js';

export const stockRoutes = (
  { stock, rows, maxStockBytes = 67_108_864 }: InventoryServerOptions,
  { bodyTimeoutMs }: JsonLimits,
): readonly Route[] => [
  /**
   * @openapi
   * /stock:
   *   get:
   *     tags: [stock]
   *     summary: How much there is of an item
   *     parameters: [{ $ref: '#/components/parameters/SkuId' }, { $ref: '#/components/parameters/HubId' }]
   *     responses:
   *       '200': { $ref: '#/components/responses/Stock' }
   *       '404': { $ref: '#/components/responses/Problem' }
   *   post:
   *     tags: [stock]
   *     summary: Bring a delivery in (hub_id,sku_id,quantity), whole, once per content and reference
   *     parameters: [{ $ref: '#/components/parameters/Reference' }]
   *     requestBody:
   *       required: true
   *       content: { text/csv: { schema: { type: string } } }
   *     responses:
   *       '200': { $ref: '#/components/responses/Delivered' }
   *       '413': { $ref: '#/components/responses/Problem' }
   *       '415': { $ref: '#/components/responses/Problem' }
   *       '422': { $ref: '#/components/responses/Problem' }
   */
  {
    method: 'get',
    path: '/stock',
    answer: async ({ context, response, query }) => {
      const { sku_id, hub_id } = parseQuery(stockQuery, query);
      const quantity = await stock.stockOf(context.tenantId, { skuId: sku_id, hubId: hub_id });
      if (quantity === undefined) throw new OmsError('not_found', 'item_not_found', 'There is no such item.');
      response.json({ sku_id, hub_id, quantity });
    },
  },
  {
    method: 'post',
    path: '/stock',
    answer: async ({ context, request, response, query }) => {
      const { reference } = parseQuery(deliveryQuery, query);
      if (mediaTypeOf(request) !== 'text/csv') {
        throw refuse(415, 'unsupported_media_type', 'Send the stock file as text/csv.');
      }
      const hash = createHash('sha256');
      const bytes = bodyOf(request, { maxBytes: maxStockBytes, idleMs: bodyTimeoutMs });
      const lines = await readStock(rows, hashed(bytes, hash));
      const delivery = { sha256: hash.digest('hex'), reference };
      const { applied } = await stock.deliver(context.tenantId, delivery, lines);
      response.json({ applied, lines: lines.length });
    },
  },
];

async function* hashed(bytes: AsyncIterable<Uint8Array>, hash: Hash): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes) {
    hash.update(piece);
    yield piece;
  }
}
