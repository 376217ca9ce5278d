/**
 * 32 bits: small enough for a dense index; what shares a hash is told apart by comparison. FNV-1a over UTF-16 units, with the
 * last mix of MurmurHash3, since the index wants every bit to count.
 */
export const keyHash = (key: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at += 1) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
};
