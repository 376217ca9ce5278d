// Does what the Dockerfile does, but for the build that this clone has behind it, in a temporary folder and without a container
// engine: what is in the image, whether it starts there as its own user, and whether its health check tells.

import { spawn } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesAtFault } from './files-at-fault.mjs';
import { nodeUser, replayStage } from './replay-stage.mjs';
import { stagesOf } from './stages-of.mjs';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const longestMs = 20_000;

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

const ended = (child) => new Promise((resolve) => child.once('close', (status) => resolve(status)));

/** Starts a program of the image, as its user where that can be chosen. */
const start = ({ env, workdir, node }, [, ...args]) => {
  const user = process.getuid() === 0 ? { uid: nodeUser, gid: nodeUser } : {};
  return spawn(node, args, { cwd: workdir, env: { PATH: '/usr/bin:/bin', ...env }, stdio: 'inherit', ...user });
};

const isHealthy = async (image) => (await ended(start(image, image.healthcheck))) === 0;

const untilHealthy = async (image) => {
  const endsAt = performance.now() + longestMs;
  while (performance.now() < endsAt) if (await isHealthy(image)) return true;
  return false;
};

const found = [];
const expect = (isSo, what) => void (isSo || found.push(what));

const judgeService = async (image) => {
  expect(!(await isHealthy(image)), 'the health check is content where nothing runs');
  const service = start(image, [...image.entrypoint, ...image.command]);
  const end = ended(service);
  try {
    const isUp = await untilHealthy(image);
    expect(isUp, 'the health check does not succeed');
    if (isUp) await judgeAnswers(image);
  } finally {
    service.kill('SIGTERM');
  }
  expect((await end) === 0, 'it does not end well when it is asked to');
};

const judgeAnswers = async ({ env }) => {
  const headers = { 'X-Tenant-ID': 'demo' };
  for (const path of ['/orders', '/openapi.json', '/swagger/index.html']) {
    const status = await fetch(`http://127.0.0.1:${env.OMS_PORT}${path}`, { headers }).then(
      ({ status }) => status,
      String,
    );
    expect(status === 200, `${path} answers ${status}`);
  }
  const { uid } = statSync(join(env.OMS_DATA_DIR, 'oms.db'));
  expect(process.getuid() !== 0 || uid === nodeUser, `the data is that of user ${uid}`);
};

const replay = (scratch) => {
  const folderOf = (name) => join(scratch, name);
  mkdirSync(folderOf('build'));
  symlinkSync(repository, join(folderOf('build'), 'oms'));
  const stages = stagesOf(readFileSync(join(repository, 'Dockerfile'), 'utf8'));
  const images = stages.slice(1).map((stage) => {
    mkdirSync(folderOf(stage.name));
    return replayStage(stage, { root: folderOf(stage.name), context: repository, folderOf });
  });
  return images.at(-1);
};

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'oms-image-')));
try {
  chmodSync(scratch, 0o755);
  const image = replay(scratch);
  expect(image.user === 'node', 'it does not run as node');
  for (const file of filesAtFault(image.workdir)) found.push(`not needed, or leads nowhere: ${file}`);
  const node = join(scratch, 'node-of-image');
  copyFileSync(process.execPath, node);
  const ports = { OMS_PORT: String(await freePort()), OMS_OPS_PORT: String(await freePort()) };
  await judgeService({ ...image, node, env: { ...image.env, ...ports } });
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
for (const what of found.slice(0, 20)) console.log(`image: ${what}`);
console.log(found.length === 0 ? 'image: as it has to be' : `image: ${found.length} at fault`);
if (found.length > 0) process.exitCode = 1;
