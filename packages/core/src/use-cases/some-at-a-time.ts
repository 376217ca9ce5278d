interface Works<T, R> {
  readonly items: AsyncIterable<T>;
  readonly work: (item: T) => Promise<R>;
  /** 1 or more. */
  readonly atOnce: number;
}

/** Does the work on a few items at a time; yields the results in the order of the items. Ends when no work is left running. */
export async function* someAtATime<T, R>({ items, work, atOnce }: Works<T, R>): AsyncGenerator<R> {
  const running: Promise<R>[] = [];
  try {
    for await (const item of items) {
      const started = work(item);
      // Whoever awaits it comes later; until then its failure is nobody's.
      started.catch(() => undefined);
      running.push(started);
      if (running.length === atOnce) yield (await running.shift()) as R;
    }
    for (const last of running) yield await last;
  } finally {
    await Promise.allSettled(running);
  }
}
