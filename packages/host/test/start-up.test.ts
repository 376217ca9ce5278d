import { eventually } from '@oms/core/contract';
import { expect, test } from 'vitest';
import { parseConfig } from '../src/index.js';
import { askApi } from './ask-api.js';
import { freePort } from './free-port.js';
import { runOms } from './run-oms.js';
import { temporaryFolder } from './temporary-folder.js';

test('a process says what it waits for, without credentials, and gives up in the end', {
  timeout: 30_000,
}, async () => {
  const port = await freePort();
  const env = {
    OMS_STORE: 'mongo',
    OMS_MONGO_URL: 'mongodb://user:secret@127.0.0.1:1/?directConnection=true',
    OMS_STARTUP_TIMEOUT_MS: '6000',
    OMS_OPS_PORT: String(port),
  };
  const running = runOms(['worker', 'retry'], { folder: temporaryFolder(), env });
  await eventually(
    async () => {
      const { status, json } = await askApi(`http://127.0.0.1:${port}/readyz`);
      expect(status).toBe(503);
      expect(json.problems).toEqual([expect.stringMatching(/^waiting for MongoDB at 127\.0\.0\.1:1: /)]);
    },
    { withinMs: 10_000 },
  );
  const { status, stdout, stderr } = await running;
  expect(status).toBe(2);
  expect(stdout).toMatch(/^waiting for MongoDB at 127\.0\.0\.1:1: /m);
  expect(stderr).toMatch(/^oms: MongoDB at 127\.0\.0\.1:1 did not answer within 6000 ms: .*\(server_unavailable\)\n$/);
  expect(stdout + stderr).not.toContain('secret');
});

test.each(['cloud', 'memory'])('the %s profile does not leave open who may ask', (profile) => {
  const problems = [expect.objectContaining({ field: 'OMS_AUTH' })];
  expect(() => parseConfig({ OMS_PROFILE: profile })).toThrow(expect.objectContaining({ problems }));
  expect(parseConfig({ OMS_PROFILE: profile, OMS_AUTH: 'none' }).OMS_AUTH).toBe('none');
});

test('the local profile may', () => {
  expect(parseConfig({}).OMS_AUTH).toBeUndefined();
});

test("AWS's own variables count, then the older names", () => {
  const endpoints = ({ AWS_ENDPOINT_URL_S3: s3, AWS_ENDPOINT_URL_SQS: sqs }: ReturnType<typeof parseConfig>) => [
    s3,
    sqs,
  ];
  const older = { AWS_S3_ENDPOINT: 'http://a:1', LOCAL_SQS_ENDPOINT: 'http://b:1' };
  expect(endpoints(parseConfig({ LOCALSTACK_ENDPOINT: 'http://l:1' }))).toEqual(['http://l:1', 'http://l:1']);
  expect(endpoints(parseConfig({ LOCALSTACK_ENDPOINT: 'http://l:1', ...older }))).toEqual(['http://a:1', 'http://b:1']);
  expect(endpoints(parseConfig({ ...older, AWS_ENDPOINT_URL_S3: 'http://own:1' }))).toEqual([
    'http://own:1',
    'http://b:1',
  ]);
});
