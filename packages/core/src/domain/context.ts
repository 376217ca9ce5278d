import type { TenantId } from './ids.js';

/** Who asks, on whose behalf, and as part of which request: the first argument of every use-case. */
export interface Context {
  readonly tenantId: TenantId;
  /** Who did it, as the history will show it: a credential's subject, `system`, `cli`. */
  readonly actor: string;
  readonly requestId: string;
  /** W3C Trace Context, carried on to events and to the inventory service. */
  readonly traceparent?: string;
}
