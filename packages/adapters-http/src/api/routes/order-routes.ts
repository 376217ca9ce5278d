import type { CreatedOrder, Order } from '@oms/core';
import { refuse } from '../../edge/http-problem.js';
import { parseBody, parseQuery } from '../../edge/parse-with.js';
import { type JsonLimits, readJson } from '../../edge/read-json.js';
import { param, type Route, type TenantCall } from '../../edge/route.js';
import { idempotencyKeyPattern, noQuery } from '../../schemas/values.js';
import type { ApiOptions } from '../api-options.js';
import { listedOrderJson, orderJson } from '../json/order-json.js';
import { draftOf, orderBody } from '../schemas/order-body.js';
import { countQuery, filterOf, listQuery } from '../schemas/order-query.js';
import { InFlight } from './in-flight.js';

export const sendOrder = ({ response }: TenantCall, status: number, order: Order): void => {
  response.status(status).set('ETag', `"${order.version}"`).json(orderJson(order));
};

export const orderRoutes = ({ oms }: ApiOptions, limits: JsonLimits): readonly Route[] => {
  const inFlight = new InFlight();
  return [
    /**
     * @openapi
     * /orders:
     *   post:
     *     tags: [orders]
     *     summary: Accept an order
     *     description: >-
     *       Answered once the order is durably on hold. The same id with the same content is 200 and changes nothing. With
     *       an Idempotency-Key a repeated request is the same order.
     *     parameters:
     *       - $ref: '#/components/parameters/IdempotencyKey'
     *     requestBody:
     *       required: true
     *       content: { application/json: { schema: { $ref: '#/components/schemas/OrderBody' } } }
     *     responses:
     *       '201': { $ref: '#/components/responses/Order' }
     *       '200': { $ref: '#/components/responses/Order' }
     *       '409': { $ref: '#/components/responses/Problem' }
     *       '413': { $ref: '#/components/responses/Problem' }
     *       '415': { $ref: '#/components/responses/Problem' }
     *       '422': { $ref: '#/components/responses/Problem' }
     */
    {
      method: 'post',
      path: '/orders',
      answer: async (call) => {
        parseQuery(noQuery, call.query);
        const body = parseBody(orderBody, await readJson(call.request, limits));
        const idempotencyKey = keyOf(call);
        const create = () => oms.createOrder(call.context, { ...draftOf(body), idempotencyKey });
        const created = await inFlight.once([call.context.tenantId, idempotencyKey], create);
        answerCreated(call, created, idempotencyKey);
      },
    },
    /**
     * @openapi
     * /orders:
     *   get:
     *     tags: [orders]
     *     summary: List orders, newest first
     *     description: Each without its history, which comes with the order itself.
     *     parameters:
     *       - { in: query, name: seller_id, schema: { type: string } }
     *       - { in: query, name: status, schema: { type: string, enum: [on_hold, new_order, cancelled] } }
     *       - { in: query, name: hold_code, schema: { $ref: '#/components/schemas/HoldCode' } }
     *       - { in: query, name: sku_id, schema: { type: string } }
     *       - { in: query, name: hub_id, schema: { type: string } }
     *       - { in: query, name: bulk_order_id, schema: { type: string } }
     *       - { in: query, name: start_date, schema: { type: string }, description: A day or a time, inclusive }
     *       - { in: query, name: end_date, schema: { type: string }, description: A day or a time, inclusive }
     *       - { in: query, name: limit, schema: { type: integer, minimum: 1, maximum: 200, default: 50 } }
     *       - { in: query, name: cursor, schema: { type: string }, description: next_cursor of the page before }
     *     responses:
     *       '200': { $ref: '#/components/responses/OrderPage' }
     */
    {
      method: 'get',
      path: '/orders',
      answer: async ({ context, query, response }) => {
        const { limit, cursor, ...filter } = parseQuery(listQuery, query);
        const page = await oms.listOrders(context, { filter: filterOf(filter), limit, cursor });
        response.json({ data: page.orders.map(listedOrderJson), next_cursor: page.nextCursor ?? null });
      },
    },
    /**
     * @openapi
     * /orders/counts:
     *   get:
     *     tags: [orders]
     *     summary: Count orders by status and hold
     *     parameters:
     *       - { in: query, name: seller_id, schema: { type: string } }
     *       - { in: query, name: status, schema: { type: string, enum: [on_hold, new_order, cancelled] } }
     *       - { in: query, name: hold_code, schema: { $ref: '#/components/schemas/HoldCode' } }
     *       - { in: query, name: sku_id, schema: { type: string } }
     *       - { in: query, name: hub_id, schema: { type: string } }
     *       - { in: query, name: bulk_order_id, schema: { type: string } }
     *       - { in: query, name: start_date, schema: { type: string }, description: A day or a time, inclusive }
     *       - { in: query, name: end_date, schema: { type: string }, description: A day or a time, inclusive }
     *     responses:
     *       '200': { $ref: '#/components/responses/Counts' }
     */
    {
      method: 'get',
      path: '/orders/counts',
      answer: async ({ context, query, response }) => {
        const { status, holds } = await oms.countOrders(context, { filter: filterOf(parseQuery(countQuery, query)) });
        response.json({ status, holds });
      },
    },
    /**
     * @openapi
     * /orders/{order_id}:
     *   get:
     *     tags: [orders]
     *     summary: One order with its history
     *     parameters:
     *       - $ref: '#/components/parameters/OrderId'
     *     responses:
     *       '200': { $ref: '#/components/responses/Order' }
     *       '404': { $ref: '#/components/responses/Problem' }
     */
    {
      method: 'get',
      path: '/orders/:order_id',
      answer: async (call) => {
        parseQuery(noQuery, call.query);
        sendOrder(call, 200, await oms.getOrder(call.context, { orderId: param(call, 'order_id') }));
      },
    },
  ];
};

const keyOf = ({ request }: TenantCall): string | undefined => {
  const values = request.headersDistinct['idempotency-key'];
  if (values === undefined) return undefined;
  const [key = ''] = values;
  if (values.length === 1 && idempotencyKeyPattern.test(key)) return key;
  throw refuse(400, 'invalid_idempotency_key', 'An Idempotency-Key is given once and is 1 to 255 visible characters.');
};

const answerCreated = (call: TenantCall, { outcome, order }: CreatedOrder, key: string | undefined): void => {
  const { request, response } = call;
  if (outcome === 'unchanged' && key !== undefined && order.idempotencyKey === key)
    response.set('Idempotent-Replayed', 'true');
  response.set('Location', `${request.baseUrl}/orders/${encodeURIComponent(order.orderId)}`);
  sendOrder(call, outcome === 'created' ? 201 : 200, order);
};
