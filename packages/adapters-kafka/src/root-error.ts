/** What the client raises; only some of its classes can be imported by name. */
export interface ClientError {
  readonly name?: string;
  readonly type?: string;
  readonly retriable?: boolean;
  readonly message?: string;
  readonly cause?: unknown;
}

/** The error that is at the bottom of one of the client's. */
export const rootError = (error: unknown): ClientError => {
  const own = (error ?? {}) as ClientError;
  return own.cause === undefined ? own : rootError(own.cause);
};
