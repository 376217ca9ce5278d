import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

const neededIn = [
  /^LICENSE$/,
  /^packages\/[\w-]+\/package\.json$/,
  /^packages\/[\w-]+\/(dist|bin|node_modules)\//,
  /^node_modules\//,
];
const tests = /^packages\/[\w-]+\/(dist|bin)\/.*(\.test\.|\/test\/)/;
const ofDevelopment = ['typescript', 'vitest', '@biomejs', 'knip', 'fast-check', 'testcontainers', '@types/node'];

/** Files of an image that nothing needs to run, and links that lead nowhere. */
export const filesAtFault = (folder) => {
  const paths = readdirSync(folder, { recursive: true }).map((path) => join(folder, path));
  const files = paths.filter((path) => !lstatSync(path).isDirectory());
  const names = files.map((path) => relative(folder, path));
  const unneeded = names.filter((name) => tests.test(name) || !neededIn.some((pattern) => pattern.test(name)));
  const development = ofDevelopment
    .map((name) => `node_modules/${name}`)
    .filter((name) => existsSync(join(folder, name)));
  const broken = names.filter((name) => !existsSync(join(folder, name)));
  return [...unneeded, ...development, ...broken];
};
