import type { Harness } from '@oms/core/contract';

/** An adapter with one fault, and the cases that have to find it. */
export interface BrokenAdapter<O> {
  readonly fault: string;
  readonly fails: readonly string[];
  readonly harness: Harness<O>;
}

/** The subject, but for the methods that are given. */
export const withFaults = <S extends object>(subject: S, faults: Partial<S>): S =>
  new Proxy(subject, {
    get(target, name) {
      const faulty: unknown = Reflect.get(faults, name);
      if (faulty !== undefined) return faulty;
      const sound: unknown = Reflect.get(target, name);
      return typeof sound === 'function' ? sound.bind(target) : sound;
    },
  });

export const close = async (): Promise<void> => {};

/** Lets everybody else go first: what stands between a check and a write that are not one step. */
export const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

/** What a driver throws, untranslated. */
export const driverError = async (): Promise<never> => {
  throw new Error('connect ECONNREFUSED');
};
