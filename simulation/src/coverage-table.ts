import { branches, type Coverage } from './engine/coverage.js';
import { faults } from './engine/faults.js';
import { portCalls } from './engine/port-calls.js';
import { markdownTable } from './markdown-table.js';

const enough = 10;

/** How often each fault met each call, and each branch was reached, as Markdown. */
export const coverageTable = ({ counts }: Coverage): string => {
  const count = (name: string) => String(counts[name] ?? 0);
  const head = ['call', 'calls', ...faults];
  const rows = portCalls().map((call) => [call, count(call), ...faults.map((fault) => count(`${call} × ${fault}`))]);
  const reached = branches.map((branch) => [branch, count(branch)]);
  return `${markdownTable(head, rows)}\n\n${markdownTable(['branch', 'times'], reached)}\n`;
};

/** What was not met ten times. */
export const shortfalls = ({ counts }: Coverage): readonly string[] => {
  const names = [...portCalls().flatMap((call) => faults.map((fault) => `${call} × ${fault}`)), ...branches];
  return names
    .filter((name) => (counts[name] ?? 0) < enough)
    .map((name) => `Met ${counts[name] ?? 0} times, not ${enough}: ${name}`);
};
