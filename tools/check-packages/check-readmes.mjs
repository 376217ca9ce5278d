import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lastWords, runCommand } from './run-command.mjs';

const blocksOf = (text) => [...text.matchAll(/^```js\n(.*?)^```/gms)].map(([, code]) => code);
const promisedBy = (code) => [...code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, line]) => line);

/** The examples in the packages' README that say what they print are run, and print it. */
export const checkReadmes = async (checks, { packed, folder }) => {
  for (const { manifest } of packed) {
    const readme = readFileSync(join(folder, 'node_modules', manifest.name, 'README.md'), 'utf8');
    const cwd = join(folder, 'readmes', manifest.name);
    mkdirSync(cwd, { recursive: true });
    for (const code of blocksOf(readme)) {
      const promised = promisedBy(code);
      if (promised.length === 0) continue;
      writeFileSync(join(cwd, 'example.mjs'), code);
      const result = await runCommand(process.execPath, ['example.mjs'], { cwd, timeoutMs: 20_000 });
      const isTrue = result.status === 0 && result.stdout.trim() === promised.join('\n');
      checks.check(`the README of ${manifest.name} is true`, isTrue, isTrue ? promised.join(', ') : lastWords(result));
    }
  }
};
