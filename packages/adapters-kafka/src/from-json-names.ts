/** Names of the caller's own, which are kept as they are. */
const kept = 'attributes';

/** In JSON times are RFC 3339 text. */
const times: ReadonlySet<string> = new Set(['createdAt', 'since', 'nextAttemptAt', 'time']);

const camelCase = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** The value of a record with names in camelCase and times as numbers. */
export const fromJsonNames = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(fromJsonNames);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => field(camelCase(name), inner)));
};

const field = (name: string, value: unknown): readonly [name: string, value: unknown] => {
  if (name === kept) return [name, value];
  return [name, times.has(name) ? Date.parse(String(value)) : fromJsonNames(value)];
};
