import { SingleBar } from 'cli-progress';

interface ProgressState {
  readonly state: string;
  readonly rows: number;
  readonly settled: number;
}

/** Shows how far an import is, on stderr. */
export interface ProgressDisplay {
  show(progress: ProgressState): void;
  stop(): void;
}

/** A bar for a terminal. */
const barDisplay = (totalRows: number): ProgressDisplay => {
  const bar = new SingleBar({
    format: '{bar} {percentage}% | {value}/{total} rows | {settled} orders settled | {state}',
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: false,
  });
  bar.start(totalRows, 0, { settled: 0, state: 'starting' });
  return {
    show: ({ rows, settled, state }) => bar.update(Math.min(rows, totalRows), { settled, state }),
    stop: () => bar.stop(),
  };
};

/** A plain line a second without one. */
const lineDisplay = (totalRows: number, now: () => number): ProgressDisplay => {
  let lastAt = now();
  return {
    show: ({ rows, settled, state }) => {
      if (now() - lastAt < 1_000) return;
      lastAt = now();
      process.stderr.write(`${state}: ${rows} of ${totalRows} rows, ${settled} orders settled\n`);
    },
    stop: () => undefined,
  };
};

export const progressDisplay = (totalRows: number): ProgressDisplay =>
  process.stderr.isTTY ? barDisplay(totalRows) : lineDisplay(totalRows, Date.now);
