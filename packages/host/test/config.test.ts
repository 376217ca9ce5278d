import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { configSchema, parseConfig } from '../src/index.js';

test('.env.example names every setting with its default, and is accepted as it stands', () => {
  const example = parseEnv(readFileSync('.env.example', 'utf8'));
  expect(Object.keys(example).toSorted()).toEqual(Object.keys(configSchema.shape).toSorted());
  expect(parseConfig(example)).toEqual(parseConfig({}));
});

test('one error lists every problem', () => {
  expect(() => parseConfig({ OMS_CHUNK_ROWS: 'many', OMS_PROFILE: 'cloudy', OMS_NEVER_HEARD_OF: '1' })).toThrow(
    expect.objectContaining({
      code: 'invalid_config',
      problems: expect.arrayContaining([expect.objectContaining({ field: 'OMS_CHUNK_ROWS' })]),
    }),
  );
});
