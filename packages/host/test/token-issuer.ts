import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, exportSPKI, generateKeyPair, importJWK, type JWK, type JWTHeaderParameters, SignJWT } from 'jose';

export interface TokenClaims {
  readonly [claim: string]: unknown;
}

type Key = Parameters<SignJWT['sign']>[0];

export interface Signing {
  readonly header?: Partial<JWTHeaderParameters>;
  readonly key?: Key;
}

const now = (): number => Math.floor(Date.now() / 1_000);

/** An HTTP server that answers every path with one JSON document, and remembers what it was asked. */
export const jsonServer = async (document: () => unknown) => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify(document()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()).closeAllConnections());
  return { url, asked, close };
};

/** An issuer of tokens, with its public keys at a real address: `rsa` (RS256) and `ec` (ES256). */
export const startIssuer = async () => {
  const rsa = await generateKeyPair('RS256', { extractable: true });
  const ec = await generateKeyPair('ES256', { extractable: true });
  const keys: JWK[] = [
    { ...(await exportJWK(rsa.publicKey)), kid: 'rsa', use: 'sig' },
    { ...(await exportJWK(ec.publicKey)), kid: 'ec', alg: 'ES256', use: 'sig' },
  ];
  const server = await jsonServer(() => ({ keys }));
  const issuer = 'https://issuer.example/';
  const audience = 'oms';
  const claims = (parts: TokenClaims = {}): TokenClaims => ({
    iss: issuer,
    aud: audience,
    sub: 'user-7',
    exp: now() + 300,
    tenants: ['acme'],
    ...parts,
  });
  return {
    ...server,
    issuer,
    audience,
    keys,
    ec,
    /** The key of RS256, for another signature. */
    rsaFor: async (alg: string) => importJWK(await exportJWK(rsa.privateKey), alg),
    publicKeyPem: await exportSPKI(rsa.publicKey),
    jwksUrl: `${server.url}/jwks`,
    claims,
    /** A token of the subject `user-7` for the tenant `acme`, but for what is given. */
    token: (parts?: TokenClaims, { header = {}, key = rsa.privateKey }: Signing = {}): Promise<string> =>
      new SignJWT({ ...claims(parts) }).setProtectedHeader({ alg: 'RS256', kid: 'rsa', ...header }).sign(key),
    settings: {
      OMS_AUTH: 'jwt',
      OMS_JWT_JWKS_URL: `${server.url}/jwks`,
      OMS_JWT_ISSUER: issuer,
      OMS_JWT_AUDIENCE: audience,
    },
  };
};

export type Issuer = Awaited<ReturnType<typeof startIssuer>>;

export const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
