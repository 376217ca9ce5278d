import type { ContractCase, Opened } from './contract.js';

type Title = Pick<ContractCase<unknown>, 'id' | 'promise' | 'needs'>;

/** A case on one fresh subject. */
export const onSubject = <O extends Opened<unknown>>(
  title: Title,
  check: (opened: O) => Promise<void>,
): ContractCase<O> => ({
  ...title,
  async run(harness) {
    const opened = await harness.open();
    try {
      await check(opened);
    } finally {
      await opened.close();
    }
  },
});

/** A case on two fresh subjects. */
export const onTwoSubjects = <O extends Opened<unknown>>(
  title: Title,
  check: (one: O, other: O) => Promise<void>,
): ContractCase<O> => ({
  ...title,
  run: (harness) =>
    onSubject<O>(title, (one) => onSubject<O>(title, (other) => check(one, other)).run(harness)).run(harness),
});

/** A case on a subject and a second instance on the same data. */
export const onTwoInstances = <O extends Opened<unknown>>(
  title: Omit<Title, 'needs'>,
  check: (one: O['subject'], other: O['subject'], opened: O) => Promise<void>,
): ContractCase<O> =>
  onSubject<O>({ ...title, needs: 'again' }, async (opened) => {
    const other = await opened.again?.();
    await check(opened.subject, other, opened);
  });
