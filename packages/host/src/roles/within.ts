import { OmsError } from '@oms/core';

/** What the work resolves with; throws `unavailable` / `not_drained` when it is not through in time. */
export const within = async <T>(work: Promise<T>, ms: number): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new OmsError('unavailable', 'not_drained', `Work did not end in ${ms} ms.`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};
