/** The second that was written last: the orders of a list are mostly of a few seconds, and formatting a date is slow. */
let last = { second: Number.NaN, text: '' };

/** A time as RFC 3339 has it, in UTC. */
export function timeText(at: number): string;
export function timeText(at: number | undefined): string | undefined;
export function timeText(at: number | undefined): string | undefined {
  if (at === undefined) return undefined;
  const second = Math.floor(at / 1_000);
  if (second !== last.second) last = { second, text: new Date(second * 1_000).toISOString().slice(0, -4) };
  return `${last.text}${String(at - second * 1_000).padStart(3, '0')}Z`;
}
