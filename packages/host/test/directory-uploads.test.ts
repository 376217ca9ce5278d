import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DirectoryUploads } from '../src/uploads/directory-uploads.js';
import { temporaryFolder } from './temporary-folder.js';

/** An upload folder with files, and ways out of it. */
const someUploads = (): DirectoryUploads => {
  const outside = temporaryFolder();
  writeFileSync(join(outside, 'secret.csv'), 'secret');
  const folder = join(temporaryFolder(), 'uploads');
  mkdirSync(join(folder, 'spring'), { recursive: true });
  writeFileSync(join(folder, 'orders.csv'), 'a,b\n');
  writeFileSync(join(folder, 'spring', 'orders.csv'), 'c,d\n');
  writeFileSync(join(folder, 'empty.csv'), '');
  symlinkSync(join(outside, 'secret.csv'), join(folder, 'out.csv'));
  symlinkSync(outside, join(folder, 'way-out'));
  symlinkSync(join(folder, 'orders.csv'), join(folder, 'in.csv'));
  return new DirectoryUploads(folder);
};

const textOf = async (uploads: DirectoryUploads, filePath: string) => {
  const { name, bytes } = await uploads.open(filePath);
  let text = '';
  for await (const piece of bytes) text += Buffer.from(piece).toString();
  return [name, text];
};

test('files of the folder are read, by their path in it', async () => {
  const uploads = someUploads();
  expect(await textOf(uploads, 'orders.csv')).toEqual(['orders.csv', 'a,b\n']);
  expect(await textOf(uploads, 'uploads/orders.csv')).toEqual(['orders.csv', 'a,b\n']);
  expect(await textOf(uploads, 'spring/orders.csv')).toEqual(['orders.csv', 'c,d\n']);
  expect(await textOf(uploads, 'in.csv')).toEqual(['orders.csv', 'a,b\n']);
});

test.each([
  ['../secret.csv', 'invalid_file_path'],
  ['spring/../../x.csv', 'invalid_file_path'],
  ['..\\x.csv', 'invalid_file_path'],
  ['/etc/passwd', 'invalid_file_path'],
  ['orders.csv\0.png', 'invalid_file_path'],
  ['out.csv', 'invalid_file_path'],
  ['way-out/secret.csv', 'invalid_file_path'],
  ['spring', 'invalid_file_path'],
  ['.', 'invalid_file_path'],
  ['', 'invalid_file_path'],
  ['none.csv', 'file_not_found'],
  ['empty.csv', 'empty_file'],
])('%j leads nowhere', async (filePath, code) => {
  await expect(someUploads().open(filePath)).rejects.toMatchObject({ code });
});
