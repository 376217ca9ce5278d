import { randomUUID } from 'node:crypto';
import { isId, OmsError, type TenantId } from '@oms/core';

/** Keys of a bucket, as safe names of files: every segment is one that this made, so that none leaves the folder. */
export class Addresses {
  readonly bucket: string;

  constructor(bucket: string) {
    this.bucket = bucket;
  }

  newKey(tenantId: TenantId, name: string): string {
    const month = new Date().toISOString().slice(0, 7).replace('-', '/');
    return `${tenantFolder(tenantId)}/${month}/${randomUUID()}-${safeName(name)}`;
  }

  addressOf(key: string): string {
    return `s3://${this.bucket}/${key}`;
  }

  /** The key of an address of this tenant; throws `invalid_address` or `foreign_file`. */
  keyOf(tenantId: TenantId, address: string): string {
    const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(address) ?? [];
    if (bucket === undefined || key === undefined) {
      throw new OmsError('invalid', 'invalid_address', `${address} is not s3://bucket/key.`);
    }
    const segments = key.split('/');
    const isOwn = bucket === this.bucket && isId(tenantId) && segments[0] === tenantFolder(tenantId);
    if (!isOwn || segments.some((segment) => !isSafeSegment(segment))) {
      throw new OmsError('forbidden', 'foreign_file', `${address} is not a file of this tenant.`);
    }
    return key;
  }
}

const isSafeSegment = (segment: string): boolean => /^[A-Za-z0-9._~-]{1,255}$/.test(segment) && !/^\.+$/.test(segment);

/** Injective also where upper and lower case are one: capitals and signs are written as `~` and their hex code. */
const tenantFolder = (tenantId: TenantId): string =>
  tenantId.replace(/[^a-z0-9-]/g, (character) => `~${character.charCodeAt(0).toString(16)}`);

const safeName = (name: string): string => {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const isControl = [...last].some((character) => character < ' ' || character === '\u007f');
  if (last.length < 1 || last.length > 255 || isControl) {
    throw new OmsError('invalid', 'invalid_name', 'A file name has 1 to 255 characters and no control characters.');
  }
  return last.replace(/[^A-Za-z0-9._-]/g, '_').slice(-100);
};
