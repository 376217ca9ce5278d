/** Small enough to leave the event loop responsive. */
const sliceSize = 250;

/** The items in runs of at most 250. */
export const slicesOf = <T>(items: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / sliceSize) }, (_, index) =>
    items.slice(index * sliceSize, (index + 1) * sliceSize),
  );
