/** Somebody whose credential was accepted. */
export interface Principal {
  /** As the history will show it. */
  readonly actor: string;
  /** What its requests are counted under; default: the actor. */
  readonly credentialId?: string;
  mayActFor(tenantId: string): boolean;
}

/** Tells who a credential belongs to. */
export interface Authenticator {
  /**
   * `credential` is that of `Authorization: Bearer` or `X-API-Key`; undefined when there is none, or nobody has it. Throws
   * `unavailable` when that cannot be told now.
   */
  authenticate(credential: string | undefined): Promise<Principal | undefined>;
}

/** For networks whose every client is trusted. */
export const everybody: Authenticator = {
  authenticate: async () => ({ actor: 'anonymous', mayActFor: () => true }),
};
