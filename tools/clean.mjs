// Removes what a build makes, so that a build that failed leaves nothing old behind.
import { globSync, rmSync } from 'node:fs';

for (const path of [...globSync('{packages/*,examples/*,benchmarks}/dist'), '.tsbuild']) {
  rmSync(path, { recursive: true, force: true });
}
