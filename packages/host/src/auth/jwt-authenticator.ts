import type { Authenticator, Principal } from '@oms/adapters-http/api';
import { OmsError } from '@oms/core';
import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';

export interface JwtAuthenticatorOptions {
  /** Where the issuer's public keys are (RFC 7517); nothing else is ever asked, whatever a token says. */
  readonly jwksUrl: URL;
  readonly issuer: string;
  readonly audience: string;
  /** Accepted signatures, such as `RS256`; asymmetric ones alone. */
  readonly algorithms: readonly string[];
  /** The claim that names a tenant, or an array of tenants. */
  readonly tenantsClaim: string;
}

/** Longer ones are refused unread. */
const maxTokenLength = 8_192;
/** As OpenID Connect has it. */
const maxSubjectLength = 255;
/** Between two clocks. */
const clockToleranceSeconds = 5;

/**
 * Accepts signed tokens (RFC 7519) of one issuer for one audience that have a subject and an end. The actor is the subject.
 * The issuer's keys are kept for ten minutes; an unknown one makes it ask again, every 30 s at most. Throws `unavailable` /
 * `jwks_unavailable` while keys are needed and cannot be had.
 */
export class JwtAuthenticator implements Authenticator {
  readonly #options: JwtAuthenticatorOptions;
  readonly #keys: JWTVerifyGetKey;

  constructor(options: JwtAuthenticatorOptions) {
    this.#options = options;
    this.#keys = keysAt(options.jwksUrl);
  }

  async authenticate(credential: string | undefined): Promise<Principal | undefined> {
    if (credential === undefined || credential.length > maxTokenLength) return undefined;
    const { issuer, audience, algorithms, tenantsClaim } = this.#options;
    try {
      const { payload } = await jwtVerify(credential, this.#keys, {
        issuer,
        audience,
        algorithms: [...algorithms],
        requiredClaims: ['exp', 'sub'],
        clockTolerance: clockToleranceSeconds,
      });
      return principalOf(payload, tenantsClaim);
    } catch (error) {
      if (error instanceof OmsError) throw error;
      return undefined;
    }
  }
}

const principalOf = (payload: JWTPayload, tenantsClaim: string): Principal | undefined => {
  const { sub } = payload;
  if (typeof sub !== 'string' || sub === '' || sub.length > maxSubjectLength) return undefined;
  const tenants = tenantsOf(payload[tenantsClaim]);
  return { actor: sub, mayActFor: (tenantId) => tenants.includes(tenantId) };
};

const tenantsOf = (claim: unknown): readonly unknown[] => (Array.isArray(claim) ? claim : [claim]);

const keysAt = (url: URL): JWTVerifyGetKey => {
  const keys = createRemoteJWKSet(url);
  return async (header, token) => {
    try {
      return await keys(header, token);
    } catch (cause) {
      if (isOfToken(cause)) throw cause;
      throw new OmsError('unavailable', 'jwks_unavailable', 'The keys of the issuer of tokens cannot be had.', {
        cause,
      });
    }
  };
};

/** The token asks for a key that is not there, or for several. */
const isOfToken = (error: unknown): boolean =>
  [errors.JWKSNoMatchingKey, errors.JWKSMultipleMatchingKeys, errors.JOSENotSupported].some(
    (kind) => error instanceof kind,
  );
