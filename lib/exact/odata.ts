/** Reading rows of Exact's OData answers tolerantly: padded codes, flags as numbers, dates as `/Date(ms)/` (facts: exact-api 2.1, 2.2). */
import { z } from 'zod';
import { fail } from '../faults';
import type { IsoDate, Minor, RateBp } from '../invoice/money';

/** Text without padding; null and absence become empty. */
export const text = z.union([z.string(), z.number()]).nullish().transform((value) => (value === null || value === undefined ? '' : String(value).trim()));

/** A flag, which comes as true or as 1. */
export const flag = z.union([z.boolean(), z.number(), z.string()]).nullish().transform((value) => value === true || value === 1 || value === '1' || value === 'true');

/** A number, which may come as text; 0 where it is absent. */
export const figure = z.union([z.number(), z.string()]).nullish().transform((value) => {
  const number = Number(value ?? 0);
  return Number.isFinite(number) ? number : 0;
});

/** A day, told in UTC: converting it to local time would move it. Empty where it is absent or unreadable. */
export const day = z.string().nullish().transform((value): IsoDate | '' => dayOf(value ?? ''));

function dayOf(value: string): IsoDate | '' {
  const milliseconds = /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/.exec(value)?.[1];
  if (milliseconds !== undefined) return isoDay(Number(milliseconds));
  return /^(\d{4}-\d{2}-\d{2})(?:T|$)/.exec(value)?.[1] ?? '';
}

function isoDay(milliseconds: number): IsoDate | '' {
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) return '';
  const iso = date.toISOString();
  // Years beyond four digits are Exact's way of saying "for ever".
  return /^\d{4}-/.test(iso) ? iso.slice(0, 10) : '';
}

/** A fraction as Exact writes percentages (0.21), in hundredths of a percent; binary noise is rounded away. */
export function basisPoints(fraction: number): RateBp {
  return Math.round(fraction * 10_000);
}

/** An amount as Exact writes it, in minor units of `digits` decimals; binary noise is rounded away, half away from zero. */
export function minorUnits(amount: number, digits: number): Minor {
  const rounded = Math.sign(amount) * Math.round(Math.abs(amount) * 10 ** digits);
  return rounded === 0 ? 0 : rounded;
}

/**
 * Rows by a schema. One row that does not fit is left out, as a field that Exact adds or empties may not stop everything; where no row at
 * all fits, this is another endpoint than the one that was meant: fault `not-json`.
 */
export function rowsBy<T>(schema: z.ZodType<T>, rows: readonly unknown[], what: string): readonly T[] {
  const read = rows.flatMap((row) => {
    const parsed = schema.safeParse(row);
    return parsed.success ? [parsed.data] : [];
  });
  if (rows.length > 0 && read.length === 0) return fail('not-json', {}, what);
  return read;
}

/** A day as a literal of `$filter`. */
export function dayLiteral(date: IsoDate): string {
  return `datetime'${date}T00:00:00'`;
}

/** A text as a literal of `$filter`. */
export function textLiteral(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
