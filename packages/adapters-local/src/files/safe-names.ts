import { createHash } from 'node:crypto';
import type { TenantId } from '@oms/core';

const longestFolder = 200;

/**
 * A folder's name for a tenant: no two tenants share one, also where upper and lower case are one. Capitals and signs are
 * written as `~` and their hex code; what gets too long for a file system is a hash instead, behind a `~~` that no code gives.
 */
export const tenantFolder = (tenantId: TenantId): string => {
  const encoded = tenantId.replace(/[^a-z0-9-]/g, (character) => `~${character.charCodeAt(0).toString(16)}`);
  if (encoded.length <= longestFolder) return encoded;
  return `~~${createHash('sha256').update(tenantId).digest('hex')}`;
};

/** What is left of a name where only plain characters are safe; its end says what it is. */
export const safeName = (name: string): string => name.replace(/[^A-Za-z0-9._-]/g, '_').slice(-100);

/** True for names of files and folders that this package makes for content. */
export const isSafeSegment = (segment: string): boolean => /^[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,254}$/.test(segment);
