export interface ImportInput {
  readonly file: string;
  readonly tenant: string;
  readonly seller?: string | undefined;
  readonly reference?: string | undefined;
  /** Stock file to load before. */
  readonly stock?: string | undefined;
  /** Dry run: the same report, no order stored. */
  readonly check?: boolean | undefined;
  readonly json?: boolean | undefined;
}
