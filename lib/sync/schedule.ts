/** When the next run is due. Pure. */

/** Default pause between runs; a setting. */
export const EVERY_MS = 15 * 60_000;
/** A ShopCtrl tab that becomes visible orders a run at most this often. */
export const VISIBLE_MS = 5 * 60_000;
/** An alarm is never nearer (facts: browser-extension 5). */
export const SHORTEST_MS = 30_000;
/** How long ago something was, by the clock of the computer; a moment that lies ahead of a clock that was set back is no moment. */
export function ageOf(at: number, now: number): number {
  return at > now ? Number.POSITIVE_INFINITY : now - at;
}

const LONGEST_MS = 30 * 60_000;

/** The pause after so many failures of the line in a row: doubles, with jitter, at most half an hour. */
export function backOff(failures: number, random: number): number {
  const pause = Math.min(SHORTEST_MS * 2 ** Math.min(failures, 10), LONGEST_MS);
  return Math.round(pause * (1 + random / 4));
}

/** The earliest of some moments, but no nearer than an alarm may be; null when there is none. */
export function soonest(moments: readonly (number | null)[], now: number): number | null {
  const known = moments.filter((moment) => moment !== null);
  return known.length === 0 ? null : Math.max(Math.min(...known), now + SHORTEST_MS);
}
