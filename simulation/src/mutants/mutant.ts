/** A wrong version of the core: one change of one file. */
export interface Mutant {
  /** What the wrong version does, after "it". */
  readonly does: string;
  /** Below `packages/core/src`. */
  readonly file: string;
  /** Stands exactly once in the file. */
  readonly find: string;
  readonly replace: string;
  /** Seeds, from 1 on, within which it has to be caught. */
  readonly within: number;
  /** Where only an inventory that decrements meets it. */
  readonly inventory?: 'ledgered';
}
