import type { FieldProblem } from '@oms/core';
import type { z } from 'zod';
import { RequestRefused } from './http-problem.js';

/** The body as the schema has it; refuses 422, naming each field at fault. */
export const parseBody = <T>(schema: z.ZodType<T>, body: unknown): T => {
  const parsed = schema.safeParse(body, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw new RequestRefused({
    status: 422,
    code: 'invalid_body',
    detail: 'The body breaks the rules that are listed.',
    errors: parsed.error.issues.flatMap(problemsOf),
  });
};

/** The query as the schema has it; refuses 400 for an unknown or repeated parameter, or a wrong value. */
export const parseQuery = <T>(schema: z.ZodType<T>, query: URLSearchParams): T => {
  const names = [...query.keys()];
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  const parsed = schema.safeParse(Object.fromEntries(query), { reportInput: true });
  if (parsed.success && repeated === undefined) return parsed.data;
  const errors = parsed.success ? [] : parsed.error.issues.flatMap(problemsOf);
  if (repeated !== undefined) errors.push({ field: repeated, code: 'repeated', message: 'Give it once.' });
  throw new RequestRefused({
    status: 400,
    code: 'invalid_query',
    detail: 'The query breaks the rules that are listed.',
    errors,
  });
};

const problemsOf = (issue: z.core.$ZodIssue): FieldProblem[] => {
  const at = issue.path.join('.');
  if (issue.code !== 'unrecognized_keys') {
    return [{ field: at || 'body', code: codeOf(issue), message: issue.message }];
  }
  return issue.keys.map((key) => ({
    field: at === '' ? key : `${at}.${key}`,
    code: 'unknown_field',
    message: 'There is no such field.',
  }));
};

const codeOf = ({ code, input }: z.core.$ZodIssue): string => {
  if (code === 'invalid_type' || code === 'invalid_union')
    return input === undefined ? 'missing_value' : 'invalid_type';
  return 'invalid_value';
};
