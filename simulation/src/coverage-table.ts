import { branches, type Coverage } from './engine/coverage.js';
import { faults } from './engine/faults.js';
import { portCalls } from './engine/port-calls.js';

const enough = 10;

/** How often each fault met each call, and each branch was reached, as Markdown. */
export const coverageTable = ({ counts }: Coverage): string => {
  const count = (name: string) => String(counts[name] ?? 0);
  const head = ['call', 'calls', ...faults];
  const rows = portCalls.map((call) => [call, count(call), ...faults.map((fault) => count(`${call} × ${fault}`))]);
  const reached = branches.map((branch) => [branch, count(branch)]);
  return `${tableOf(head, rows)}\n\n${tableOf(['branch', 'times'], reached)}\n`;
};

/** What was not met ten times. */
export const shortfalls = ({ counts }: Coverage): readonly string[] => {
  const names = [...portCalls.flatMap((call) => faults.map((fault) => `${call} × ${fault}`)), ...branches];
  return names
    .filter((name) => (counts[name] ?? 0) < enough)
    .map((name) => `Met ${counts[name] ?? 0} times, not ${enough}: ${name}`);
};

const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const widths = head.map((cell, index) => Math.max(cell.length, ...rows.map((row) => row[index]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, index) => (index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0))).join(' | ')} |`;
  const rule = `| ${widths.map((width, index) => (index === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
};
