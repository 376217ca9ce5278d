import type { Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator, rateLimit, type Store } from 'express-rate-limit';
import type { Principal } from './authenticator.js';
import { RequestRefused } from './http-problem.js';
import type { RateLimit, RequestCounter } from './rate-limit.js';

/** Refuses 429 for a principal, or an address that is nobody's, that asks too often; `isOpen` counts everybody by address. */
export const limitRequests = ({ requests, windowMs = 60_000, counter }: RateLimit, isOpen: boolean): RequestHandler =>
  rateLimit({
    windowMs,
    limit: requests,
    keyGenerator: (request, response) => (isOpen ? addressOf(request) : (principalKey(response) ?? addressOf(request))),
    handler: (request) => {
      throw tooMany(request, windowMs);
    },
    ...(counter === undefined ? {} : { store: storeOf(counter, windowMs) }),
    passOnStoreError: true,
    legacyHeaders: false,
    validate: false,
    logger: silent,
  });

/** A counter that does not answer is known to whoever made it. */
const silent = { error: () => undefined, warn: () => undefined };

const principalKey = ({ locals }: Response): string | undefined => {
  const principal = locals.principal as Principal | undefined;
  return principal && `principal:${principal.credentialId ?? principal.actor}`;
};

const addressOf = ({ ip = '' }: Request): string => `address:${ipKeyGenerator(ip)}`;

const storeOf = (counter: RequestCounter, windowMs: number): Store => ({
  increment: async (key) => {
    const { requests, endsAt } = await counter.count(key, windowMs);
    return { totalHits: requests, resetTime: endsAt };
  },
  decrement: () => undefined,
  resetKey: () => undefined,
});

const tooMany = (request: Request, windowMs: number): RequestRefused => {
  const { rateLimit: counted } = request as { readonly rateLimit?: { readonly resetTime?: Date } };
  const endsInMs = counted?.resetTime === undefined ? windowMs : counted.resetTime.getTime() - Date.now();
  return new RequestRefused({
    status: 429,
    code: 'too_many_requests',
    detail: 'Too many requests; ask again later.',
    headers: { 'Retry-After': String(Math.max(1, Math.ceil(endsInMs / 1_000))) },
  });
};
