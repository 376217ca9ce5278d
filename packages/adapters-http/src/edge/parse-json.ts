import { RequestRefused, refuse } from './http-problem.js';
import { isExact } from './is-exact.js';

/** Where a number is written with more than 15 digits, or with an exponent, there may be one that a double cannot keep. */
const longNumeral = /[\d.]{16}|[:,[\s]-?[\d.]+[eE]/;

/** The value of a JSON text. Refuses 400 for what is none, 422 for `__proto__` and for a number that would not be kept exactly. */
export const parseJson = (bytes: Uint8Array): unknown => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (longNumeral.test(text)) refuseInexact(text);
    return text.includes('__proto__') ? JSON.parse(text, refuseProto) : JSON.parse(text);
  } catch (error) {
    if (error instanceof RequestRefused) throw error;
    throw refuse(400, 'malformed_json', 'The body is not JSON; check quotes, commas and the encoding (UTF-8).');
  }
};

const refuseInexact = (text: string): void => {
  const fields = inexactFields(parse(text, marked));
  if (fields.length === 0) return;
  throw new RequestRefused({
    status: 422,
    code: 'inexact_number',
    detail:
      'The body has numbers with more digits than can be kept; send them shorter, or as text where text is taken.',
    errors: fields.map((field) => ({ field, code: 'inexact_number', message: 'Has more digits than can be kept.' })),
  });
};

/** No field of ours has that name, and an object that got it would have another prototype. */
const refuseProto = (key: string, value: unknown): unknown => {
  if (key === '__proto__') throw refuse(422, 'invalid_body', 'The body has a field __proto__, which nothing has.');
  return value;
};

/** Stands where a number was that is not what was written. */
const inexact = Symbol('inexact');

interface Written {
  /** A primitive value as it stands in the text. */
  readonly source?: string;
}

/** As the language has it since 2026, which its types do not know yet. */
const parse = JSON.parse as (text: string, revive: (key: string, value: unknown, at: Written) => unknown) => unknown;

const marked = (_key: string, value: unknown, { source }: Written): unknown =>
  typeof value === 'number' && source !== undefined && !isExact(source, value) ? inexact : value;

const mostFields = 20;

interface Place {
  readonly value: unknown;
  readonly name: string;
  readonly within?: Place;
}

const inexactFields = (root: unknown): readonly string[] => {
  const fields: string[] = [];
  const open: Place[] = [{ value: root, name: '' }];
  for (let next = open.pop(); next !== undefined && fields.length < mostFields; next = open.pop()) {
    const { value } = next;
    if (value === inexact) fields.push(fieldOf(next));
    if (typeof value !== 'object' || value === null) continue;
    for (const [name, inner] of Object.entries(value).reverse()) open.push({ value: inner, name, within: next });
  }
  return fields;
};

const fieldOf = (place: Place): string => {
  const names: string[] = [];
  for (let at: Place | undefined = place; at?.within !== undefined; at = at.within) names.unshift(at.name);
  return names.join('.') || 'body';
};
