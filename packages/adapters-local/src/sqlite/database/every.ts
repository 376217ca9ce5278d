/** Repeats an action until the function it answers with is called; an action that fails is not missed. */
export const every = (ms: number, action: () => Promise<unknown>): (() => void) => {
  const timer = setInterval(() => void action().catch(() => undefined), ms);
  return () => clearInterval(timer);
};
