import { z } from 'zod';

/** None that the issuer and we would share a secret for, and not none. */
const algorithm = '(?:[RPE]S(?:256|384|512)|EdDSA|Ed25519)';

/** Who may ask the API, and how often. */
export const accessSettings = {
  OMS_AUTH: z
    .enum(['none', 'api-key', 'jwt'])
    .optional()
    .describe(
      'Who may ask the API: none (anybody, for the tenant they name), api-key (see oms keys) or jwt (signed tokens of an issuer). Default none in the local profile; has to be set in any other.',
    ),
  OMS_KEYS_FILE: z.string().min(1).default('./data/keys.json').describe('Where the hashes of API keys are kept.'),
  OMS_JWT_JWKS_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("Where the public keys of the tokens' issuer are; has to be set for jwt."),
  OMS_JWT_ISSUER: z
    .string()
    .min(1)
    .optional()
    .describe('Issuer of tokens, as they name it (iss); has to be set for jwt.'),
  OMS_JWT_AUDIENCE: z
    .string()
    .min(1)
    .optional()
    .describe('Audience that tokens have to name (aud); has to be set for jwt.'),
  OMS_JWT_ALGORITHMS: z
    .string()
    .regex(new RegExp(`^${algorithm}(?:\\s*,\\s*${algorithm})*$`), 'is a list of RS256, PS256, ES256, ..., EdDSA')
    .default('RS256,ES256')
    .describe('Signatures of tokens that are accepted, separated by commas; asymmetric ones alone.'),
  OMS_JWT_TENANTS_CLAIM: z
    .string()
    .min(1)
    .default('tenants')
    .describe('Claim of a token that names a tenant, or an array of tenants.'),
  OMS_API_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Where a running API is that oms imports show --follow asks, in place of the store of this machine.'),
  OMS_API_KEY: z.string().min(1).optional().describe('API key or token that it is asked with.'),
  OMS_RATE_LIMIT: z.coerce
    .number()
    .int()
    .min(0)
    .max(1_000_000_000)
    .default(0)
    .describe(
      'Requests that one credential, or one address without one, may send in a window; 0 is no limit. Counted in Redis where it is used, else in each process.',
    ),
  OMS_RATE_WINDOW_MS: z.coerce
    .number()
    .int()
    .min(1)
    .max(86_400_000)
    .default(60_000)
    .describe('Length of that window, in milliseconds.'),
} as const;
