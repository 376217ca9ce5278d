import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runOms } from './run-oms.js';
import { temporaryFolder } from './temporary-folder.js';

const help = 'oms --help and oms COMMAND --help say what there is (invalid_command)';
const good = ['import', 'orders.csv', '--tenant', 'acme'];

test.each([
  [
    'a setting that is no number',
    good,
    { OMS_CHUNK_ROWS: 'abc' },
    'oms: Correct these settings in the environment or in .env: ' +
      'OMS_CHUNK_ROWS: is a whole number, not "abc" (invalid_config)',
  ],
  [
    'a tenant that is no id',
    ['import', 'orders.csv', '--tenant', 'a b'],
    {},
    'oms: --tenant is 1 to 128 of A-Z a-z 0-9 . _ : -, not "a b". (invalid_tenant)',
  ],
  ['no tenant', ['import', 'orders.csv'], {}, `oms: required option '--tenant <id>' not specified; ${help}`],
  ['an unknown option', [...good, '--fast'], {}, `oms: unknown option '--fast'; ${help}`],
  ['an unknown command', ['inport'], {}, `oms: unknown command 'inport' (Did you mean import?); ${help}`],
])('%s ends a command with one line before anything is made', async (_what, args, env, line) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'orders.csv'), 'order_id,sku_id,quantity,seller_id,hub_id\nA-1,k,1,s,h\n');
  const { status, stdout, complaints } = await runOms(args, { folder, env });
  expect({ status, stdout, complaints }).toEqual({ status: 2, stdout: '', complaints: [line] });
  expect(existsSync(join(folder, 'data'))).toBe(false);
});

test('one line lists every setting that is wrong', async () => {
  const env = { OMS_CHUNK_ROWS: 'abc', OMS_PROFILE: 'cluod', OMS_BULK_LEASE_MS: '-4', OMS_CHUNK_ROW: '10' };
  const { status, complaints } = await runOms(good, { folder: temporaryFolder(), env });
  expect({ status, lines: complaints.length }).toEqual({ status: 2, lines: 1 });
  for (const name of Object.keys(env)) expect(complaints[0]).toContain(`${name}: `);
  expect(complaints[0]).toContain('OMS_CHUNK_ROW: there is no such setting');
  expect(complaints[0]).toMatch(/ \(invalid_config\)$/);
});

test('help is no error', async () => {
  const { status, stdout, stderr } = await runOms(['import', '--help'], { folder: temporaryFolder() });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('--reference');
});
