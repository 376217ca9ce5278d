import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lastWords, runCommand } from './run-command.mjs';

const options = '--noEmit --strict --skipLibCheck false --target es2024 --lib es2024 --module nodenext'.split(' ');

/** Core's declarations compile where nothing else is declared: no Node, no DOM. */
export const checkTypes = async (checks, { root, packed, folder }) => {
  const { manifest } = packed.find(({ manifest: { name } }) => name === '@oms/core');
  const lines = Object.keys(manifest.exports).map(
    (entry, index) => `export * as entry${index} from '${manifest.name}${entry.slice(1)}';`,
  );
  writeFileSync(join(folder, 'core-types.mts'), lines.join('\n'));
  const tsc = join(root, 'node_modules/.bin/tsc');
  const result = await runCommand(tsc, [...options, '--types', '', 'core-types.mts'], { cwd: folder });
  const told = result.status === 0 ? `${lines.length} entries` : lastWords(result);
  checks.check("core's types need neither Node nor DOM", result.status === 0, told);
};
