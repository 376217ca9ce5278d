export interface Gate {
  /** Settles when the gate is opened. */
  readonly opened: Promise<void>;
  open(): void;
}

/** Holds a handler until the case lets it go. */
export const gate = (): Gate => {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
};
