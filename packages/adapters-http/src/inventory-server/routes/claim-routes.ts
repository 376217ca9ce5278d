import { type ClaimAnswer, isId, OmsError, type ReleaseAnswer, type Shortage, type StockPair } from '@oms/core';
import { parseBody, parseQuery } from '../../edge/parse-with.js';
import { type JsonLimits, readJson } from '../../edge/read-json.js';
import { param, type Route } from '../../edge/route.js';
import { noQuery } from '../../schemas/values.js';
import type { InventoryServerOptions } from '../inventory-server-options.js';
import { checksBody, claimsBody } from '../schemas/claim-bodies.js';

export const claimRoutes = ({ inventory }: InventoryServerOptions, limits: JsonLimits): readonly Route[] => [
  /**
   * @openapi
   * /checks:
   *   post:
   *     tags: [claims]
   *     summary: Which items are known, one answer per pair in the same order
   *     requestBody:
   *       required: true
   *       content: { application/json: { schema: { $ref: '#/components/schemas/ChecksBody' } } }
   *     responses:
   *       '200': { $ref: '#/components/responses/Checks' }
   *       '413': { $ref: '#/components/responses/Problem' }
   *       '415': { $ref: '#/components/responses/Problem' }
   *       '422': { $ref: '#/components/responses/Problem' }
   */
  {
    method: 'post',
    path: '/checks',
    answer: async ({ context, request, response, query }) => {
      parseQuery(noQuery, query);
      const { pairs } = parseBody(checksBody, await readJson(request, limits));
      response.json({ answers: await inventory.check(context.tenantId, pairs.map(pairOf)) });
    },
  },
  /**
   * @openapi
   * /claims:
   *   post:
   *     tags: [claims]
   *     summary: Take the stock of orders, all lines of each or none, once per order id
   *     description: One answer per claim in the same order. A claim that was released is never taken again.
   *     requestBody:
   *       required: true
   *       content: { application/json: { schema: { $ref: '#/components/schemas/ClaimsBody' } } }
   *     responses:
   *       '200': { $ref: '#/components/responses/Claims' }
   *       '413': { $ref: '#/components/responses/Problem' }
   *       '415': { $ref: '#/components/responses/Problem' }
   *       '422': { $ref: '#/components/responses/Problem' }
   */
  {
    method: 'post',
    path: '/claims',
    answer: async ({ context, request, response, query }) => {
      parseQuery(noQuery, query);
      const { claims } = parseBody(claimsBody, await readJson(request, limits));
      const asked = claims.map(({ order_id, lines }) => ({
        orderId: order_id,
        lines: lines.map(({ quantity, ...item }) => ({ ...pairOf(item), quantity })),
      }));
      response.json({ answers: (await inventory.claim(context.tenantId, asked)).map(answerJson) });
    },
  },
  /**
   * @openapi
   * /claims/{order_id}:
   *   delete:
   *     tags: [claims]
   *     summary: Give an order's stock back, once; an id that was never claimed cannot be claimed any more
   *     parameters: [{ $ref: '#/components/parameters/OrderId' }]
   *     responses:
   *       '200': { $ref: '#/components/responses/Released' }
   *       '422': { $ref: '#/components/responses/Problem' }
   */
  {
    method: 'delete',
    path: '/claims/:order_id',
    answer: async (call) => {
      parseQuery(noQuery, call.query);
      const orderId = param(call, 'order_id');
      if (!isId(orderId)) throw new OmsError('invalid', 'invalid_id', 'The order id in the path is no id.');
      const [answer] = await inventory.release(call.context.tenantId, [orderId]);
      call.response.json(releasedJson(answer));
    },
  },
];

const pairOf = ({ sku_id, hub_id }: { readonly sku_id: string; readonly hub_id: string }): StockPair => ({
  skuId: sku_id,
  hubId: hub_id,
});

const itemJson = ({ skuId, hubId }: StockPair) => ({ sku_id: skuId, hub_id: hubId });

const shortageJson = ({ wanted, available, ...pair }: Shortage) => ({ ...itemJson(pair), wanted, available });

const answerJson = (answer: ClaimAnswer): object => {
  switch (answer.answer) {
    case 'insufficient':
      return { answer: 'insufficient', shortages: answer.shortages.map(shortageJson) };
    case 'unknown_item':
      return { answer: 'unknown_item', pairs: answer.pairs.map(itemJson) };
    case 'not_attempted':
      return { answer: 'not_attempted', retry_after_ms: answer.retryAfterMs, reason: answer.reason };
    default:
      return answer;
  }
};

const releasedJson = (answer: ReleaseAnswer | undefined): object => {
  if (answer?.answer === 'released') return { answer: 'released' };
  const retryAfterMs = answer?.retryAfterMs ?? 1_000;
  throw new OmsError('unavailable', 'inventory_unavailable', 'The claim is not known to be released.', {
    retryAfterMs,
  });
};
