/**
 * A deep copy of plain data whose field names are ours, without its undefined fields: what the caller does to the original
 * afterwards does not count.
 */
export const copyOf = <T>(value: T): T => copied(value) as T;

const copied = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(copied);
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const name in value) {
    const inner = (value as Record<string, unknown>)[name];
    if (inner !== undefined) copy[name] = copied(inner);
  }
  return copy;
};
