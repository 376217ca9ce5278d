import type { IncomingMessage } from 'node:http';
import { type Context, compact, idRule, isId } from '@oms/core';
import type { Authenticator, Principal } from './authenticator.js';
import { RequestRefused, refuse } from './http-problem.js';

/** W3C Trace Context, level 1. */
const traceparent = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Who asks; undefined without a credential that somebody has. */
export const principalOf = (authenticator: Authenticator, request: IncomingMessage): Promise<Principal | undefined> =>
  authenticator.authenticate(credentialOf(request));

/** Who asks, for whom. Refuses 401 for nobody, 400 without a tenant, 403 for a foreign one. */
export const contextOf = (principal: Principal | undefined, request: IncomingMessage, requestId: string): Context => {
  if (principal === undefined) throw unauthenticated();
  const tenantId = tenantOf(request);
  if (!principal.mayActFor(tenantId)) throw refuse(403, 'foreign_tenant', 'This credential is not one of the tenant.');
  const trace = request.headers.traceparent;
  const isTraced = typeof trace === 'string' && traceparent.test(trace);
  return compact({ tenantId, actor: principal.actor, requestId, traceparent: isTraced ? trace : undefined });
};

const credentialOf = ({ headers }: IncomingMessage): string | undefined => {
  const [, bearer] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
  const key = headers['x-api-key'];
  return bearer ?? (typeof key === 'string' ? key : undefined);
};

const tenantOf = (request: IncomingMessage): string => {
  const values = request.headersDistinct['x-tenant-id'] ?? [];
  const [tenantId] = values;
  if (tenantId === undefined) throw refuse(400, 'missing_tenant', 'Name the tenant in the header X-Tenant-ID.');
  if (values.length === 1 && isId(tenantId)) return tenantId;
  throw refuse(400, 'invalid_tenant', `X-Tenant-ID is given once and is ${idRule}.`);
};

const unauthenticated = (): RequestRefused =>
  new RequestRefused({
    status: 401,
    code: 'unauthenticated',
    detail: 'Send an API key or a token that is valid here as Authorization: Bearer.',
    headers: { 'WWW-Authenticate': 'Bearer' },
  });
