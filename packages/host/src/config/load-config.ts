import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { OmsError } from '@oms/core';
import type { z } from 'zod';
import { type Config, configSchema } from './config-schema.js';
import { olderNames } from './part-settings.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Variables of the OMS, and those of others that it knows by name. */
const isOurs = ([name, value]: [string, string | undefined]): boolean =>
  (name in configSchema.shape || /^OMS_(?!TEST_|CI_)/.test(name)) && isSet(value);

const isSet = (value: string | undefined): value is string => value !== undefined && value !== '';

const withOlderNames = (environment: Environment): Environment => {
  const found = Object.entries(olderNames).flatMap(([name, older]) => {
    const value = older.map((alias) => environment[alias]).find(isSet);
    return isSet(environment[name]) || value === undefined ? [] : [[name, value]];
  });
  return { ...environment, ...Object.fromEntries(found) };
};

const sentenceOf = ({ code, path, message }: z.core.$ZodIssue, environment: Environment): string => {
  if (code === 'unrecognized_keys') return 'there is no such setting';
  if (code === 'custom') return message;
  const value = JSON.stringify(environment[path.join('.')]);
  return code === 'invalid_type' ? `is a whole number, not ${value}` : `${message}, not ${value}`;
};

/** The settings of this environment; throws one `invalid` / `invalid_config` that lists every problem. */
export const parseConfig = (given: Environment): Config => {
  const environment = withOlderNames(given);
  const parsed = configSchema.safeParse(Object.fromEntries(Object.entries(environment).filter(isOurs)));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => ({
    field: issue.path.join('.') || (issue.code === 'unrecognized_keys' ? issue.keys.join(', ') : 'environment'),
    code: issue.code ?? 'invalid',
    message: sentenceOf(issue, environment),
  }));
  const list = problems.map(({ field, message }) => `${field}: ${message}`).join('; ');
  throw new OmsError('invalid', 'invalid_config', `Correct these settings in the environment or in .env: ${list}`, {
    problems,
  });
};

/** Reads the environment once, over what a `.env` file in this folder says. */
export const loadConfig = (environment: Environment = process.env, file = '.env'): Config => {
  const fromFile = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
  return parseConfig({ ...fromFile, ...environment });
};
