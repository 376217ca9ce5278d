import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateOrders } from './generate-orders.mjs';
import { median } from './median.mjs';
import { rolesMemory } from './roles-memory.mjs';
import { runProcess } from './run-process.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const needed = (name) => {
  const value = process.env[name];
  if (value) return value;
  process.stderr.write(`${name} is not set: npm run services -- -- npm run bench -- cloud\n`);
  return process.exit(2);
};

/** Settings of a deployment of its own on these servers. */
const settingsOf = (servers, name, folder) => ({
  OMS_PROFILE: 'cloud',
  OMS_AUTH: 'none',
  OMS_DATA_DIR: folder,
  OMS_MONGO_URL: servers.mongo,
  OMS_MONGO_DATABASE: name,
  OMS_KAFKA_BROKERS: servers.kafka,
  OMS_KAFKA_TOPIC_PREFIX: `${name}.`,
  OMS_REDIS_URL: servers.redis,
  OMS_S3_BUCKET: name,
  OMS_SQS_QUEUE: name,
  AWS_ENDPOINT_URL_S3: servers.s3,
  AWS_ENDPOINT_URL_SQS: servers.sqs,
});

/**
 * Intake on servers against a raw floor and the plain algorithm, each the median of five, and the memory of each role; all without
 * heap limits, as the image starts them.
 */
export const benchCloud = async (out, rows) => {
  const servers = {
    mongo: needed('OMS_TEST_MONGO_URL'),
    kafka: needed('OMS_TEST_KAFKA_BROKERS'),
    redis: needed('OMS_TEST_REDIS_URL'),
    s3: needed('OMS_TEST_S3_ENDPOINT'),
    sqs: needed('OMS_TEST_SQS_ENDPOINT'),
  };
  const scratch = mkdtempSync(join(tmpdir(), 'oms-bench-'));
  process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
  const { file, stock } = generateOrders(join(scratch, 'orders.csv'), rows);
  const few = generateOrders(join(scratch, 'few.csv'), Math.min(rows, 1_000));
  const name = () => `bench-${randomUUID()}`;
  const rate = (run) => run.rows / run.seconds;
  const run = (script, args, env = {}) => runProcess(here(script), args, { env, nodeFlags: [] });
  const runs = [];
  for (let n = 0; n < 5; n += 1) {
    const floor = rate(await run('floors/insert-and-send.mjs', [file, servers.mongo, servers.kafka, name()]));
    const plain = rate(
      await run('floors/row-by-row.mjs', [few.file, servers.mongo, servers.kafka, name(), servers.redis]),
    );
    const env = settingsOf(servers, name(), join(scratch, `intake-${n}`));
    const intake = await run('cloud-intake.mjs', [file, stock], env);
    runs.push({
      floorRowsPerSecond: Math.round(floor),
      intake: rate(intake) / floor,
      intakeAndMarks: intake.rows / intake.secondsToMark / floor,
      plain: plain / floor,
    });
  }
  const folder = join(scratch, 'roles');
  mkdirSync(folder);
  const results = {
    rows,
    mongodb: process.env.OMS_TEST_MONGO_IS_STAND_IN ? 'stand-in' : 'server',
    intake_to_floor: Number(median(runs.map(({ intake }) => intake)).toFixed(2)),
    intake_and_marks_to_floor: Number(median(runs.map(({ intakeAndMarks }) => intakeAndMarks)).toFixed(2)),
    plain_to_floor: Number(median(runs.map(({ plain }) => plain)).toFixed(3)),
    runs,
    memory_mb: await rolesMemory({ folder, file, stock, env: settingsOf(servers, name(), join(folder, 'data')) }),
  };
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'cloud.json'), `${JSON.stringify(results, null, 2)}\n`);
  process.stdout.write(
    [
      '| what | measured | asked for |',
      '| --- | --- | --- |',
      `| intake / raw floor | ${results.intake_to_floor} | at least 0.7 |`,
      `| the same, until every outbox is emptied by an update of its own | ${results.intake_and_marks_to_floor} | |`,
      `| plain algorithm / raw floor | ${results.plain_to_floor} | |`,
      ...Object.entries(results.memory_mb).map(([role, mb]) => `| peak memory of ${role} | ${mb} MB | |`),
      '',
    ].join('\n'),
  );
};
