import { fileURLToPath } from 'node:url';
import {
  headerParameter,
  inputSchema,
  jsonResponse,
  openApiDocument,
  outputSchema,
  pathParameter,
} from '../edge/openapi-document.js';
import { idempotencyKeyPattern } from '../schemas/values.js';
import * as answers from './schemas/answers.js';
import { bulkOrderBody, bulkOrderState, filePathBody } from './schemas/bulk-order-body.js';
import { commandBody, resolveBody, restockedBody } from './schemas/command-body.js';
import { orderBody } from './schemas/order-body.js';

const schemas = {
  OrderBody: inputSchema(orderBody),
  CommandBody: inputSchema(commandBody),
  ResolveBody: inputSchema(resolveBody),
  RestockedBody: inputSchema(restockedBody),
  BulkOrderBody: inputSchema(bulkOrderBody),
  FilePathBody: inputSchema(filePathBody),
  BulkOrderState: inputSchema(bulkOrderState),
  HoldCode: outputSchema(answers.holdCode),
  Order: outputSchema(answers.orderAnswer),
  OrderPage: outputSchema(answers.orderPageAnswer),
  Counts: outputSchema(answers.countsAnswer),
  File: outputSchema(answers.fileAnswer),
  BulkOrder: outputSchema(answers.bulkOrderAnswer),
  BulkOrderPage: outputSchema(answers.bulkOrderPageAnswer),
  Restocked: outputSchema(answers.restockedAnswer),
};

const parameters = {
  OrderId: pathParameter('order_id', 'Of the order'),
  BulkOrderId: pathParameter('bulk_order_id', 'Of the bulk order'),
  IfMatch: headerParameter('If-Match', 'The ETag that the order has to have', { type: 'string' }),
  IdempotencyKey: headerParameter('Idempotency-Key', 'Names the request, so that a repeated one is the same order', {
    type: 'string',
    pattern: idempotencyKeyPattern.source,
  }),
};

const responses = {
  Order: jsonResponse('The order as it is now', 'Order'),
  OrderPage: jsonResponse('Orders, newest first', 'OrderPage'),
  Counts: jsonResponse('How many there are', 'Counts'),
  File: jsonResponse('The file as it is stored', 'File'),
  BulkOrder: jsonResponse('The bulk order as it is now', 'BulkOrder'),
  BulkOrderPage: jsonResponse('Bulk orders, newest first', 'BulkOrderPage'),
  Restocked: jsonResponse('How many groups of orders were woken', 'Restocked'),
};

const requestBodies = {
  Reason: { content: { 'application/json': { schema: { $ref: '#/components/schemas/CommandBody' } } } },
};

/** The OpenAPI document of the API. */
export const openApi = (): object =>
  openApiDocument({
    title: 'OMS',
    description: 'Order intake that loses no order and stores none twice.',
    routes: fileURLToPath(new URL('./routes/', import.meta.url)),
    schemas,
    parameters,
    responses,
    requestBodies,
  });
