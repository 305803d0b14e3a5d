/** Dates, numbers, money and sizes as each language writes them. */
import type { Language } from '../messages';

const cache = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat | Intl.DisplayNames>();

// Making an Intl object costs about as much as formatting a hundred values: lists would feel it.
function cached<T extends Intl.DateTimeFormat | Intl.NumberFormat | Intl.DisplayNames>(key: string, make: () => T): T {
  const found = cache.get(key);
  if (found) return found as T;
  const made = make();
  cache.set(key, made);
  return made;
}

/** `2026-01-31` → "31 Jan 2026" / "31 jan 2026"; a calendar day, so no zone shifts it. Unreadable text is returned as it is. */
export function day(language: Language, iso: string): string {
  const at = new Date(`${iso.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(at.getTime())) return iso;
  return cached(`d${language}`, () => new Intl.DateTimeFormat(locale(language), { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })).format(at);
}

/** The calendar day of a moment (UTC ISO) in the person's own zone: "31 Jan 2026". */
export function dayOfMoment(language: Language, iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  return cached(`o${language}`, () => new Intl.DateTimeFormat(locale(language), { day: 'numeric', month: 'short', year: 'numeric' })).format(at);
}

/** A moment (UTC ISO) in the person's own zone: "31 Jan 2026, 14:05". */
export function moment(language: Language, iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  return cached(
    `m${language}`,
    () => new Intl.DateTimeFormat(locale(language), { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' }),
  ).format(at);
}

/** A moment as somebody says it at `now` (both milliseconds): the time alone on the same day, else as `moment`. */
export function clock(language: Language, at: number, now: number): string {
  const [day, today] = [new Date(at), new Date(now)];
  if (day.toDateString() !== today.toDateString()) return moment(language, day.toISOString());
  return cached(`c${language}`, () => new Intl.DateTimeFormat(locale(language), { hour: '2-digit', minute: '2-digit' })).format(day);
}

/** A whole or decimal number with the language's grouping. */
export function number(language: Language, value: number): string {
  return cached(`n${language}`, () => new Intl.NumberFormat(locale(language))).format(value);
}

/** Integer minor units of an ISO 4217 currency: 12345, EUR → "€ 123.45". */
export function money(language: Language, minor: number, currency: string): string {
  try {
    const format = cached(`c${language}${currency}`, () => new Intl.NumberFormat(locale(language), { style: 'currency', currency }));
    return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
  } catch {
    return `${String(minor)} ${currency}`;
  }
}

/** Hundredths of a percent: 2100 → "21 %", 550 → "5.5 %" / "5,5 %". */
export function rate(language: Language, basisPoints: number): string {
  return `${number(language, basisPoints / 100)} %`;
}

/** Bytes in the unit that a person reads: "812 B", "4.9 KB", "12 MB". */
export function size(language: Language, bytes: number): string {
  if (bytes < 1000) return `${number(language, bytes)} B`;
  const [unit, divisor] = bytes < 1_000_000 ? ['KB', 1000] : ['MB', 1_000_000];
  const value = bytes / divisor;
  return `${number(language, value < 10 ? Math.round(value * 10) / 10 : Math.round(value))} ${unit}`;
}

/** Name of a country by its ISO 3166 code, in the language; of Northern Ireland by XI, which is its code for VAT alone. */
export function country(language: Language, code: string): string {
  if (code === 'XI') return language === 'nl' ? 'Noord-Ierland' : 'Northern Ireland';
  try {
    return cached(`r${language}`, () => new Intl.DisplayNames([locale(language)], { type: 'region' })).of(code) ?? code;
  } catch {
    return code;
  }
}

function locale(language: Language): string {
  return language === 'nl' ? 'nl-NL' : 'en-GB';
}
