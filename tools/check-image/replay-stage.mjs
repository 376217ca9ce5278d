import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseEnv } from 'node:util';

/** Folders at the root of the image, which are folders of the stage's own here. */
const ofImage = /(^|[\s='"])\/(oms|data|uploads)\b/g;

/** Who `node` is in the official image. */
export const nodeUser = 1_000;

/**
 * Does what a stage does, with a folder of its own as the root of its files; `folderOf` finds another stage's. Answers with
 * what the image would know: its environment, where it begins, and how it is started and asked for its health.
 */
export const replayStage = ({ instructions }, { root, context, folderOf }) => {
  const image = { root, env: {}, workdir: root, user: undefined };
  const inRoot = (text) => text.replace(ofImage, `$1${root}/$2`);
  const steps = {
    WORKDIR: (text) => {
      image.workdir = inRoot(text);
      mkdirSync(image.workdir, { recursive: true });
    },
    COPY: (text) => copy(text, { image, context, folderOf }),
    ENV: (text) => Object.assign(image.env, parseEnv(inRoot(text).replaceAll(' ', '\n'))),
    RUN: (text) => run(inRoot(text).replaceAll('node:node', `${nodeUser}:${nodeUser}`), image),
    USER: (text) => Object.assign(image, { user: text }),
    ENTRYPOINT: (text) => Object.assign(image, { entrypoint: JSON.parse(text) }),
    CMD: (text) => Object.assign(image, { command: JSON.parse(text) }),
    HEALTHCHECK: (text) => Object.assign(image, { healthcheck: JSON.parse(text.slice(text.indexOf('['))) }),
    VOLUME: () => undefined,
    EXPOSE: () => undefined,
  };
  for (const { name, text } of instructions) steps[name](text);
  return image;
};

const copy = (text, { image, context, folderOf }) => {
  const [, stage, paths] = /^(?:--from=(\w+) )?(.*)$/.exec(text);
  const sources = paths.split(' ');
  const target = sources.pop();
  const from = stage === undefined ? context : folderOf(stage);
  for (const source of sources) {
    const to = resolve(image.workdir, target.endsWith('/') ? join(target, basename(source)) : target);
    cpSync(join(from, source), to, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !isOwnModule(path, stage),
    });
  }
};

/** Of a package of this clone: what it takes from elsewhere is for the stage itself to install. */
const isOwnModule = (path, stage) => stage === 'build' && basename(path) === 'node_modules';

const run = (script, { workdir }) => {
  const isRoot = process.getuid() === 0;
  const text = isRoot ? script : script.replace(/&& chown .*$/, '');
  const path = `${join(process.execPath, '..')}:${process.env.PATH}`;
  execFileSync('sh', ['-ec', text], { cwd: workdir, stdio: 'pipe', env: { ...process.env, PATH: path } });
};
