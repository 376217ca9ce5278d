import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'rolldown';

const maxGzippedBytes = 30_000;

const bundle = async (folder, { entry, file }) => {
  const input = createRequire(join(folder, 'package.json')).resolve(entry);
  const output = { format: 'esm', minify: true, codeSplitting: false };
  const { output: chunks } = await build({ input, platform: 'browser', write: false, logLevel: 'warn', output });
  const [{ code, imports, dynamicImports }] = chunks;
  writeFileSync(join(folder, file), code);
  return { code, imports: [...imports, ...dynamicImports] };
};

/** Core as a browser gets it: small, whole, and without Node. */
export const checkBundle = async (checks, { folder }) => {
  const core = await bundle(folder, { entry: '@oms/core', file: 'core.js' });
  const gzippedBytes = gzipSync(core.code, { level: 9 }).length;
  const told = `${gzippedBytes} of ${maxGzippedBytes} bytes gzipped, ${core.code.length} minified`;
  checks.check('core is small', gzippedBytes < maxGzippedBytes, told);
  const { createOms, createOrders, createBulkOrders } = await import(pathToFileURL(join(folder, 'core.js')).href);
  const isWhole = [createOms, createOrders, createBulkOrders].every((made) => typeof made === 'function');
  checks.check('the bundle is whole', isWhole, 'createOms, createOrders, createBulkOrders');
  const memory = await bundle(folder, { entry: '@oms/core/memory', file: 'memory.js' });
  for (const [name, { code, imports }] of Object.entries({ core, memory })) {
    const isClean = imports.length === 0 && !/["'`]node:/.test(code);
    checks.check(`the bundle of ${name} needs nothing of Node`, isClean, imports.join(', '));
  }
};
