import type { PortCaller } from './port-caller.js';

type Method = (...input: never[]) => Promise<unknown>;
export type Seen = (method: string, input: readonly unknown[], answer: unknown) => void;

/** A port all of whose methods are plain calls: each asks the subject as one step of the schedule. */
export const simulatedRepo = <P extends object>(
  caller: PortCaller,
  { port, subject, seen }: { readonly port: string; readonly subject: P; readonly seen?: Seen },
): P => {
  const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(subject)).filter((name) => name !== 'constructor');
  const calls = methods.map((method) => {
    const ask = (subject as Record<string, Method>)[method] as Method;
    const call = (...input: never[]) =>
      caller.call({
        name: `${port}.${method}`,
        input,
        effect: async () => {
          const answer = await ask.apply(subject, input);
          seen?.(method, input, answer);
          return answer;
        },
      });
    return [method, call];
  });
  return Object.fromEntries(calls) as P;
};
