import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askApi } from './ask-api.js';
import { type RunningOms, startOms } from './start-oms.js';
import { temporaryFolderOfFile } from './temporary-folder.js';

const folder = temporaryFolderOfFile();
let oms: RunningOms;

beforeAll(async () => {
  const uploads = join(folder(), 'inbox');
  mkdirSync(join(uploads, 'spring'), { recursive: true });
  writeFileSync(join(folder(), 'secret.csv'), 'secret');
  writeFileSync(join(uploads, 'orders.csv'), 'order_id,sku_id,quantity,seller_id,hub_id\no-1,tea,1,s,north\n');
  writeFileSync(join(uploads, 'empty.csv'), '');
  symlinkSync(join(folder(), 'secret.csv'), join(uploads, 'out.csv'));
  symlinkSync(folder(), join(uploads, 'way-out'));
  oms = await startOms(['api'], { folder: folder(), env: { OMS_UPLOAD_DIR: './inbox' } });
}, 30_000);

afterAll(() => oms.end('SIGTERM'));

const leadsOut = 'leads out of the upload folder; name a file of the upload folder by its path in it.';
const noFile = 'is not a file; name a file of the upload folder by its path in it.';

const refused: readonly (readonly [filePath: string, status: number, code: string, detail: string])[] = [
  ['../secret.csv', 422, 'invalid_file_path', `"../secret.csv" ${leadsOut}`],
  ['spring/../../secret.csv', 422, 'invalid_file_path', `"spring/../../secret.csv" ${leadsOut}`],
  ['/etc/passwd', 422, 'invalid_file_path', `"/etc/passwd" ${leadsOut}`],
  ['orders.csv\0.png', 422, 'invalid_file_path', `"orders.csv\\u0000.png" ${leadsOut}`],
  ['out.csv', 422, 'invalid_file_path', `out.csv ${leadsOut}`],
  ['way-out/secret.csv', 422, 'invalid_file_path', `way-out/secret.csv ${leadsOut}`],
  ['spring', 422, 'invalid_file_path', `spring ${noFile}`],
  ['.', 422, 'invalid_file_path', `. ${leadsOut}`],
  ['empty.csv', 422, 'empty_file', 'empty.csv is empty; send the file again.'],
  ['none.csv', 404, 'file_not_found', 'There is no none.csv in the upload folder.'],
];

test.each(refused)('%j is no file of the upload folder, in whichever way it is asked for', async (...given) => {
  const [filePath, status, code, detail] = given;
  for (const route of ['/s3/filepath', '/orders/bulkorder']) {
    const { json } = await askApi(`${oms.api}${route}`, { json: { filePath } });
    expect(json).toMatchObject({ status, code, detail });
    const text = JSON.stringify(json);
    for (const place of [folder(), 'inbox', 'ENOENT', 'EISDIR']) expect(text).not.toContain(place);
  }
});

test('a file of it is taken, and nothing that was refused is stored', async () => {
  const { status, json } = await askApi(`${oms.api}/s3/filepath`, { json: { filePath: 'inbox/orders.csv' } });
  expect([status, json.size]).toEqual([201, 60]);
  const listed = await askApi(`${oms.api}/orders/bulkorder`);
  expect(listed.json.data).toEqual([]);
});
