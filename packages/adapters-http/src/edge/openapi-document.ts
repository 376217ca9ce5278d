import { idPattern } from '@oms/core';
import swaggerJsdoc from 'swagger-jsdoc';
import { z } from 'zod';
import { problemAnswer } from '../schemas/problem-answer.js';

export interface Described {
  readonly title: string;
  readonly description: string;
  /** Folder of the files whose comments describe the routes. */
  readonly routes: string;
  readonly schemas: Readonly<Record<string, object>>;
  readonly parameters: Readonly<Record<string, object>>;
  readonly responses: Readonly<Record<string, object>>;
  readonly requestBodies?: Readonly<Record<string, object>>;
}

export const jsonResponse = (description: string, schema: string): object => ({
  description,
  content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } },
});

export const pathParameter = (name: string, description: string): object => ({
  in: 'path',
  name,
  required: true,
  description,
  schema: { type: 'string' },
});

export const headerParameter = (name: string, description: string, schema: object): object => ({
  in: 'header',
  name,
  description,
  schema,
});

export const inputSchema = (schema: z.ZodType): object => withoutDialect(z.toJSONSchema(schema, { io: 'input' }));
export const outputSchema = (schema: z.ZodType): object => withoutDialect(z.toJSONSchema(schema, { io: 'output' }));
const withoutDialect = ({ $schema: _, ...rest }: Readonly<Record<string, unknown>>) => rest;

const problem = {
  description: 'What was wrong, with a stable code (RFC 9457)',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

const tenant = {
  ...headerParameter('X-Tenant-ID', 'Whose data', { type: 'string', pattern: idPattern.source }),
  required: true,
  example: 'demo',
};

/** What every call for a tenant may answer besides its own. */
const everywhere = {
  '400': 'Problem',
  '401': 'Problem',
  '403': 'Problem',
  '429': 'TooManyRequests',
  '503': 'Problem',
  '500': 'Problem',
};

/** What every call with a body may answer besides. */
const withBody = { '408': 'Problem' };

const tooManyRequests = {
  ...problem,
  description: 'This credential asks too often; problem as ever, and when to come back',
  headers: { 'Retry-After': { description: 'In seconds', schema: { type: 'integer' } } },
};

interface Operation {
  readonly requestBody?: object;
  readonly parameters?: readonly object[];
  readonly responses?: Readonly<Record<string, object>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** The OpenAPI document of routes, from their comments and from the schemas that validate. */
export const openApiDocument = (described: Described): object => {
  const { title, description, routes, schemas, parameters, responses, requestBodies = {} } = described;
  const definition = {
    openapi: '3.1.0',
    info: { title, version: '1', description },
    servers: [{ url: '/' }, { url: '/api/v1' }],
    components: {
      schemas: { ...schemas, Problem: outputSchema(problemAnswer) },
      parameters: { ...parameters, Tenant: tenant },
      requestBodies,
      responses: { ...responses, Problem: problem, TooManyRequests: tooManyRequests },
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
    },
    security: [{}, { key: [] }],
  };
  const document = swaggerJsdoc({
    definition,
    apis: [`${routes}*.js`, `${routes}*.ts`],
    failOnErrors: true,
  }) as Document;
  if (Object.keys(document.paths).length === 0) throw new Error(`No route is documented in ${routes}.`);
  return { ...document, paths: mapValues(document.paths, (operations) => mapValues(operations, completed)) };
};

const general = ({ requestBody }: Operation): Readonly<Record<string, string>> =>
  requestBody === undefined ? everywhere : { ...everywhere, ...withBody };

const completed = (operation: Operation): Operation => ({
  ...operation,
  parameters: [{ $ref: '#/components/parameters/Tenant' }, ...(operation.parameters ?? [])],
  responses: {
    ...mapValues(general(operation), (name) => ({ $ref: `#/components/responses/${name}` })),
    ...operation.responses,
  },
});

const mapValues = <A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
