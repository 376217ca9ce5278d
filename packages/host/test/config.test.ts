import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import type { OmsError } from '@oms/core';
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

test('also of those that settings have with one another, beside those that one has alone', () => {
  const fields = (environment: Readonly<Record<string, string>>) => {
    try {
      parseConfig(environment);
      return [];
    } catch (error) {
      return (error as OmsError).problems.map(({ field }) => field).sort();
    }
  };
  const wrong = { OMS_CHUNK_ROWS: 'many', OMS_NEVER_HEARD_OF: '1' };
  const named = Object.keys(wrong);
  expect(fields({ ...wrong, OMS_PROFILE: 'cloud' })).toEqual(['OMS_AUTH', ...named]);
  expect(fields({ ...wrong, OMS_AUTH: 'jwt', OMS_JWT_ISSUER: 'i', OMS_INVENTORY: 'http' })).toEqual(
    [...named, 'OMS_INVENTORY_URL', 'OMS_JWT_AUDIENCE', 'OMS_JWT_JWKS_URL'].sort(),
  );
  expect(fields({ ...wrong, OMS_AUTH: 'jwtt' })).toEqual(['OMS_AUTH', ...named]);
});
