/**
 * Dates as ShopCtrl writes them: ISO 8601 with up to seven decimals and an offset, with Z, or without any (facts: shopctrl 2.3).
 * Without an offset they are wall time in Europe/Amsterdam; the printed day is the calendar day there (facts: vat 6.1).
 */
import type { IsoDate } from './money';

const SHAPE = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?)?\s*(Z|[+-]\d\d:?\d\d)?$/i;
const HOUR = 3_600_000;

const amsterdam = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/Amsterdam',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

interface Read {
  /** Wall-clock milliseconds, as if the text were UTC. */
  readonly wall: number;
  /** Digits of the second's fraction beyond the milliseconds. */
  readonly beyond: string;
  /** Minutes east of UTC; null when the text does not say. */
  readonly offset: number | null;
  readonly day: IsoDate;
}

function read(text: string): Read | null {
  const match = SHAPE.exec(text.trim());
  if (!match) return null;
  const [, year = '', month = '', day = '', hour = '0', minute = '0', second = '0', fraction = '', zone] = match;
  const wall = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second), Number(fraction.padEnd(3, '0').slice(0, 3)));
  const back = new Date(wall);
  const sane = Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60 && back.getUTCMonth() + 1 === Number(month) && back.getUTCDate() === Number(day);
  if (!sane) return null;
  return { wall, beyond: fraction.slice(3, 7), offset: zone === undefined ? null : offsetOf(zone), day: `${year}-${month}-${day}` };
}

function offsetOf(zone: string): number {
  if (/^z$/i.test(zone)) return 0;
  const digits = zone.slice(1).replace(':', '');
  return (zone.startsWith('-') ? -1 : 1) * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2)));
}

/** What the clock in Amsterdam shows at that instant, as if it were UTC. */
function wallAt(instant: number): number {
  const parts: Record<string, number> = {};
  for (const part of amsterdam.formatToParts(instant)) parts[part.type] = Number(part.value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) + (((instant % 1000) + 1000) % 1000);
}

/** Instant of a wall time in Amsterdam; of the hour that occurs twice in autumn the first. */
function instantOf(wall: number): number {
  for (const offset of [2 * HOUR, HOUR]) {
    if (wallAt(wall - offset) === wall) return wall - offset;
  }
  return wall - HOUR;
}

/** The printed day: values with an offset or Z are converted to Amsterdam, values without stand as they are. Null for what is no date. */
export function printedDay(text: string): IsoDate | null {
  const value = read(text);
  if (!value) return null;
  if (value.offset === null) return value.day;
  return new Date(wallAt(value.wall - value.offset * 60_000)).toISOString().slice(0, 10);
}

/** Milliseconds since the epoch; null for what is no date. */
export function instantOfText(text: string): number | null {
  const value = read(text);
  if (!value) return null;
  return value.offset === null ? instantOf(value.wall) : value.wall - value.offset * 60_000;
}

/** UTC ISO text with seven decimals, so that equal texts are equal moments and order is alphabetical. Null for what is no date. */
export function utcText(text: string): string | null {
  const instant = instantOfText(text);
  if (instant === null) return null;
  return `${new Date(instant).toISOString().slice(0, -1)}${(read(text)?.beyond ?? '').padEnd(4, '0')}Z`;
}

/** Calendar day in Amsterdam of an instant. */
export function dayOfInstant(instant: number): IsoDate {
  return new Date(wallAt(instant)).toISOString().slice(0, 10);
}

/** The day that many days later (or earlier). */
export function addDays(day: IsoDate, days: number): IsoDate {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 24 * HOUR).toISOString().slice(0, 10);
}
