/**
 * 32 bits of a tenant's key, for an index of small integers: random order ids as text make an index that no cache holds.
 * Not unique: whoever looks up by it compares the key itself. FNV-1a with a final mix (murmur3).
 */
export const keyHash = (tenantNo: number, key: string): number => {
  let hash = (0x811c9dc5 ^ tenantNo) | 0;
  for (let at = 0; at < key.length; at += 1) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
};
