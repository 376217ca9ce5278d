import type { BigIntStats } from 'node:fs';

/**
 * Size, inode and time of change: another program that touches the file gives it another etag, and asking costs no reading.
 */
export const etagOf = ({ size, ino, mtimeNs }: BigIntStats): string =>
  [size, ino, mtimeNs].map((part) => part.toString(36)).join('-');
