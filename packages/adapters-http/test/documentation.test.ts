import { expect, test } from 'vitest';
import { openApi } from '../src/api/index.js';
import { apiRoutes } from '../src/api/routes/api-routes.js';
import { bulkOrderQuery } from '../src/api/schemas/bulk-order-body.js';
import { countQuery, listQuery } from '../src/api/schemas/order-query.js';
import { serveApi } from './serve-api.js';

interface Document {
  readonly openapi: string;
  readonly paths: Record<
    string,
    Record<string, { readonly responses: Record<string, unknown>; readonly parameters: unknown[] }>
  >;
  readonly components: Record<string, Record<string, unknown>>;
}

const document = openApi() as Document;

test('every mounted route is documented, and every documented route is mounted', async () => {
  await using api = await serveApi();
  const mounted = apiRoutes({ oms: api.oms }).map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
  const documented = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method} ${path}`),
  );
  expect(documented.sort()).toEqual(mounted.sort());
});

test('the parameters of a query are documented as they are taken', () => {
  const taken: Readonly<Record<string, object>> = {
    '/orders': listQuery.shape,
    '/orders/counts': countQuery.shape,
    '/orders/bulkorder': bulkOrderQuery.shape,
  };
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, { parameters }] of Object.entries(operations)) {
      const named = (parameters as { in?: string; name: string }[]).filter((parameter) => parameter.in === 'query');
      const shape = method === 'get' ? (taken[path] ?? {}) : {};
      expect(named.map(({ name }) => name).sort(), `${method} ${path}`).toEqual(Object.keys(shape).sort());
    }
  }
});

/** For whoever runs the service, or reads its document: not for tenants, and not in the document. */
const undocumented = ['/healthz', '/openapi.json', '/swagger/index.html', '/swagger/swagger-initializer.js'];

test('what is served besides is not in the document, needs no tenant, and is this alone', async () => {
  await using api = await serveApi();
  for (const path of undocumented) {
    expect((await api.ask(path, { tenant: '' })).status, path).toBe(200);
    expect(Object.keys(document.paths)).not.toContain(path);
  }
  for (const path of ['/', '/readyz', '/metrics', '/api/v1', '/openapi', '/docs'])
    expect((await api.ask(path, { tenant: '' })).status, path).toBe(404);
});

test('every reference leads somewhere', () => {
  const references = [...JSON.stringify(document).matchAll(/"#\/components\/(\w+)\/(\w+)"/g)];
  expect(references.length).toBeGreaterThan(50);
  for (const [, kind = '', name = ''] of references)
    expect(document.components[kind]?.[name], `${kind}/${name}`).toBeDefined();
});

test('the document is served, and Swagger UI shows it', async () => {
  await using api = await serveApi();
  const served = await api.ask('/openapi.json', { tenant: '' });
  expect(served.json).toEqual(JSON.parse(JSON.stringify(document)));
  const page = await api.ask('/swagger/index.html', { tenant: '' });
  expect(page.text).toContain('swagger-initializer.js');
  const initializer = await api.ask('/swagger/swagger-initializer.js', { tenant: '' });
  expect(initializer.text).toContain("url: '/openapi.json'");
  expect(initializer.text).not.toContain('petstore');
});

test('every answer says what a page may load of it, and that it is what it says it is', async () => {
  await using api = await serveApi();
  for (const path of ['/swagger/index.html', '/orders', '/nowhere', '/healthz']) {
    const { headers } = await api.ask(path);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'self'(;|$)/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('upgrade-insecure-requests');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('strict-transport-security')).toContain('max-age=');
    expect(headers.get('x-powered-by')).toBeNull();
  }
});

test('the API says that it is up', async () => {
  await using api = await serveApi();
  expect((await api.ask('/healthz', { tenant: '' })).json).toEqual({ status: 'ok' });
});
