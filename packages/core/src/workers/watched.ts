import type { Observer } from '../ports/observer.js';

/** Tells the observer when a worker takes work up and when it is through with it. */
export const watched = async <T>(
  { observer }: { readonly observer: Observer },
  worker: string,
  work: () => Promise<T>,
): Promise<T> => {
  observer.observe({ kind: 'pass_began', worker });
  try {
    return await work();
  } finally {
    observer.observe({ kind: 'pass_ended', worker });
  }
};
