import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { OmsError } from '@oms/core';
import { type Config, configSchema } from './config-schema.js';

type Environment = Readonly<Record<string, string | undefined>>;

const isOurs = ([name, value]: [string, string | undefined]): boolean =>
  name.startsWith('OMS_') && !name.startsWith('OMS_TEST_') && value !== undefined && value !== '';

/** The settings of this environment; throws one `invalid` / `invalid_config` that lists every problem. */
export const parseConfig = (environment: Environment): Config => {
  const parsed = configSchema.safeParse(Object.fromEntries(Object.entries(environment).filter(isOurs)));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => ({
    field: issue.path.join('.') || (issue.code === 'unrecognized_keys' ? issue.keys.join(', ') : 'environment'),
    code: issue.code ?? 'invalid',
    message: issue.message,
  }));
  const list = problems.map(({ field, message }) => `${field}: ${message}`).join('; ');
  throw new OmsError('invalid', 'invalid_config', `The configuration has problems: ${list}`, { problems });
};

/** Reads the environment once, over what a `.env` file in this folder says. */
export const loadConfig = (environment: Environment = process.env, file = '.env'): Config => {
  const fromFile = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
  return parseConfig({ ...fromFile, ...environment });
};
