import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { runFlow } from './run-flow.js';

const flows = ['ims-flow', 'wms-flow'] as const;

/** Without what is other in each run. */
const normalised = (text: string): string =>
  text
    .replaceAll('\r', '')
    .replaceAll(/127\.0\.0\.1:\d+/g, '<address>')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<id>')
    .replaceAll(/\d{8}T\d{6}Z-[0-9a-f]{8}/g, '<time and id>')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replaceAll(/\d{4}-\d\d-\d\d/g, '<day>')
    .replaceAll(/\/\d{4}\/\d\d\//g, '/<month>/')
    .replaceAll(/"etag":"[^"]*"/g, '"etag":"<etag>"');

/** What the README shows; a line may end in dots for more than fits. */
const shown = (flow: string): readonly string[] => {
  const readme = readFileSync(new URL(`./${flow}/README.md`, import.meta.url), 'utf8');
  const block = /```text\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  return block.split('\n').filter((line) => line !== '');
};

/** Cut where the line of the README may end in the middle of what is other in each run. */
const whole = (line: string): string => line.replace(/[^,{"[]*\.\.\.$/, '');

const isTaken = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

test.each(flows)(
  '%s runs from its folder on one machine, and its README shows what it answers',
  {
    timeout: 60_000,
  },
  async (flow) => {
    const output = await runFlow(flow, {});
    expect(output).toMatch(/and the stock is exact\.$/);
    const answers = normalised(output).split('\n');
    let from = 0;
    for (const line of shown(flow)) {
      const isCut = line.endsWith('...');
      const expected = normalised(isCut ? whole(line) : line);
      const found = answers.findIndex(
        (answer, at) => at >= from && (isCut ? answer.startsWith(expected) : answer === expected),
      );
      expect(found, `the README of ${flow} shows: ${expected}`).toBeGreaterThanOrEqual(from);
      from = found + 1;
    }
    expect(shown(flow).length).toBeGreaterThan(8);
  },
);

test.each([
  ['ims-flow', 8080],
  ['wms-flow', 8081],
] as const)('%s listens on %d unless it is told otherwise', { timeout: 60_000 }, async (flow, port) => {
  expect(await isTaken(port), `port ${port} is in use on this machine, and ${flow} needs it: free it first`).toBe(
    false,
  );
  const output = await runFlow(flow, { OMS_PORT: undefined });
  expect(output).toContain(`OMS listens on http://127.0.0.1:${port}.`);
  expect(output).toMatch(/and the stock is exact\.$/);
});

test.each(flows)(
  '%s: an inventory that takes 200 ms for each line changes nothing',
  { timeout: 60_000 },
  async (flow) => {
    expect(await runFlow(flow, { INVENTORY_SLOW_MS: '200' })).toMatch(/and the stock is exact\.$/);
  },
);
