import { randomUUID } from 'node:crypto';
import { fileAddress, fileErrors, parseFileAddress, type TenantId } from '@oms/core';
import { isSafeSegment, safeName, tenantFolder } from './safe-names.js';

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
    return fileAddress({ bucket: this.bucket, key });
  }

  /** The key of an address of this tenant; throws `invalid_address` or `foreign_file`. */
  keyOf(tenantId: TenantId, address: string): string {
    const { bucket, key } = parseFileAddress(address);
    const segments = key.split('/');
    const isOwn = bucket === this.bucket && segments[0] === tenantFolder(tenantId);
    if (!isOwn || !segments.every(isSafeSegment)) throw fileErrors.foreign(address);
    return key;
  }
}
