import { OmsError } from '../errors.js';
import { hex } from './hex.js';
import type { TenantId } from './ids.js';
import { utf8 } from './utf8.js';

/** A place in a tenant's list. */
export interface ListPosition {
  readonly at: number;
  readonly id: string;
}

/** An opaque cursor: the next page begins after this place. Good for this tenant alone. */
export const encodeCursor = (tenantId: TenantId, { at, id }: ListPosition): string =>
  hex(utf8(JSON.stringify([tenantId, at, id])));

/** Throws `invalid` / `invalid_cursor` for anything but this tenant's own cursor. */
export const decodeCursor = (tenantId: TenantId, cursor: string): ListPosition => {
  const parts = parse(cursor);
  const [owner, at, id] = parts;
  if (parts.length !== 3 || owner !== tenantId || !Number.isSafeInteger(at) || typeof id !== 'string') throw invalid();
  return { at: at as number, id };
};

const parse = (cursor: string): unknown[] => {
  if (cursor.length > 2_048 || !/^(?:[0-7][0-9a-f])+$/.test(cursor)) throw invalid();
  const text = (cursor.match(/../g) ?? []).map((byte) => String.fromCharCode(Number.parseInt(byte, 16))).join('');
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    throw invalid();
  }
};

const invalid = (): OmsError =>
  new OmsError('invalid', 'invalid_cursor', 'The cursor is not one that this list gave; start without one.');
