import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const biome = resolve('node_modules/@biomejs/biome/bin/biome');
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'oms-layers-'));
  const { vcs: _, $schema: __, ...rules } = JSON.parse(readFileSync('biome.json', 'utf8'));
  writeFileSync(join(folder, 'biome.json'), JSON.stringify(rules));
  for (const name of ['core', 'adapters-csv', 'adapters-local', 'host']) {
    cpSync(`packages/${name}/package.json`, join(folder, 'packages', name, 'package.json'));
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What Biome says of a file at this path, under the project's own rules. */
const lint = (path: string, code: string): string => {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${code}\n`);
  const { stdout, stderr } = spawnSync(process.execPath, [biome, 'lint', path], { cwd: folder, encoding: 'utf8' });
  rmSync(file);
  return stdout + stderr;
};

const core = 'packages/core/src';

test.each([
  ['the domain imports a port', `${core}/domain/planted.ts`, '../ports/clock.js', 'noRestrictedImports'],
  ['the domain imports a use-case', `${core}/domain/planted.ts`, '../use-cases/deps.js', 'noRestrictedImports'],
  ['a port imports a use-case', `${core}/ports/planted.ts`, '../use-cases/list-orders.js', 'noRestrictedImports'],
  ['a use-case imports a worker', `${core}/use-cases/planted.ts`, '../workers/repeat.js', 'noRestrictedImports'],
  [
    'a worker imports a memory adapter',
    `${core}/workers/planted.ts`,
    '../memory/manual-clock.js',
    'noRestrictedImports',
  ],
  ['the core imports a Node module', `${core}/use-cases/planted.ts`, 'node:crypto', 'noNodejsModules'],
  ['a package imports what it does not declare', `${core}/planted.ts`, 'zod', 'noUndeclaredDependencies'],
  [
    'an adapter imports another',
    'packages/adapters-csv/src/planted.ts',
    '@oms/adapters-local/sqlite',
    'noRestrictedImports',
  ],
  [
    'an adapter imports the container',
    'packages/adapters-local/src/sqlite/planted.ts',
    'inversify',
    'noRestrictedImports',
  ],
  ['the host imports a driver', 'packages/host/src/planted.ts', 'node:sqlite', 'noRestrictedImports'],
  [
    'an example imports a source file',
    'examples/embed/planted.ts',
    '../../packages/core/src/index.js',
    'noRestrictedImports',
  ],
])('Biome refuses it when %s', (_, path, source, rule) => {
  expect(lint(path, `import { x } from '${source}';\n\nexport const planted = x;`)).toContain(rule);
});

test('Biome refuses a default export', () => {
  expect(lint(`${core}/domain/planted.ts`, 'export default 1;')).toContain('noDefaultExport');
});

test('Biome finds nothing in a file that keeps the rules', () => {
  const code =
    "import type { Clock } from '../ports/clock.js';\n\nexport const nowOf = (clock: Clock): number => clock.now();";
  expect(lint(`${core}/use-cases/now-of.ts`, code)).not.toContain('lint/');
});

test('the core compiles without a single ambient type of Node or the DOM', () => {
  const { compilerOptions } = JSON.parse(readFileSync('tsconfig.base.json', 'utf8'));
  expect(compilerOptions).toMatchObject({ types: [], lib: ['ES2024'] });
  expect(JSON.parse(readFileSync('packages/core/tsconfig.json', 'utf8')).compilerOptions).not.toHaveProperty('types');
});
