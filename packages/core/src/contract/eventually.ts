const pollMs = 5;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Repeats a check until it passes; fails with its last error once `withinMs` are over. */
export const eventually = async (
  check: () => void | Promise<void>,
  { withinMs }: { readonly withinMs: number },
): Promise<void> => {
  for (const deadline = Date.now() + withinMs; ; ) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() >= deadline) throw error;
    }
    await pause(pollMs);
  }
};

/** Repeats a check that has to pass all the time, for `forMs`. */
export const throughout = async (
  check: () => void | Promise<void>,
  { forMs }: { readonly forMs: number },
): Promise<void> => {
  for (const end = Date.now() + forMs; Date.now() < end; await pause(pollMs)) await check();
  await check();
};
