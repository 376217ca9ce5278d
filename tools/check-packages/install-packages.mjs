import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lastWords, runCommand } from './run-command.mjs';

/** Installs the tarballs in an empty folder, as a stranger would, and the test framework that this repository uses. */
export const installPackages = async ({ root, packed, folder }) => {
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const dependencies = Object.fromEntries(packed.map(({ manifest, path }) => [manifest.name, `file:${path}`]));
  const overrides = Object.fromEntries(Object.keys(dependencies).map((name) => [name, `$${name}`]));
  const manifest = {
    name: 'stranger',
    private: true,
    type: 'module',
    dependencies,
    devDependencies: { vitest: devDependencies.vitest },
    overrides,
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, undefined, 2));
  const args = ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'];
  const result = await runCommand('npm', args, { cwd: folder, timeoutMs: 300_000 });
  if (result.status !== 0) throw new Error(`The tarballs cannot be installed: ${lastWords(result)}`);
};
