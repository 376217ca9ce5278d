const longestMs = 3_600_000;

/** `Retry-After` (RFC 9110, 10.2.3), in seconds or as a date, an hour at most; the fallback when there is none to read. */
export const retryAfterMs = (header: string | null, fallbackMs: number): number => {
  if (header === null) return fallbackMs;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) && ms >= 0 ? Math.min(ms, longestMs) : fallbackMs;
};
