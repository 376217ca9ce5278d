import { ok, strictEqual } from 'node:assert';
import type { Clock } from '../ports/clock.js';
import type { Contract, Opened } from './contract.js';
import { onSubject, onTwoSubjects } from './contract-case.js';
import { eventually } from './eventually.js';

/** What a harness opens for the cases of Clock. */
export interface OpenedClock extends Opened<Clock> {
  /** For a clock that does not move by itself: moves it. */
  advance?(ms: number): void;
}

const promises = onSubject<OpenedClock>;
const withinMs = 1_000;

interface Nap {
  isOver: boolean;
}

const nap = (clock: Clock, ms: number, stop?: AbortSignal): Nap => {
  const state: Nap = { isOver: false };
  void clock.sleep(ms, stop).then(() => {
    state.isOver = true;
  });
  return state;
};

const over = (state: Nap): Promise<void> => eventually(() => ok(state.isOver, 'still asleep'), { withinMs });

/** Every promise of Clock. */
export const clockContract: Contract<OpenedClock> = {
  port: 'Clock',
  cases: [
    onTwoSubjects<OpenedClock>(
      { id: 'clock.fresh', promise: 'Two fresh subjects share nothing: a stop of one wakes no sleeper of the other.' },
      async (one, other) => {
        const [stop, rest] = [new AbortController(), new AbortController()];
        const [stopped, asleep] = [nap(one.subject, 60_000, stop.signal), nap(other.subject, 60_000, rest.signal)];
        stop.abort();
        await over(stopped);
        strictEqual(asleep.isOver, false);
        rest.abort();
        await over(asleep);
      },
    ),
    promises(
      { id: 'clock.now', promise: 'now is milliseconds since 1970, and moves on.' },
      async ({ subject, advance }) => {
        const before = subject.now();
        ok(Number.isInteger(before) && before > 1_500_000_000_000, String(before));
        advance?.(10);
        await eventually(() => ok(subject.now() > before), { withinMs });
      },
    ),
    promises(
      { id: 'clock.sleep', promise: 'sleep resolves after `ms` milliseconds, and not before.' },
      async ({ subject, advance }) => {
        const startedAt = subject.now();
        const short = nap(subject, 30);
        const stop = new AbortController();
        const long = nap(subject, 60_000, stop.signal);
        advance?.(30);
        await over(short);
        ok(subject.now() - startedAt >= 28, `woke up after ${subject.now() - startedAt} ms`);
        strictEqual(long.isOver, false);
        stop.abort();
        await over(long);
      },
    ),
    promises({ id: 'clock.sleep.zero', promise: 'sleep of 0 milliseconds resolves.' }, async ({ subject }) => {
      await over(nap(subject, 0));
    }),
    promises(
      { id: 'clock.sleep.stop', promise: 'sleep resolves as soon as `stop` is aborted, and never rejects.' },
      async ({ subject }) => {
        const stop = new AbortController();
        const asleep = [nap(subject, 60_000, stop.signal), nap(subject, 60_000, stop.signal)];
        stop.abort(new Error('a reason'));
        for (const state of asleep) await over(state);
      },
    ),
    promises(
      { id: 'clock.sleep.stopped', promise: 'sleep with a `stop` that is aborted already resolves.' },
      async ({ subject }) => {
        await over(nap(subject, 60_000, AbortSignal.abort()));
      },
    ),
    promises(
      { id: 'clock.sleep.listeners', promise: 'A sleep that is over leaves no listener on `stop`.' },
      async ({ subject, advance }) => {
        let listeners = 0;
        const stop = {
          aborted: false,
          addEventListener: () => {
            listeners += 1;
          },
          removeEventListener: () => {
            listeners -= 1;
          },
        };
        const sleeping = subject.sleep(5, stop);
        advance?.(5);
        await sleeping;
        strictEqual(listeners, 0);
      },
    ),
  ],
};
