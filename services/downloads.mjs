import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './run.mjs';

/** Outside the repository, and kept from run to run. */
const cache = process.env.OMS_CI_CACHE ?? join(homedir(), '.cache', 'oms');

/** The class path of a part whose `pom.xml` stands in the folder of its name; fetched by Maven the first time. */
export const jarsOf = async (part) => {
  const folder = join(cache, 'jars', part);
  if (!existsSync(folder)) {
    const partial = `${folder}.${process.pid}`;
    const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
    const pom = fileURLToPath(new URL(`${part}/pom.xml`, import.meta.url));
    await run('mvn', ['-q', '-B', '-f', pom, goal, `-DoutputDirectory=${partial}`, '-DincludeScope=runtime']);
    keep(partial, folder);
  }
  return join(folder, '*');
};

/** A program that Go builds from its module the first time. */
export const goProgram = async (name, module, builtAs = name) => {
  const program = join(cache, 'bin', name);
  if (!existsSync(program)) {
    const partial = join(cache, `go.${process.pid}`);
    await run('go', ['install', module], { env: { ...process.env, GOBIN: partial } });
    mkdirSync(join(cache, 'bin'), { recursive: true });
    keep(join(partial, builtAs), program);
    rmSync(partial, { recursive: true });
  }
  return program;
};

/** A program of the system, installed from its packages where that is allowed. */
export const systemProgram = async (name, aptPackage) => {
  const found = await run('sh', ['-c', `command -v ${name}`]).catch(() => undefined);
  if (found !== undefined) return found.trim();
  await run('apt-get', ['update', '-qq']);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['install', '-y', '-qq', aptPackage], { env });
  return name;
};

/** Of two processes that fetch the same at once, one wins. */
const keep = (partial, final) => {
  if (existsSync(final)) rmSync(partial, { recursive: true });
  else renameSync(partial, final);
};
