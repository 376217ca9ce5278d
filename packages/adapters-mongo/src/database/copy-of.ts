/** A deep copy of plain data whose field names are ours: what the caller does to the original afterwards does not count. */
export const copyOf = <T>(value: T): T => copied(value) as T;

const copied = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(copied);
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const name of Object.keys(value)) copy[name] = copied((value as Record<string, unknown>)[name]);
  return copy;
};
