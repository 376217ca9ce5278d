import type { CommandInput, Context, Order } from '@oms/core';
import { refuse } from '../../edge/http-problem.js';
import { parseBody, parseQuery } from '../../edge/parse-with.js';
import { type JsonLimits, readJson, readOptionalJson } from '../../edge/read-json.js';
import { param, type Route, type TenantCall } from '../../edge/route.js';
import { noQuery } from '../../schemas/values.js';
import type { ApiOptions } from '../api-options.js';
import { commandBody, resolveBody, restockedBody } from '../schemas/command-body.js';
import { sendOrder } from './order-routes.js';

type Command = (context: Context, input: CommandInput) => Promise<Order>;

export const commandRoutes = ({ oms }: ApiOptions, limits: JsonLimits): readonly Route[] => {
  const route = (name: string, command: Command): Route => ({
    method: 'post',
    path: `/orders/:order_id/${name}`,
    answer: async (call) => {
      parseQuery(noQuery, call.query);
      const { reason } = parseBody(commandBody, await readOptionalJson(call.request, limits));
      const input = { orderId: param(call, 'order_id'), expectedVersion: expectedVersion(call), reason };
      sendOrder(call, 200, await command(call.context, input));
    },
  });
  return [
    /**
     * @openapi
     * /orders/{order_id}/cancel:
     *   post:
     *     tags: [commands]
     *     summary: Cancel an order, and give its stock back
     *     parameters: [{ $ref: '#/components/parameters/OrderId' }, { $ref: '#/components/parameters/IfMatch' }]
     *     requestBody: { $ref: '#/components/requestBodies/Reason' }
     *     responses:
     *       '200': { $ref: '#/components/responses/Order' }
     *       '404': { $ref: '#/components/responses/Problem' }
     *       '409': { $ref: '#/components/responses/Problem' }
     *       '412': { $ref: '#/components/responses/Problem' }
     *       '413': { $ref: '#/components/responses/Problem' }
     *       '415': { $ref: '#/components/responses/Problem' }
     *       '422': { $ref: '#/components/responses/Problem' }
     */
    route('cancel', oms.cancelOrder),
    /**
     * @openapi
     * /orders/{order_id}/hold:
     *   post:
     *     tags: [commands]
     *     summary: Put an order on a person's hold
     *     parameters: [{ $ref: '#/components/parameters/OrderId' }, { $ref: '#/components/parameters/IfMatch' }]
     *     requestBody: { $ref: '#/components/requestBodies/Reason' }
     *     responses:
     *       '200': { $ref: '#/components/responses/Order' }
     *       '404': { $ref: '#/components/responses/Problem' }
     *       '409': { $ref: '#/components/responses/Problem' }
     *       '412': { $ref: '#/components/responses/Problem' }
     *       '413': { $ref: '#/components/responses/Problem' }
     *       '415': { $ref: '#/components/responses/Problem' }
     *       '422': { $ref: '#/components/responses/Problem' }
     */
    route('hold', oms.holdOrder),
    /**
     * @openapi
     * /orders/{order_id}/unhold:
     *   post:
     *     tags: [commands]
     *     summary: End a person's hold
     *     parameters: [{ $ref: '#/components/parameters/OrderId' }, { $ref: '#/components/parameters/IfMatch' }]
     *     requestBody: { $ref: '#/components/requestBodies/Reason' }
     *     responses:
     *       '200': { $ref: '#/components/responses/Order' }
     *       '404': { $ref: '#/components/responses/Problem' }
     *       '409': { $ref: '#/components/responses/Problem' }
     *       '412': { $ref: '#/components/responses/Problem' }
     *       '413': { $ref: '#/components/responses/Problem' }
     *       '415': { $ref: '#/components/responses/Problem' }
     *       '422': { $ref: '#/components/responses/Problem' }
     */
    route('unhold', oms.unholdOrder),
    /**
     * @openapi
     * /orders/{order_id}/retry:
     *   post:
     *     tags: [commands]
     *     summary: Ask for the order's stock now
     *     parameters: [{ $ref: '#/components/parameters/OrderId' }, { $ref: '#/components/parameters/IfMatch' }]
     *     requestBody: { $ref: '#/components/requestBodies/Reason' }
     *     responses:
     *       '200': { $ref: '#/components/responses/Order' }
     *       '404': { $ref: '#/components/responses/Problem' }
     *       '409': { $ref: '#/components/responses/Problem' }
     *       '412': { $ref: '#/components/responses/Problem' }
     *       '413': { $ref: '#/components/responses/Problem' }
     *       '415': { $ref: '#/components/responses/Problem' }
     *       '422': { $ref: '#/components/responses/Problem' }
     */
    route('retry', oms.retryOrder),
    /**
     * @openapi
     * /orders/{order_id}/resolve:
     *   post:
     *     tags: [commands]
     *     summary: Say what became of lines of which the inventory gave no answer
     *     description: >-
     *       For a claim_unknown order: whether the line in doubt was deducted; its other lines are then claimed. For a cancelled
     *       order: lines that are not deducted any more are unreleased no longer.
     *     parameters: [{ $ref: '#/components/parameters/OrderId' }, { $ref: '#/components/parameters/IfMatch' }]
     *     requestBody:
     *       required: true
     *       content: { application/json: { schema: { $ref: '#/components/schemas/ResolveBody' } } }
     *     responses:
     *       '200': { $ref: '#/components/responses/Order' }
     *       '404': { $ref: '#/components/responses/Problem' }
     *       '409': { $ref: '#/components/responses/Problem' }
     *       '412': { $ref: '#/components/responses/Problem' }
     *       '413': { $ref: '#/components/responses/Problem' }
     *       '415': { $ref: '#/components/responses/Problem' }
     *       '422': { $ref: '#/components/responses/Problem' }
     */
    {
      method: 'post',
      path: '/orders/:order_id/resolve',
      answer: async (call) => {
        parseQuery(noQuery, call.query);
        const { reason, lines } = parseBody(resolveBody, await readJson(call.request, limits));
        const resolved = lines.map(({ sku_id, hub_id, deducted }) => ({ skuId: sku_id, hubId: hub_id, deducted }));
        const input = {
          orderId: param(call, 'order_id'),
          expectedVersion: expectedVersion(call),
          reason,
          lines: resolved,
        };
        sendOrder(call, 200, await oms.resolveOrder(call.context, input));
      },
    },
    /**
     * @openapi
     * /inventory/restocked:
     *   post:
     *     tags: [commands]
     *     summary: There is more of an item; the orders that wait for it are tried at once
     *     requestBody:
     *       required: true
     *       content: { application/json: { schema: { $ref: '#/components/schemas/RestockedBody' } } }
     *     responses:
     *       '200': { $ref: '#/components/responses/Restocked' }
     *       '413': { $ref: '#/components/responses/Problem' }
     *       '415': { $ref: '#/components/responses/Problem' }
     *       '422': { $ref: '#/components/responses/Problem' }
     */
    {
      method: 'post',
      path: '/inventory/restocked',
      answer: async ({ context, request, response, query }) => {
        parseQuery(noQuery, query);
        const { sku_id, hub_id } = parseBody(restockedBody, await readJson(request, limits));
        response.json({ groups: await oms.restock(context, { pairs: [{ skuId: sku_id, hubId: hub_id }] }) });
      },
    },
  ];
};

/** The version of `If-Match` (RFC 9110, 13.1.1): a strong tag of ours, or `*` for any. */
const expectedVersion = ({ request }: TenantCall): number | undefined => {
  const tag = request.headers['if-match'];
  if (tag === undefined || tag === '*') return undefined;
  const [, version] = /^"(\d{1,15})"$/.exec(tag) ?? [];
  if (version !== undefined) return Number(version);
  throw refuse(400, 'invalid_if_match', 'If-Match is the ETag of an order as it was answered, such as "3".');
};
