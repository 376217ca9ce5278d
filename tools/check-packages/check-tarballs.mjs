import { join } from 'node:path';
import { lastWords, runCommand } from './run-command.mjs';

const targetsOf = (entry) => (typeof entry === 'string' ? [entry] : Object.values(entry).flatMap(targetsOf));

const needed = ['README.md', 'LICENSE', 'package.json'];
const isUnwanted = (path) => /\.test\.|tsbuildinfo|(^|\/)test\/|tsconfig/.test(path);

/** What npm would publish: every file that is named is there, and nothing else than what a reader needs. */
const checkFiles = (checks, { manifest, files, sizeBytes }) => {
  const named = [...targetsOf(manifest.exports ?? {}), ...Object.values(manifest.bin ?? {})];
  const wanted = [...needed, ...named.map((path) => path.replace('./', ''))];
  const missing = wanted.filter((path) => !files.includes(path));
  const unwanted = files.filter(isUnwanted);
  const faults = [...missing.map((path) => `no ${path}`), ...unwanted.map((path) => `unwanted ${path}`)];
  const told = faults.length === 0 ? `${files.length} files, ${sizeBytes} bytes` : faults.join(', ');
  checks.check(`${manifest.name} has the files it names`, faults.length === 0, told);
};

/** Judges every tarball by its files, by publint and by attw. */
export const checkTarballs = async (checks, { root, packed }) => {
  const bin = (name) => join(root, 'node_modules/.bin', name);
  for (const tarball of packed) {
    checkFiles(checks, tarball);
    const { name, exports } = tarball.manifest;
    const entries = Object.keys(exports).length;
    const publint = await runCommand(bin('publint'), [tarball.path, '--strict']);
    checks.check(`${name} passes publint`, publint.status === 0, publint.status === 0 ? '' : lastWords(publint));
    const attw = await runCommand(bin('attw'), [tarball.path, '--profile', 'esm-only', '--no-color']);
    checks.check(
      `${name} passes attw`,
      attw.status === 0,
      attw.status === 0 ? `${entries} ${entries === 1 ? 'entry' : 'entries'}` : lastWords(attw),
    );
  }
};
