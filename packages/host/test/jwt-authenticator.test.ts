import { exportJWK, generateKeyPair } from 'jose';
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { JwtAuthenticator, type JwtAuthenticatorOptions } from '../src/auth/jwt-authenticator.js';
import { parseConfig } from '../src/index.js';
import { startInventory } from './start-inventory.js';
import { type RunningOms, startOms } from './start-oms.js';
import { temporaryFolderOfFile } from './temporary-folder.js';
import { bearer, type Issuer, jsonServer, startIssuer } from './token-issuer.js';

const folder = temporaryFolderOfFile();
let issuer: Issuer;
let oms: RunningOms;

beforeAll(async () => {
  issuer = await startIssuer();
  oms = await startOms(['api'], { folder: folder(), env: { ...issuer.settings, OMS_PROFILE: 'memory' } });
}, 60_000);

afterEach(() => vi.useRealTimers());

afterAll(async () => {
  await oms.end('SIGTERM');
  await issuer.close();
});

const ask = (headers: Readonly<Record<string, string>> = {}, url = oms.api): Promise<Response> =>
  fetch(`${url}/orders`, { headers: { 'X-Tenant-ID': 'acme', ...headers } });

const statusOf = async (token: string, headers: Readonly<Record<string, string>> = {}): Promise<number> =>
  (await ask({ ...bearer(token), ...headers })).status;

const authenticator = (parts: Partial<JwtAuthenticatorOptions> = {}): JwtAuthenticator =>
  new JwtAuthenticator({
    jwksUrl: new URL(issuer.jwksUrl),
    issuer: issuer.issuer,
    audience: issuer.audience,
    algorithms: ['RS256', 'ES256'],
    tenantsClaim: 'tenants',
    ...parts,
  });

const expect401 = async (response: Response): Promise<void> => {
  expect(response.status).toBe(401);
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(response.headers.get('www-authenticate')).toBe('Bearer');
  expect(await response.json()).toEqual({
    type: 'about:blank',
    title: 'Unauthorized',
    status: 401,
    code: 'unauthenticated',
    detail: expect.any(String),
    request_id: response.headers.get('x-request-id'),
  });
};

const seconds = (): number => Math.floor(Date.now() / 1_000);
const inBase64Url = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');
const otherKey = async () => (await generateKeyPair('RS256')).privateKey;
const unsigned = (alg: string): string => `${inBase64Url({ alg, typ: 'JWT' })}.${inBase64Url(issuer.claims())}.`;

test('a token of the issuer is accepted, signed in either way that is configured', async () => {
  expect(await statusOf(await issuer.token())).toBe(200);
  const signedWithEc = await issuer.token({}, { header: { alg: 'ES256', kid: 'ec' }, key: issuer.ec.privateKey });
  expect(await statusOf(signedWithEc)).toBe(200);
});

test('no credential is 401', async () => {
  await expect401(await ask());
  await expect401(await ask({ Authorization: 'Basic dXNlcjpwYXNz' }));
});

const bad: Readonly<Record<string, () => string | Promise<string>>> = {
  'that is none': () => 'not.a.token',
  'whose signature is of another key': async () => issuer.token({}, { key: await otherKey() }),
  'whose content was changed after it was signed': async () => {
    const [header, , signature] = (await issuer.token()).split('.');
    return `${header}.${inBase64Url(issuer.claims({ tenants: ['acme', 'other'] }))}.${signature}`;
  },
  'that is unsigned (alg none)': () => unsigned('none'),
  'that is unsigned (alg nOnE)': () => unsigned('nOnE'),
  'that is signed with the public key as a shared secret': () =>
    issuer.token({}, { header: { alg: 'HS256' }, key: new TextEncoder().encode(issuer.publicKeyPem) }),
  'signed in a way that is not configured': async () =>
    issuer.token({}, { header: { alg: 'RS512' }, key: await issuer.rsaFor('RS512') }),
  'that has expired': () => issuer.token({ exp: seconds() - 30 }),
  'that never expires': () => issuer.token({ exp: undefined }),
  'that is not yet valid': () => issuer.token({ nbf: seconds() + 60 }),
  'for another audience': () => issuer.token({ aud: 'shop' }),
  'for no audience': () => issuer.token({ aud: undefined }),
  'of another issuer': () => issuer.token({ iss: 'https://other.example/' }),
  'without a subject': () => issuer.token({ sub: undefined }),
  'with an empty subject': () => issuer.token({ sub: '' }),
  'with a subject that is no text': () => issuer.token({ sub: 7 }),
  'with a subject of 300 characters': () => issuer.token({ sub: 's'.repeat(300) }),
  'whose key is a path': () => issuer.token({}, { header: { kid: '../../etc/passwd' } }),
  'of 50 KB': () => issuer.token({ padding: 'x'.repeat(37_000) }),
};

test.each(Object.keys(bad))('a token %s is 401', async (name) => {
  const token = (await bad[name]?.()) ?? '';
  await expect401(await ask(bearer(token)));
  await expect401(await ask({ 'X-API-Key': token }));
});

test('a token of 50 KB is one', async () => {
  expect((await bad['of 50 KB']?.())?.length).toBeGreaterThan(49_000);
});

test('a token is accepted for a few seconds around its time, since clocks differ', async () => {
  expect(await statusOf(await issuer.token({ exp: seconds() - 2 }))).toBe(200);
  expect(await statusOf(await issuer.token({ nbf: seconds() + 4 }))).toBe(200);
});

test('keys that a token brings or points to are not looked at', async () => {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'theirs', alg: 'RS256' };
  const theirs = await jsonServer(() => ({ keys: [jwk] }));
  const headers = [
    { jku: `${theirs.url}/jku`, kid: 'theirs' },
    { x5u: `${theirs.url}/x5u`, kid: 'theirs' },
    { jwk, kid: 'theirs' },
    { kid: `${theirs.url}/kid` },
    { jku: `${theirs.url}/jku`, kid: 'rsa' },
  ];
  for (const header of headers) await expect401(await ask(bearer(await issuer.token({}, { header, key: privateKey }))));
  expect(theirs.asked).toEqual([]);
  expect(new Set(issuer.asked)).toEqual(new Set(['/jwks']));
  await theirs.close();
});

test('a tenant is named by a text or by an array, in the claim that is configured', async () => {
  const other = { 'X-Tenant-ID': 'other' };
  const mayActFor = async (tenants: unknown, tenantsClaim = 'tenants') => {
    const token = await issuer.token({ tenants: undefined, [tenantsClaim]: tenants });
    const principal = await authenticator({ tenantsClaim }).authenticate(token);
    return ['acme', 'other'].filter((tenantId) => principal?.mayActFor(tenantId));
  };
  expect(await mayActFor('acme')).toEqual(['acme']);
  expect(await mayActFor(['acme', 'other'])).toEqual(['acme', 'other']);
  expect(await mayActFor('other', 'https://acme.example/tenants')).toEqual(['other']);
  for (const nobody of [undefined, null, 7, {}, [], 'acme other', [['acme']]])
    expect(await mayActFor(nobody)).toEqual([]);

  expect(await statusOf(await issuer.token({ tenants: 'acme' }))).toBe(200);
  expect(await statusOf(await issuer.token({ tenants: 'acme' }), other)).toBe(403);
  expect(await statusOf(await issuer.token({ tenants: ['acme', 'other'] }), other)).toBe(200);
});

test('the actor is the subject', async () => {
  const principal = await authenticator().authenticate(await issuer.token({ sub: 'auth0|42' }));
  expect(principal?.actor).toBe('auth0|42');
});

test('the keys are asked for once, and again for an unknown one when 30 s have gone by', async () => {
  const own = await startIssuer();
  const subject = authenticator({ jwksUrl: new URL(own.jwksUrl) });
  const added = await generateKeyPair('RS256', { extractable: true });
  const tokenOf = () => own.token({}, { header: { kid: 'added' }, key: added.privateKey });
  for (let n = 0; n < 50; n += 1) expect(await subject.authenticate(await own.token())).toBeDefined();
  own.keys.push({ ...(await exportJWK(added.publicKey)), kid: 'added', alg: 'RS256' });
  for (let n = 0; n < 50; n += 1) expect(await subject.authenticate(await tokenOf())).toBeUndefined();
  expect(own.asked).toEqual(['/jwks']);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31_000 });
  expect(await subject.authenticate(await tokenOf())).toMatchObject({ actor: 'user-7' });
  expect(own.asked).toEqual(['/jwks', '/jwks']);
  await own.close();
});

test('while the keys cannot be had the answer is 503, and not 401', async () => {
  const gone = await jsonServer(() => ({}));
  await gone.close();
  for (const jwksUrl of [`${gone.url}/jwks`, `${oms.api}/jwks`]) {
    const asked = authenticator({ jwksUrl: new URL(jwksUrl) }).authenticate(await issuer.token());
    await expect(asked).rejects.toMatchObject({ kind: 'unavailable', code: 'jwks_unavailable' });
  }
  const env = { ...issuer.settings, OMS_PROFILE: 'memory', OMS_JWT_JWKS_URL: `${gone.url}/jwks` };
  const other = await startOms(['api'], { folder: folder(), env });
  onTestFinished(() => void other.end('SIGKILL'));
  const response = await ask(bearer(await issuer.token()), other.api);
  expect(response.status).toBe(503);
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await response.json()).toMatchObject({ code: 'jwks_unavailable', status: 503 });
  await expect401(await ask({}, other.api));
  await other.end('SIGTERM');
});

test('the inventory service asks for tokens too', async () => {
  const inventory = await startInventory(folder(), '0', issuer.settings);
  onTestFinished(() => inventory.end());
  const stock = (headers: Readonly<Record<string, string>>) =>
    fetch(`${inventory.url}/stock?sku_id=tea&hub_id=north`, { headers: { 'X-Tenant-ID': 'acme', ...headers } });
  await expect401(await stock({}));
  await expect401(await stock(bearer(await issuer.token({ aud: 'shop' }))));
  expect((await stock(bearer(await issuer.token()))).status).toBe(404);
  expect((await stock(bearer(await issuer.token({ tenants: 'other' })))).status).toBe(403);
});

test('a document that is no set of keys is an outage too', async () => {
  const odd = await jsonServer(() => ({ keys: 'none' }));
  const asked = authenticator({ jwksUrl: new URL(odd.url) }).authenticate(await issuer.token());
  await expect(asked).rejects.toMatchObject({ kind: 'unavailable', code: 'jwks_unavailable' });
  await odd.close();
});

const problemsOf = (environment: Readonly<Record<string, string>>): readonly string[] => {
  try {
    parseConfig(environment);
    return [];
  } catch (error) {
    return (error as { readonly problems: readonly { readonly field: string }[] }).problems.map(({ field }) => field);
  }
};

test('one error lists each setting that tokens need and that is not set', () => {
  expect(problemsOf({ OMS_AUTH: 'jwt' })).toEqual(['OMS_JWT_JWKS_URL', 'OMS_JWT_ISSUER', 'OMS_JWT_AUDIENCE']);
  expect(problemsOf({ OMS_AUTH: 'jwt', OMS_JWT_ISSUER: 'x' })).toEqual(['OMS_JWT_JWKS_URL', 'OMS_JWT_AUDIENCE']);
  expect(problemsOf(issuer.settings)).toEqual([]);
});

test.each(['none', 'HS256', 'RS256,HS512', 'RS256,none', 'RS256,', 'RS123'])(
  'signatures %s are no setting',
  (OMS_JWT_ALGORITHMS) => {
    expect(problemsOf({ ...issuer.settings, OMS_JWT_ALGORITHMS })).toEqual(['OMS_JWT_ALGORITHMS']);
  },
);
