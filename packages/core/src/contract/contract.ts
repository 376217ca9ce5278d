/** A fresh subject for one case, and what the harness can do around it. Optional functions are capabilities by name. */
export interface Opened<S> {
  readonly subject: S;
  /** A second instance on the same data; leave it out when the subject keeps none. */
  again?(): Promise<S>;
  /** Ends the subject and every second instance. */
  close(): Promise<void>;
}

/** Opens fresh subjects: two of them share nothing. */
export interface Harness<O> {
  open(): Promise<O>;
}

/** One promise of a port, and the run that fails where it is broken. */
export interface ContractCase<O> {
  /** Stable: `order_repo.insert.concurrent`. */
  readonly id: string;
  /** A sentence of the port's docs. */
  readonly promise: string;
  /** What the subject must support, or its harness must offer; else the case is skipped. */
  readonly needs?: string;
  /** Rejects when the promise is broken. */
  run(harness: Harness<O>): Promise<void>;
}

/** Every promise of one port. */
export interface Contract<O> {
  readonly port: string;
  readonly cases: readonly ContractCase<O>[];
}

/** How cases are told to a test framework: vitest, node:test or any other. */
export interface ContractRunner {
  test(name: string, run: () => Promise<void>): void;
  skip(name: string, reason: string): void;
}
