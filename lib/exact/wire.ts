/** Literals of Exact's filters and bodies (facts: exact-api 2.2). */

/** A quoted text, ready for a query. Half of a character of two, which no address can hold, stands as the sign for an unknown one: it finds nothing. */
export function quoted(text: string): string {
  return `%27${encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '\uFFFD').replaceAll("'", "''")).replaceAll("'", '%27')}%27`;
}

/** A GUID in a filter or key. */
export function guid(id: string): string {
  return `guid%27${encodeURIComponent(id)}%27`;
}

/** `/Date(ms)/` in milliseconds; null for anything else. A pure date is midnight in UTC. */
export function readMoment(value: unknown): number | null {
  const match = typeof value === 'string' ? /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/.exec(value) : null;
  return match ? Number(match[1]) : null;
}

/** A pure date as `yyyy-mm-dd`; empty when there is none. */
export function readDay(value: unknown): string {
  const at = readMoment(value);
  return at === null ? '' : new Date(at).toISOString().slice(0, 10);
}

/** An amount in minor units of so many digits; Exact's numbers carry the noise of binary floats. */
export function readMinor(value: unknown, digits: number): number | null {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? withoutMinusZero(Math.sign(number) * Math.round(Math.abs(number) * 10 ** digits)) : null;
}

/** Minor units as the number that Exact takes. */
export function amount(minor: number, digits: number): number {
  return minor / 10 ** digits;
}

function withoutMinusZero(value: number): number {
  return value === 0 ? 0 : value;
}

/** Rows of a child collection, expanded or not. */
export function children(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value;
  const results = (value as { readonly results?: unknown } | null)?.results;
  return Array.isArray(results) ? results : null;
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
}
