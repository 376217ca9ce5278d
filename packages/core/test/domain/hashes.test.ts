import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hex } from '../../src/domain/hex.js';
import { sha1 } from '../../src/domain/sha1.js';
import { sha256, sha256Stream } from '../../src/domain/sha256.js';
import { utf8 } from '../../src/domain/utf8.js';
import { uuidV5 } from '../../src/domain/uuid-v5.js';

const seed = 7;

test(`utf8, SHA-1 and SHA-256 agree with the platform's (seed ${seed})`, () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      expect([...utf8(text)]).toEqual([...Buffer.from(text, 'utf8')]);
      expect(hex(sha1(utf8(text)))).toBe(createHash('sha1').update(text).digest('hex'));
      expect(hex(sha256(utf8(text)))).toBe(createHash('sha256').update(text).digest('hex'));
    }),
    { seed, numRuns: 500 },
  );
});

test('a stream has the hash of its bytes, however they are cut', () => {
  const bytes = utf8('order '.repeat(1_000));
  for (const size of [1, 63, 64, 65, 1_000]) {
    const stream = sha256Stream();
    for (let at = 0; at < bytes.length; at += size) stream.update(bytes.subarray(at, at + size));
    expect(hex(stream.digest())).toBe(createHash('sha256').update(bytes).digest('hex'));
  }
});

test('a derived id is a version 5 UUID and never changes: replays depend on it', () => {
  expect(uuidV5(['a', 'b', 1])).toBe('53ab3b4b-e2b6-55f7-85ec-8786fab6ceb1');
  expect(uuidV5(['a', 'b', 1])).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(uuidV5(['a,b', 1])).not.toBe(uuidV5(['a', 'b,1']));
});
