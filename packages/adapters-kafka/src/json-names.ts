/** Names of the caller's own, which are kept as they are. */
const kept = 'attributes';

/** In JSON times are RFC 3339 text. */
const times: ReadonlySet<string> = new Set(['createdAt', 'since', 'nextAttemptAt', 'time']);

/** Of our own fields alone, and so few. */
const snakeNames = new Map<string, string>();

const snakeCase = (name: string): string => {
  const known = snakeNames.get(name);
  if (known !== undefined) return known;
  const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  snakeNames.set(name, snake);
  return snake;
};

const camelCase = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** The same value with names in snake_case and times as text. */
export const toJsonNames = (value: unknown): unknown =>
  mapped(value, (name, inner) => [snakeCase(name), times.has(name) ? new Date(inner as number).toISOString() : inner]);

/** What `toJsonNames` was given. */
export const fromJsonNames = (value: unknown): unknown =>
  mapped(value, (name, inner) => {
    const own = camelCase(name);
    return [own, times.has(own) ? Date.parse(String(inner)) : inner];
  });

type Change = (name: string, value: unknown) => readonly [name: string, value: unknown];

const mapped = (value: unknown, change: Change): unknown => {
  if (Array.isArray(value)) return value.map((item) => mapped(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const [changedName, changed] = change(name, inner);
      return [changedName, name === kept ? inner : mapped(changed, change)];
    }),
  );
};
