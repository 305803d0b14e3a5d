/** Lists as ShopCtrl gives them: a bare array, `pageSize` (100) and `pageNumber` (from 1), changed filters (facts: shopctrl 2.3). */
import { readQueryDate } from '../seed/time';
import type { ShopBook } from '../seed';
import type { ApiOptions } from './options';

/** Query parameters, names in lower case: ASP.NET does not tell them apart. */
export type Query = ReadonlyMap<string, string>;

export class BadRequest extends Error {}

export interface PageAsked {
  readonly size: number;
  readonly number: number;
  readonly sizeGiven: boolean;
  readonly numberGiven: boolean;
}

export function pageAsked(query: Query, options: ApiOptions): PageAsked {
  const whole = (name: string): number | null => {
    const text = query.get(name.toLowerCase());
    if (text === undefined) return null;
    if (!/^\d+$/.test(text) || Number(text) < 1) throw new BadRequest(`The value '${text}' is not valid for ${name}.`);
    return Number(text);
  };
  const size = whole('pageSize');
  const number = whole('pageNumber');
  return { size: Math.min(size ?? 100, options.maxPageSize), number: number ?? 1, sizeGiven: size !== null, numberGiven: number !== null };
}

export const pageOf = <T>(items: readonly T[], page: PageAsked): T[] => items.slice((page.number - 1) * page.size, page.number * page.size);

/** `fromDateChanged` counts from that moment on, `untilDateChanged` up to but not including it. */
export function changedWindow(query: Query): (changedAt: number) => boolean {
  const moment = (name: string): number | null => {
    const text = query.get(name.toLowerCase());
    if (text === undefined || text === '') return null;
    const read = readQueryDate(text);
    if (read === null) throw new BadRequest(`The value '${text}' is not valid for ${name}.`);
    return read;
  };
  const from = moment('fromDateChanged');
  const until = moment('untilDateChanged');
  return (changedAt) => (from === null || changedAt >= from) && (until === null || changedAt < until);
}

interface Stamp {
  readonly id: number;
  readonly changedAt: number;
}

/** Sorted order stamps per shop, kept until the shop changes: 500 pages of 50,000 orders must not sort 500 times. */
export function createSorter(): (book: ShopBook, sort: ApiOptions['orderSort'], window: string, keep: (changedAt: number) => boolean) => readonly Stamp[] {
  const cache = new WeakMap<ShopBook, { key: string; stamps: readonly Stamp[] }>();
  return (book, sort, window, keep) => {
    const key = `${String(book.version)}|${sort}|${window}`;
    const known = cache.get(book);
    if (known?.key === key) return known.stamps;
    const compare = (a: Stamp, b: Stamp): number =>
      sort === 'id' ? a.id - b.id : sort === 'changed-asc' ? a.changedAt - b.changedAt || a.id - b.id : b.changedAt - a.changedAt || b.id - a.id;
    const stamps = book.orderStamps().filter((stamp) => keep(stamp.changedAt)).sort(compare);
    cache.set(book, { key, stamps });
    return stamps;
  };
}
