// Writes docs/promises.md from the cases of the built conformance kit; with --check, tells whether it is stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { contracts } from '../packages/core/dist/contract/index.js';

const path = new URL('../docs/promises.md', import.meta.url);

const lineOf = ({ id, promise, needs }) =>
  `- ${promise} \`${id}\`${needs === undefined ? '' : ` (needs \`${needs}\`)`}`;

const sectionOf = ({ port, cases }) => [`## ${port}`, '', ...cases.map(lineOf), ''].join('\n');

const intro = `# What the ports promise

Generated from the cases of \`@oms/core/contract\` by \`npm run promises\`; do not edit. Each line is one promise, with the id of
the case that proves it. A case that needs something is skipped, with the reason, where an adapter or its harness does not
offer it. For every case there is a deliberately broken adapter that fails it.
`;

const text = [intro, ...contracts.map(sectionOf)].join('\n');

const read = () => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

if (!process.argv.includes('--check')) {
  writeFileSync(path, text);
} else if (read() !== text) {
  console.error('docs/promises.md is stale: run npm run promises.');
  process.exitCode = 1;
}
