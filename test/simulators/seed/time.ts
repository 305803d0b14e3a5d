/**
 * Central European wall time as the server writes it: ISO 8601 with seven decimals and the local offset (facts: shopctrl 2.3).
 * The summer-time rule of the EU is written out here, since Intl is too slow for worlds of 50,000 invoices.
 */
const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

function lastSunday(year: number, month: number): number {
  const last = new Date(Date.UTC(year, month + 1, 0));
  return Date.UTC(year, month, last.getUTCDate() - last.getUTCDay(), 1);
}

/** Offset of Amsterdam from UTC in milliseconds at that instant. */
export function offsetAt(instant: number): number {
  const year = new Date(instant).getUTCFullYear();
  return instant >= lastSunday(year, 2) && instant < lastSunday(year, 9) ? 2 * HOUR : HOUR;
}

/** The instant at which the clock in Amsterdam shows this wall time. */
export function instantOf(wall: number): number {
  const winter = wall - HOUR;
  return offsetAt(winter) === HOUR ? winter : wall - 2 * HOUR;
}

/** Milliseconds of the wall clock, as if it were UTC. */
export function wallOf(instant: number): number {
  return instant + offsetAt(instant);
}

/** Calendar day in Amsterdam, `yyyy-mm-dd`. */
export function dayOf(instant: number): string {
  return new Date(wallOf(instant)).toISOString().slice(0, 10);
}

/** Midnight in Amsterdam of the day that many days from the day of `now`, plus minutes. */
export function dayAt(now: number, days: number, minutes = 0): number {
  const midnight = Math.floor(wallOf(now) / DAY) * DAY;
  return instantOf(midnight + days * DAY + minutes * 60_000);
}

export type DateStyle = 'offset' | 'naive' | 'utc';

/** `2026-01-11T16:17:34.6211117+01:00`; naive leaves the offset off; utc gives the short form with Z. */
export function writeDate(instant: number, style: DateStyle = 'offset'): string {
  if (style === 'utc') return new Date(instant).toISOString().replace('.000Z', 'Z');
  const ticks = String((((instant % 9973) * 7919) % 10_000) + 10_000).slice(1);
  const wall = new Date(wallOf(instant)).toISOString().replace('Z', ticks);
  return style === 'naive' ? wall : `${wall}+0${String(offsetAt(instant) / HOUR)}:00`;
}

/** Dates in queries: `yyyy-mm-dd`, `d-M-yyyy` or ISO with or without offset (then Amsterdam). Null when it is no date. */
export function readQueryDate(text: string): number | null {
  const european = /^(\d{1,2})-(\d{1,2})-(\d{4})$/.exec(text);
  if (european) return checked(Number(european[3]), Number(european[2]), Number(european[1]));
  const iso = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,7}))?)?(Z|[+-]\d\d:?\d\d)?)?$/.exec(text);
  if (!iso) return null;
  const day = checked(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  if (day === null || iso[4] === undefined) return day;
  const millis = Number((iso[7] ?? '').padEnd(3, '0').slice(0, 3));
  const clock = ((Number(iso[4]) * 60 + Number(iso[5])) * 60 + Number(iso[6] ?? '0')) * 1000 + millis;
  const wall = Date.UTC(Number(iso[1]), Number(iso[2]) - 1, Number(iso[3])) + clock;
  const zone = iso[8];
  if (zone === undefined) return instantOf(wall);
  if (zone === 'Z') return wall;
  const sign = zone.startsWith('-') ? -1 : 1;
  const digits = zone.slice(1).replace(':', '');
  return wall - sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * 60_000;
}

function checked(year: number, month: number, day: number): number | null {
  const wall = Date.UTC(year, month - 1, day);
  const back = new Date(wall);
  return back.getUTCMonth() === month - 1 && back.getUTCDate() === day ? instantOf(wall) : null;
}
