export interface BatchRule<T> {
  /** Largest size of a batch; one item alone may be larger. */
  readonly most: number;
  readonly sizeOf: (item: T) => number;
}

/** The items in order, in batches that are as large as allowed. */
export const batchesOf = <T>(items: readonly T[], { most, sizeOf }: BatchRule<T>): readonly (readonly T[])[] => {
  const batches: T[][] = [];
  let room = 0;
  for (const item of items) {
    const size = sizeOf(item);
    if (batches.length === 0 || size > room) {
      batches.push([]);
      room = most;
    }
    batches.at(-1)?.push(item);
    room -= size;
  }
  return batches;
};
