/** Everything that a source hands out. */
export const gathered = async <T>(source: AsyncIterable<T>): Promise<readonly T[]> => {
  const all: T[] = [];
  for await (const item of source) all.push(item);
  return all;
};
