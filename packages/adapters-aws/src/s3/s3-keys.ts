import { createHash, randomUUID } from 'node:crypto';
import { fileErrors, parseFileAddress, type TenantId } from '@oms/core';

const longestFolder = 200;

/** A prefix that no other tenant's keys have, in characters that no client or console has trouble with. */
const tenantPrefix = (tenantId: TenantId): string => {
  const encoded = tenantId.replace(/[^A-Za-z0-9-]/g, (character) => `_${character.charCodeAt(0).toString(16)}`);
  if (encoded.length <= longestFolder) return `${encoded}/`;
  return `__${createHash('sha256').update(tenantId).digest('hex')}/`;
};

/** The end of a name tells most of what it is. */
const plainName = (name: string): string => name.replace(/[^A-Za-z0-9._-]/g, '_').slice(-100);

export const newKey = (tenantId: TenantId, name: string): string => {
  const month = new Date().toISOString().slice(0, 7).replace('-', '/');
  return `${tenantPrefix(tenantId)}${month}/${randomUUID()}-${plainName(name)}`;
};

const hasDots = (key: string): boolean => key.split('/').some((segment) => segment === '' || /^\.+$/.test(segment));

/** The key of an address of this tenant in this bucket; throws `invalid_address` or `foreign_file`. */
export const keyOf = (tenantId: TenantId, bucket: string, address: string): string => {
  const parsed = parseFileAddress(address);
  const isOwn = parsed.bucket === bucket && parsed.key.startsWith(tenantPrefix(tenantId));
  if (!isOwn || hasDots(parsed.key)) throw fileErrors.foreign(address);
  return parsed.key;
};
