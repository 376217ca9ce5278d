import { match, notStrictEqual, ok, strictEqual } from 'node:assert';
import type { Ids } from '../ports/ids.js';
import type { Contract, Opened } from './contract.js';
import { onSubject, onTwoSubjects } from './contract-case.js';

/** What a harness opens for the cases of Ids. */
export type OpenedIds = Opened<Ids>;

const promises = onSubject<OpenedIds>;

/** Every promise of Ids. */
export const idsContract: Contract<OpenedIds> = {
  port: 'Ids',
  cases: [
    onTwoSubjects<OpenedIds>(
      { id: 'ids.fresh', promise: 'Two fresh subjects share nothing: neither gives an id of the other.' },
      async (one, other) => {
        const own = new Set(Array.from({ length: 1_000 }, () => one.subject.next()));
        for (let n = 0; n < 1_000; n += 1) strictEqual(own.has(other.subject.next()), false);
      },
    ),
    promises({ id: 'ids.uuid', promise: 'next is a UUID in lower case.' }, async ({ subject }) => {
      for (let n = 0; n < 100; n += 1) {
        match(subject.next(), /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      }
    }),
    promises(
      { id: 'ids.unique', promise: 'Nobody else has the id: concurrent callers never get the same one.' },
      async ({ subject }) => {
        const callers = Array.from({ length: 20 }, async () => Array.from({ length: 500 }, () => subject.next()));
        strictEqual(new Set((await Promise.all(callers)).flat()).size, 10_000);
      },
    ),
    promises({ id: 'ids.random', promise: 'random is in [0, 1), and changes.' }, async ({ subject }) => {
      const numbers = Array.from({ length: 1_000 }, () => subject.random());
      ok(numbers.every((number) => number >= 0 && number < 1));
      ok(Math.min(...numbers) < 0.1 && Math.max(...numbers) > 0.9, 'the numbers do not spread');
      notStrictEqual(numbers[0], numbers[1]);
    }),
  ],
};
