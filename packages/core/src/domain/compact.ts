type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** The same object without its undefined fields, so that absent stays absent in stores and in JSON. */
export const compact = <T extends object>(value: T): Defined<T> =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as Defined<T>;
