import { fileURLToPath } from 'node:url';
import { idPattern } from '@oms/core';
import swaggerJsdoc from 'swagger-jsdoc';
import { z } from 'zod';
import * as answers from './schemas/answers.js';
import { bulkOrderBody, bulkOrderState, filePathBody } from './schemas/bulk-order-body.js';
import { commandBody, restockedBody } from './schemas/command-body.js';
import { orderBody } from './schemas/order-body.js';
import { idempotencyKeyPattern } from './schemas/values.js';

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

const json = (description: string, schema: string) => ({
  description,
  content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } },
});

const inputOf = (schema: z.ZodType) => withoutDialect(z.toJSONSchema(schema, { io: 'input' }));
const outputOf = (schema: z.ZodType) => withoutDialect(z.toJSONSchema(schema, { io: 'output' }));
const withoutDialect = ({ $schema: _, ...rest }: Readonly<Record<string, unknown>>) => rest;

const schemas = {
  OrderBody: inputOf(orderBody),
  CommandBody: inputOf(commandBody),
  RestockedBody: inputOf(restockedBody),
  BulkOrderBody: inputOf(bulkOrderBody),
  FilePathBody: inputOf(filePathBody),
  BulkOrderState: inputOf(bulkOrderState),
  HoldCode: outputOf(answers.holdCode),
  Order: outputOf(answers.orderAnswer),
  OrderPage: outputOf(answers.orderPageAnswer),
  Counts: outputOf(answers.countsAnswer),
  File: outputOf(answers.fileAnswer),
  BulkOrder: outputOf(answers.bulkOrderAnswer),
  BulkOrderPage: outputOf(answers.bulkOrderPageAnswer),
  Restocked: outputOf(answers.restockedAnswer),
  Problem: outputOf(answers.problemAnswer),
};

const path = (name: string, description: string) => ({
  in: 'path',
  name,
  required: true,
  description,
  schema: { type: 'string' },
});

const header = (name: string, description: string, schema: object) => ({ in: 'header', name, description, schema });

const parameters = {
  OrderId: path('order_id', 'Of the order'),
  BulkOrderId: path('bulk_order_id', 'Of the bulk order'),
  IfMatch: header('If-Match', 'The ETag that the order has to have', { type: 'string' }),
  IdempotencyKey: header('Idempotency-Key', 'Names the request, so that a repeated one is the same order', {
    type: 'string',
    pattern: idempotencyKeyPattern.source,
  }),
  Tenant: {
    ...header('X-Tenant-ID', 'Whose data', { type: 'string', pattern: idPattern.source }),
    required: true,
    example: 'demo',
  },
};

const responses = {
  Order: json('The order as it is now', 'Order'),
  OrderPage: json('Orders, newest first', 'OrderPage'),
  Counts: json('How many there are', 'Counts'),
  File: json('The file as it is stored', 'File'),
  BulkOrder: json('The bulk order as it is now', 'BulkOrder'),
  BulkOrderPage: json('Bulk orders, newest first', 'BulkOrderPage'),
  Restocked: json('How many groups of orders were woken', 'Restocked'),
  Problem: problem('What was wrong, with a stable code (RFC 9457)'),
};

const requestBodies = {
  Reason: { content: { 'application/json': { schema: { $ref: '#/components/schemas/CommandBody' } } } },
};

/** What every call for a tenant may answer besides its own. */
const everywhere = { '400': 'Problem', '401': 'Problem', '403': 'Problem', '503': 'Problem', '500': 'Problem' };

interface Operation {
  readonly parameters?: readonly object[];
  readonly responses?: Readonly<Record<string, object>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** The OpenAPI document of the routes, from their comments and from the schemas that validate. */
export const openApi = (): object => {
  const definition = {
    openapi: '3.1.0',
    info: { title: 'OMS', version: '1', description: 'Order intake that loses no order and stores none twice.' },
    servers: [{ url: '/' }, { url: '/api/v1' }],
    components: {
      schemas,
      parameters,
      requestBodies,
      responses,
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
    },
    security: [{}, { key: [] }],
  };
  const files = fileURLToPath(new URL('./routes/', import.meta.url));
  const document = swaggerJsdoc({ definition, apis: [`${files}*.js`, `${files}*.ts`], failOnErrors: true }) as Document;
  if (Object.keys(document.paths).length === 0) throw new Error(`No route is documented in ${files}.`);
  return { ...document, paths: mapValues(document.paths, (operations) => mapValues(operations, completed)) };
};

const completed = (operation: Operation): Operation => ({
  ...operation,
  parameters: [{ $ref: '#/components/parameters/Tenant' }, ...(operation.parameters ?? [])],
  responses: {
    ...mapValues(everywhere, (name) => ({ $ref: `#/components/responses/${name}` })),
    ...operation.responses,
  },
});

const mapValues = <A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
