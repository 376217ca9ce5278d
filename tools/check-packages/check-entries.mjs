import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, sep } from 'node:path';
import { lastWords, runCommand } from './run-command.mjs';

const specifiersOf = ({ name, exports }) => Object.keys(exports).map((entry) => name + entry.slice(1));

/** Every published entry can be imported, from the installed tarball and not from this repository. */
export const checkEntries = async (checks, { packed, folder }) => {
  const { resolve } = createRequire(join(folder, 'package.json'));
  const inside = realpathSync(folder) + sep;
  for (const specifier of packed.flatMap(({ manifest }) => specifiersOf(manifest))) {
    const isInstalled = realpathSync(resolve(specifier)).startsWith(inside);
    const script = `const entry = await import('${specifier}'); console.log(Object.keys(entry).length)`;
    const result = await runCommand(process.execPath, ['--input-type=module', '--eval', script], { cwd: folder });
    const isGood = isInstalled && result.status === 0 && Number(result.stdout) > 0;
    checks.check(`${specifier} is imported`, isGood, isGood ? `${result.stdout.trim()} exports` : lastWords(result));
  }
};
