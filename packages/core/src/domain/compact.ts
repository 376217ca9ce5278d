type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** The same object without its undefined fields, so that absent stays absent in stores and in JSON. */
export const compact = <T extends object>(value: T): Defined<T> => {
  const defined: Partial<T> = {};
  for (const key in value) if (value[key] !== undefined) defined[key] = value[key];
  return defined as Defined<T>;
};
