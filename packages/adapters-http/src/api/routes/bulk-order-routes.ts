import type { Context } from '@oms/core';
import { parseBody, parseQuery } from '../../edge/parse-with.js';
import { type JsonLimits, readJson } from '../../edge/read-json.js';
import { param, type Route, type TenantCall } from '../../edge/route.js';
import { written } from '../../edge/written.js';
import { noQuery } from '../../schemas/values.js';
import type { ApiOptions } from '../api-options.js';
import { bulkOrderJson } from '../json/bulk-order-json.js';
import { bulkOrderBody, bulkOrderQuery } from '../schemas/bulk-order-body.js';
import { followBulkOrder } from './follow-bulk-order.js';
import { fromFolder } from './upload-routes.js';

interface BulkOrderLimits extends JsonLimits {
  readonly followEveryMs: number;
}

export const bulkOrderRoutes = (options: ApiOptions, limits: BulkOrderLimits): readonly Route[] => {
  const { oms } = options;
  const idOf = (call: TenantCall) => {
    parseQuery(noQuery, call.query);
    return { bulkOrderId: param(call, 'bulk_order_id') };
  };
  return [
    /**
     * @openapi
     * /orders/bulkorder:
     *   post:
     *     tags: [bulk orders]
     *     summary: Turn a CSV file into orders
     *     description: >-
     *       filePath is the path that an upload answered, or a file of the server's upload folder. The same file again while
     *       it is unfinished is the same bulk order.
     *     requestBody:
     *       required: true
     *       content: { application/json: { schema: { $ref: '#/components/schemas/BulkOrderBody' } } }
     *     responses:
     *       '202': { $ref: '#/components/responses/BulkOrder' }
     *       '403': { $ref: '#/components/responses/Problem' }
     *       '404': { $ref: '#/components/responses/Problem' }
     *       '413': { $ref: '#/components/responses/Problem' }
     *       '415': { $ref: '#/components/responses/Problem' }
     *       '422': { $ref: '#/components/responses/Problem' }
     */
    {
      method: 'post',
      path: '/orders/bulkorder',
      answer: async (call) => {
        parseQuery(noQuery, call.query);
        const { context, request, response } = call;
        const body = parseBody(bulkOrderBody, await readJson(request, limits));
        const file = await fileOf(options, context, body.filePath);
        const { sellerID: sellerId, reference, dryRun } = body;
        const { bulkOrder } = await oms.submitBulkOrder(context, { ...file, sellerId, reference, dryRun });
        const location = `${request.baseUrl}/orders/bulkorder/${bulkOrder.bulkOrderId}`;
        response.status(202).set('Location', location).json(bulkOrderJson(bulkOrder));
      },
    },
    /**
     * @openapi
     * /orders/bulkorder:
     *   get:
     *     tags: [bulk orders]
     *     summary: List bulk orders, newest first
     *     parameters:
     *       - { in: query, name: state, schema: { $ref: '#/components/schemas/BulkOrderState' } }
     *       - { in: query, name: limit, schema: { type: integer, minimum: 1, maximum: 200, default: 50 } }
     *       - { in: query, name: cursor, schema: { type: string }, description: next_cursor of the page before }
     *     responses:
     *       '200': { $ref: '#/components/responses/BulkOrderPage' }
     */
    {
      method: 'get',
      path: '/orders/bulkorder',
      answer: async ({ context, query, response }) => {
        const page = await oms.listBulkOrders(context, parseQuery(bulkOrderQuery, query));
        response.json({ data: page.bulkOrders.map(bulkOrderJson), next_cursor: page.nextCursor ?? null });
      },
    },
    /**
     * @openapi
     * /orders/bulkorder/{bulk_order_id}:
     *   get:
     *     tags: [bulk orders]
     *     summary: One bulk order and its progress
     *     parameters: [{ $ref: '#/components/parameters/BulkOrderId' }]
     *     responses:
     *       '200': { $ref: '#/components/responses/BulkOrder' }
     *       '404': { $ref: '#/components/responses/Problem' }
     */
    {
      method: 'get',
      path: '/orders/bulkorder/:bulk_order_id',
      answer: async (call) => {
        call.response.json(bulkOrderJson(await oms.getBulkOrder(call.context, idOf(call))));
      },
    },
    /**
     * @openapi
     * /orders/bulkorder/{bulk_order_id}/rejections:
     *   get:
     *     tags: [bulk orders]
     *     summary: The rows that were refused so far, each with its reason
     *     parameters: [{ $ref: '#/components/parameters/BulkOrderId' }]
     *     responses:
     *       '200':
     *         description: The rows as they were sent, and row, column, code and message
     *         content: { text/csv: { schema: { type: string } } }
     *       '404': { $ref: '#/components/responses/Problem' }
     */
    {
      method: 'get',
      path: '/orders/bulkorder/:bulk_order_id/rejections',
      answer: async (call) => {
        const input = idOf(call);
        const { name, bytes } = await oms.exportRejections(call.context, input);
        const { response } = call;
        response.type('text/csv').set('Content-Disposition', `attachment; filename="${name}"`);
        for await (const piece of bytes) await written(response, piece);
        response.end();
      },
    },
    /**
     * @openapi
     * /orders/bulkorder/{bulk_order_id}/cancel:
     *   post:
     *     tags: [bulk orders]
     *     summary: Stop a bulk order; its orders so far stay
     *     parameters: [{ $ref: '#/components/parameters/BulkOrderId' }]
     *     responses:
     *       '200': { $ref: '#/components/responses/BulkOrder' }
     *       '404': { $ref: '#/components/responses/Problem' }
     *       '409': { $ref: '#/components/responses/Problem' }
     */
    {
      method: 'post',
      path: '/orders/bulkorder/:bulk_order_id/cancel',
      answer: async (call) => {
        call.response.json(bulkOrderJson(await oms.cancelBulkOrder(call.context, idOf(call))));
      },
    },
    /**
     * @openapi
     * /orders/bulkorder/{bulk_order_id}/events:
     *   get:
     *     tags: [bulk orders]
     *     summary: Follow a bulk order until it has ended
     *     description: Server-Sent Events; each `progress` is the bulk order as it is then, the last one as it ended.
     *     parameters: [{ $ref: '#/components/parameters/BulkOrderId' }]
     *     responses:
     *       '200':
     *         description: A stream of events
     *         content: { text/event-stream: { schema: { type: string } } }
     *       '404': { $ref: '#/components/responses/Problem' }
     */
    {
      method: 'get',
      path: '/orders/bulkorder/:bulk_order_id/events',
      answer: (call) => followBulkOrder(oms, call, { ...idOf(call), everyMs: limits.followEveryMs }),
    },
  ];
};

/** The file of a request in the store; one of the upload folder is copied there first, and keeps its name. */
const fileOf = async (
  { oms, uploads }: ApiOptions,
  context: Context,
  filePath: string,
): Promise<{ readonly address: string; readonly name?: string }> => {
  if (filePath.startsWith('s3://')) return { address: filePath };
  const file = await fromFolder(uploads, filePath);
  const { address } = await oms.uploadFile(context, file);
  return { address, name: file.name };
};
