import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lastWords, runCommand } from './run-command.mjs';

/** Packs every package into a folder: name, manifest, the tarball's path and its files. */
export const packPackages = async (root, folder) => {
  const packed = [];
  for (const name of readdirSync(join(root, 'packages')).sort()) {
    const cwd = join(root, 'packages', name);
    const result = await runCommand('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
      cwd,
    });
    if (result.status !== 0) throw new Error(`npm pack failed for ${name}: ${lastWords(result)}`);
    const told = JSON.parse(result.stdout);
    const [tarball] = Object.values(told);
    packed.push({
      manifest: JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8')),
      path: join(folder, tarball.filename),
      files: tarball.files.map(({ path }) => path),
      sizeBytes: tarball.size,
    });
  }
  return packed;
};
