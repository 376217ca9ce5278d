// Packs every package and uses the tarballs as a stranger would: linted, installed, embedded, judged, bundled, in a browser.

import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkBrowser } from './check-browser.mjs';
import { checkBundle } from './check-bundle.mjs';
import { checkEntries } from './check-entries.mjs';
import { checkExamples } from './check-examples.mjs';
import { checkReadmes } from './check-readmes.mjs';
import { checkTarballs } from './check-tarballs.mjs';
import { checkTypes } from './check-types.mjs';
import { Checks } from './checks.mjs';
import { installPackages } from './install-packages.mjs';
import { judgeStranger } from './judge-stranger.mjs';
import { packPackages } from './pack-packages.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const checks = new Checks();

const checkPackages = async (temporary) => {
  const [tarballs, folder] = [join(temporary, 'tarballs'), join(temporary, 'stranger')];
  mkdirSync(tarballs);
  mkdirSync(folder);
  const packed = await packPackages(root, tarballs);
  await checkTarballs(checks, { root, packed });
  await installPackages({ root, packed, folder });
  for (const example of ['embed', 'stranger-adapter']) {
    cpSync(join(root, 'examples', example), join(folder, example), { recursive: true });
  }
  const installed = { root, packed, folder };
  await checkEntries(checks, installed);
  await checkTypes(checks, installed);
  await checkExamples(checks, installed);
  await checkReadmes(checks, installed);
  await judgeStranger(checks, installed);
  await checkBundle(checks, installed);
  await checkBrowser(checks, installed);
};

if (!existsSync(join(root, 'packages/core/dist/index.js'))) {
  console.error('Nothing is built: run npm run build.');
  process.exit(1);
}
const temporary = mkdtempSync(join(tmpdir(), 'oms-packages-'));
try {
  await checkPackages(temporary);
} catch (error) {
  checks.check('packages can be checked', false, error.message);
} finally {
  rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
}
if (checks.failed === 0) console.log(`packages: ${checks.passed} checks passed`);
else {
  console.error(`packages: ${checks.failed} of ${checks.passed + checks.failed} checks failed`);
  process.exitCode = 1;
}
