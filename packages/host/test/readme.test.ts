import { execFile } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from '@oms/core/contract';
import { expect, test } from 'vitest';
import { runOms } from './run-oms.js';
import { startOms } from './start-oms.js';
import { temporaryFolder } from './temporary-folder.js';

interface Step {
  readonly command: string;
  /** What the README shows: a status, where it does, and the text between the dots, in order. */
  readonly status: string | undefined;
  readonly fragments: readonly string[];
}

/** What is different every time, as one word. */
const steady = (text: string): string =>
  text
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')
    .replace(/"rows_per_second":\d+/g, '"rows_per_second":N');

const fragmentsOf = (shown: string): readonly string[] =>
  steady(shown)
    .split('...')
    .filter((text) => text !== '');

const stepOf = (command: string, after: string | undefined, below: string | undefined): Step => {
  const shown = below ?? /\{.*\}/.exec(after ?? '')?.[0] ?? '';
  const [, status, text = ''] = /^(?:(\d{3}) )?(.*)$/.exec(shown) ?? [];
  return { command, status, fragments: fragmentsOf(text) };
};

/** The block of the README in which the service is tried, a step for each command. */
const stepsOf = (readme: string): readonly Step[] => {
  const blocks = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text = '']) => text);
  const block = blocks.find((text) => text.startsWith('api=')) ?? '';
  const lines = block
    .replace(/ \\\n\s+/g, ' ')
    .split('\n')
    .filter((line) => line !== '');
  return lines.flatMap((line, index) => {
    if (line.startsWith('#') || line.startsWith('api=')) return [];
    const [, command = '', after] = /^(.*?)(?:\s+# (.*))?$/.exec(line) ?? [];
    const next = lines[index + 1];
    return [stepOf(command, after, next?.startsWith('# ') ? next.slice(2) : undefined)];
  });
};

const settings = `tenant='X-Tenant-ID: demo' json='Content-Type: application/json'`;

/** Whether each fragment stands in the text, after the one before. */
const expectInOrder = (text: string, fragments: readonly string[]): void => {
  let from = 0;
  for (const fragment of fragments) {
    const at = text.indexOf(fragment, from);
    expect(at, `${fragment} in ${text.slice(0, 2_000)}`).toBeGreaterThanOrEqual(0);
    from = at + fragment.length;
  }
};

test('what the README shows of the service is what it answers', { timeout: 90_000 }, async () => {
  const folder = temporaryFolder();
  cpSync('examples/data', join(folder, 'examples', 'data'), { recursive: true });
  await runOms(['stock', 'load', 'examples/data/stock.csv', '--tenant', 'demo'], { folder });
  const oms = await startOms(['start'], { folder });
  const known = { bulkOrderId: '', cursor: '' };
  const month = new Date().toISOString().slice(0, 7);
  const own = (command: string): string =>
    command
      .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, known.bulkOrderId)
      .replace(/cursor=[^"&]+/, `cursor=${known.cursor}`)
      .replace(/start_date=[^&]+&end_date=[^&]+/, `start_date=${month}-01&end_date=2999-12-31`)
      .replace(/^curl /, `curl -sS -w '\\n%{http_code}' `);
  const run = async (command: string) => {
    const script = `api=${oms.api} ${settings}\n${own(command)}`;
    const { stdout } = await promisify(execFile)('bash', ['-ec', script], { cwd: folder, maxBuffer: 10_000_000 });
    const end = stdout.lastIndexOf('\n');
    return { text: stdout.slice(0, end), status: stdout.slice(end + 1) };
  };
  const steps = stepsOf(readFileSync('README.md', 'utf8'));
  expect(steps.length).toBeGreaterThan(18);
  for (const { command, status, fragments } of steps) {
    const isRead = !/ -d | -X | --data/.test(command);
    const check = async () => {
      const answer = await run(command);
      if (command.includes('curl')) expect(answer.status, command).toMatch(status ?? /^2\d\d$/);
      expectInOrder(steady(answer.text), fragments);
      known.bulkOrderId = /"bulk_order_id":"([^"]+)"/.exec(answer.text)?.[1] ?? known.bulkOrderId;
      known.cursor = /"next_cursor":"([^"]+)"/.exec(answer.text)?.[1] ?? known.cursor;
    };
    if (isRead) await eventually(check, { withinMs: 10_000 });
    else await check();
  }
  expect(await oms.end('SIGTERM')).toEqual({ status: 0, signal: null });
});
