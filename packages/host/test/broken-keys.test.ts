import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@oms/core/contract';
import { expect, test } from 'vitest';
import { KeyFile } from '../src/keys/key-file.js';
import { KeyFileAuthenticator } from '../src/keys/key-file-authenticator.js';
import { askApi } from './ask-api.js';
import { runOms } from './run-oms.js';
import { startOms } from './start-oms.js';
import { temporaryFolder } from './temporary-folder.js';

const env = { OMS_AUTH: 'api-key', OMS_KEYS_FILE: './keys.json' };

const folderWithKey = async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'keys.json');
  const { key } = await new KeyFile(path).create('shop', ['acme']);
  return { folder, path, key };
};

test.each(['start', 'api', 'inventory'])('oms %s does not start on a file of keys that is broken', async (command) => {
  const { folder, path } = await folderWithKey();
  writeFileSync(path, '{"keys":');
  const { status, complaints } = await runOms([command], { folder, env: { ...env, OMS_PORT: '0', OMS_OPS_PORT: '0' } });
  expect([status, complaints]).toEqual([
    2,
    ['oms: ./keys.json is no file of API keys; restore it. (invalid_keys_file)'],
  ]);
});

test('a file of keys that breaks is a part that does not answer: why, and where it is, the log alone is told', async () => {
  const { folder, path, key } = await folderWithKey();
  const oms = await startOms(['api'], { folder, env });
  const ask = () => askApi(`${oms.api}/orders`, { headers: { 'X-API-Key': key } });
  expect((await ask()).status).toBe(200);
  expect((await askApi(`${oms.ops}/readyz`)).status).toBe(200);
  writeFileSync(path, '{"keys":');
  await eventually(async () => expect((await ask()).status).toBe(503), { withinMs: 5_000 });
  const { json } = await ask();
  expect(json).toMatchObject({
    code: 'keys_unavailable',
    detail: 'A part of the service does not answer; ask again later.',
  });
  expect(JSON.stringify(json)).not.toContain('keys.json');
  const ready = await askApi(`${oms.ops}/readyz`);
  expect([ready.status, ready.json.problems]).toEqual([503, ['the API keys cannot be read']]);
  expect((await askApi(`${oms.ops}/healthz`)).status).toBe(200);
  await oms.end('SIGTERM');
  expect(JSON.parse(oms.stderr().split('\n', 1)[0] ?? '')).toMatchObject({
    level: 40,
    msg: 'unavailable',
    code: 'keys_unavailable',
    cause: './keys.json is no file of API keys; restore it.',
  });
});

test('a file that cannot be read lets nobody in, and tells nobody who asks', async () => {
  const folder = temporaryFolder();
  await expect(new KeyFileAuthenticator(new KeyFile(folder)).authenticate('oms_key')).rejects.toMatchObject({
    kind: 'unavailable',
    code: 'keys_unavailable',
    message: 'The API keys cannot be read.',
  });
});
