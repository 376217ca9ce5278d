import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { KeyFile } from '../src/keys/key-file.js';
import { KeyFileAuthenticator } from '../src/keys/key-file-authenticator.js';
import { temporaryFolder } from './temporary-folder.js';

vi.mock('node:crypto', async (original) => {
  const crypto = await original<typeof import('node:crypto')>();
  return { ...crypto, timingSafeEqual: vi.fn(crypto.timingSafeEqual) };
});

const threeKeys = async () => {
  const path = join(temporaryFolder(), 'keys.json');
  const file = new KeyFile(path);
  const first = await file.create('shop', ['acme']);
  const second = await file.create('shop', ['other']);
  const third = await file.create('till', ['acme', 'other']);
  return { path, keys: [first, second, third].map(({ key }) => key), authenticator: new KeyFileAuthenticator(file) };
};

test('a key cannot be read from the file that keeps it, which is its owner’s alone', async () => {
  const { path, keys } = await threeKeys();
  const text = readFileSync(path, 'utf8');
  for (const key of keys) {
    expect(text).not.toContain(key);
    expect(text).not.toContain(key.replace('oms_', ''));
  }
  const hashes = [...text.matchAll(/"hash": "([0-9a-f]{64})"/g)].map(([, hash]) => hash);
  expect(hashes).toEqual(keys.map((key) => createHash('sha256').update(key).digest('hex')));
  expect(statSync(path).mode & 0o077).toBe(0);
});

test('a key is compared with every one that is kept, in constant time, whichever it is', async () => {
  const { keys, authenticator } = await threeKeys();
  for (const credential of [...keys, 'oms_wrong', '']) {
    vi.mocked(timingSafeEqual).mockClear();
    await authenticator.authenticate(credential);
    expect(vi.mocked(timingSafeEqual)).toHaveBeenCalledTimes(3);
  }
});

test('two keys of one name are two credentials, each for its own tenants', async () => {
  const { keys, authenticator } = await threeKeys();
  const [first, second] = await Promise.all(keys.map((key) => authenticator.authenticate(key)));
  expect([first?.actor, second?.actor]).toEqual(['key:shop', 'key:shop']);
  expect(first?.credentialId).not.toBe(second?.credentialId);
  expect([first?.mayActFor('acme'), first?.mayActFor('other')]).toEqual([true, false]);
  expect([second?.mayActFor('acme'), second?.mayActFor('other')]).toEqual([false, true]);
  expect(await authenticator.authenticate('oms_wrong')).toBeUndefined();
});
