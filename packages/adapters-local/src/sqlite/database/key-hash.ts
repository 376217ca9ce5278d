import { hash } from 'node:crypto';

/**
 * 32 bits: small enough for a dense index; what shares a hash is told apart by comparison. Of SHA-256, since senders choose
 * order ids: ids that are made to clash would turn every look-up into a walk.
 */
export const keyHash = (key: string): number => hash('sha256', key, 'buffer').readInt32BE(0);
