/**
 * Gaps in a shop's number series (facts: shopctrl 4.10, vat 6.6). A code is a .NET-style pattern: letters, dates and a running number,
 * which may start again each year. Which digits are a date is told by the codes themselves: a reading counts only when every code of
 * that shape agrees with its own date.
 */
import type { Finding } from '../invoice/invoice';
import type { OtherCode } from './ports';

export interface Gap {
  /** How the series looks, e.g. `F2026-#####`. */
  readonly series: string;
  /** First and last missing code. */
  readonly from: string;
  readonly to: string;
  readonly count: number;
  /** At most 20 of the missing codes. */
  readonly missing: readonly string[];
}

const NAMED = 20;
/** A jump of more than this is a new number range, not that many lost invoices; it is still one gap, told by its borders. */
const WIDEST = 1_000_000;

interface Shaped extends OtherCode {
  readonly prefix: string;
  readonly digits: string;
  readonly suffix: string;
}

interface Numbered {
  readonly key: string;
  readonly number: number;
  readonly kind: OtherCode['kind'];
  readonly write: (number: number) => string;
}

/** Every gap, one per series; series in order of name. Codes without digits take no part. */
export function findGaps(codes: readonly OtherCode[]): readonly Gap[] {
  const shapes = groupBy(codes.flatMap(shaped), (code) => `${skeleton(code.prefix)}|${skeleton(code.suffix)}`);
  const gaps: Gap[] = [];
  for (const group of shapes.values()) {
    for (const [key, series] of groupBy(numbered(group), (entry) => entry.key)) {
      const gap = fewest([series], [series.filter((one) => one.kind === 'invoice'), series.filter((one) => one.kind === 'credit')], key);
      if (gap) gaps.push(gap);
    }
  }
  return gaps.toSorted((a, b) => (a.series < b.series ? -1 : a.series > b.series ? 1 : 0));
}

/** The same as Findings of code `gap`. */
export function gapFindings(tenantId: string, shopId: number, codes: readonly OtherCode[]): readonly Finding[] {
  return findGaps(codes).map((gap) => ({
    tenantId,
    shopId,
    code: 'gap',
    params: { series: gap.series, from: gap.from, to: gap.to, count: gap.count, missing: gap.missing.join(', ') },
  }));
}

/** Numbers that several invoices of the shop bear, as one Finding of code `equal-codes`. */
export function equalCodeFindings(tenantId: string, shopId: number, codes: readonly OtherCode[]): readonly Finding[] {
  const equal = [...groupBy([...new Map(codes.map((code) => [code.id, code])).values()], (code) => code.code)].filter(([, group]) => group.length > 1).map(([code]) => code);
  if (equal.length === 0) return [];
  return [{ tenantId, shopId, code: 'equal-codes', params: { codes: equal.slice(0, NAMED).join(', '), count: equal.length } }];
}

function shaped(code: OtherCode): readonly Shaped[] {
  const match = /^(.*?)(\d+)(\D*)$/s.exec(code.code);
  if (!match) return [];
  const [, prefix = '', digits = '', suffix = ''] = match;
  return digits.length > 15 ? [] : [{ ...code, prefix, digits, suffix }];
}

/** Letters and signs as they are; digits of dates may differ from code to code. */
const skeleton = (text: string): string => text.replace(/\d/g, '9');

/** Splits date digits from the running number where every code of the shape supports it. */
function numbered(codes: readonly Shaped[]): readonly Numbered[] {
  const years = [yearMonth(4), yearMonth(2), yearOnly(4), yearOnly(2)];
  const dated = codes.filter((code) => code.date !== '');
  const split = years.find((form) => dated.length > 0 && dated.every((code) => form(code) !== null)) ?? years.find((form) => mostly(dated, form));
  const leads = new Map(codes.flatMap((code) => {
    const lead = split?.(code) ?? null;
    return lead ? [[lead.date, lead] as const] : [];
  }));
  return codes.map((code) => {
    // One odd date among many: the digits that lead the others lead this one too.
    const lead = split?.(code) ?? [...leads.values()].find((one) => code.digits.startsWith(one.date)) ?? { date: '', key: '' };
    const digits = code.digits.slice(lead.date.length);
    const prefix = monthless(code);
    return {
      key: `${prefix}${lead.key}#${code.suffix}`,
      number: Number(digits),
      kind: code.kind,
      write: (number) => `${code.prefix}${lead.date}${String(number).padStart(digits.length, '0')}${code.suffix}`,
    };
  });
}

/** Four of five codes agree with their date. */
const mostly = (codes: readonly Shaped[], form: (code: Shaped) => Lead | null): boolean =>
  codes.length >= 5 && codes.filter((code) => form(code) !== null).length >= codes.length * 0.8;

/** Month of the invoice in the prefix (`2026-03-0007`): numbers restart yearly or never, so it does not part a series. */
function monthless(code: Shaped): string {
  const month = code.date.slice(5, 7);
  return code.prefix.replace(/^(.*\d{2,4}\D?)(\d\d)(\D)$/s, (whole, head: string, digits: string, tail: string) => (digits === month ? `${head}MM${tail}` : whole));
}

interface Lead {
  readonly date: string;
  readonly key: string;
}

/** The number may carry the year of the order, which can be the year before. */
function yearsOf(code: Shaped, length: 2 | 4): readonly string[] {
  const year = Number(code.date.slice(0, 4));
  return Number.isFinite(year) && code.date !== '' ? [String(year).slice(-length), String(year - 1).slice(-length)] : [];
}

const yearOnly = (length: 2 | 4) => (code: Shaped): Lead | null => {
  const lead = code.digits.slice(0, length);
  return code.digits.length - length >= 3 && yearsOf(code, length).includes(lead) ? { date: lead, key: lead } : null;
};

const yearMonth = (length: 2 | 4) => (code: Shaped): Lead | null => {
  const year = code.digits.slice(0, length);
  const month = code.digits.slice(length, length + 2);
  const fits = code.digits.length - length - 2 >= 3 && yearsOf(code, length).includes(year) && month === code.date.slice(5, 7);
  return fits ? { date: `${year}${month}`, key: year } : null;
};

/** Credits share the series of the invoices or have one of their own: the reading that leaves fewer numbers missing counts. */
function fewest(shared: readonly (readonly Numbered[])[], apart: readonly (readonly Numbered[])[], key: string): Gap | null {
  const [one, two] = [gapOf(shared, key), gapOf(apart, key)];
  if (!one || !two) return null;
  return one.count <= two.count ? one : two;
}

function gapOf(groups: readonly (readonly Numbered[])[], key: string): Gap | null {
  let count = 0;
  let from = '';
  let to = '';
  const missing: string[] = [];
  for (const group of groups) {
    const sorted = group.toSorted((a, b) => a.number - b.number);
    for (const [index, entry] of sorted.entries()) {
      const before = sorted[index - 1];
      if (!before) continue;
      const lost = entry.number - before.number - 1;
      if (lost <= 0) continue;
      count += Math.min(lost, WIDEST);
      if (from === '') from = before.write(before.number + 1);
      to = entry.write(entry.number - 1);
      for (let number = before.number + 1; number < entry.number && missing.length < NAMED; number += 1) missing.push(before.write(number));
    }
  }
  return count === 0 ? null : { series: key, from, to, count, missing };
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
