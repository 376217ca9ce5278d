import type { Db } from 'mongodb';

/** A database of which one method of one collection does something else; what it would have done is handed over. */
export const instead = (
  db: Db,
  collectionName: string,
  methodName: string,
  act: (own: () => Promise<unknown>) => Promise<unknown>,
): Db => {
  const collection = (name: string, options: object) => {
    const real = db.collection(name, options);
    if (name !== collectionName) return real;
    return new Proxy(real, {
      get(target, method: string) {
        const own = Reflect.get(target, method);
        if (method !== methodName) return typeof own === 'function' ? own.bind(target) : own;
        return (...given: unknown[]) => act(() => own.apply(target, given));
      },
    });
  };
  return new Proxy(db, { get: (target, name) => (name === 'collection' ? collection : Reflect.get(target, name)) });
};
