/**
 * What Exact's own overviews would show of what was booked: the Dutch return by the box links of the codes, the intra-Community listing by
 * the number of the relation and the letter of the code, and the One Stop Shop report by country and percentage (facts: vat 8, 3).
 * Whole minor units of the administration's currency, sales positive, credits negative in the period of their own date.
 */
import { selected } from './books';
import type { Books, Entry } from './books';

export interface Amounts {
  readonly base: number;
  readonly vat: number;
}

export const BOXES = ['1a', '1b', '1c', '1e', '3a', '3b', '3c'] as const;
export type Box = (typeof BOXES)[number];

export interface OssLine extends Amounts {
  readonly country: string;
  /** Fraction. */
  readonly rate: number;
  /** Minor units of each invoice currency: the real report converts these at the rate of the quarter's last day (facts: vat 6.5). */
  readonly perCurrency: Readonly<Record<string, Amounts>>;
}

export interface VatReport {
  readonly boxes: Readonly<Record<Box, Amounts>>;
  /** An empty number: the relation had none when this was read. Listing L goods, S services, T triangulation. */
  readonly icp: readonly { readonly number: string; readonly listing: string; readonly base: number }[];
  readonly oss: readonly OssLine[];
  readonly perCode: Readonly<Record<string, Amounts>>;
  /** Balance per account of these entries, debit positive. */
  readonly perAccount: Readonly<Record<string, number>>;
  /** Entries that carry a flag. */
  readonly flagged: readonly { readonly yourRef: string; readonly entryNumber: number; readonly journal: string; readonly flags: readonly string[] }[];
}

const plus = (amounts: Amounts | undefined, base: number, vat: number): Amounts => ({ base: (amounts?.base ?? 0) + base, vat: (amounts?.vat ?? 0) + vat });

export function reportOf(books: Books, from: string, to: string): VatReport {
  const { master } = books;
  const entries = selected(books.entries, { from, to });
  const boxes = new Map<string, Amounts>(BOXES.map((box) => [box, { base: 0, vat: 0 }]));
  const icp = new Map<string, { readonly number: string; readonly listing: string; readonly base: number }>();
  const oss = new Map<string, OssLine>();
  const perCode: Record<string, Amounts> = {};
  const perAccount: Record<string, number> = {};
  for (const entry of entries) {
    for (const posting of entry.postings) perAccount[posting.account] = (perAccount[posting.account] ?? 0) + posting.amountDC;
    const number = master.accounts.get(entry.debtor)?.vatNumber ?? '';
    for (const line of entry.lines) {
      perCode[line.vatCode] = plus(perCode[line.vatCode], line.netDC, line.vatDC);
      const code = master.vatCodes.get(line.vatCode);
      // A code without VAT gives no base for any box (facts: vat 8, 2).
      if (!code || code.type === 'N') continue;
      if (code.boxBase !== null) boxes.set(code.boxBase, plus(boxes.get(code.boxBase), line.netDC, 0));
      if (code.boxVat !== null) boxes.set(code.boxVat, plus(boxes.get(code.boxVat), 0, line.vatDC));
      if (code.listing !== 'N') {
        const key = `${number} ${code.listing}`;
        icp.set(key, { number, listing: code.listing, base: (icp.get(key)?.base ?? 0) + line.netDC });
      }
      if (code.ossCountry !== null) {
        const key = `${code.ossCountry} ${line.percentage.toFixed(4)}`;
        const before = oss.get(key);
        oss.set(key, { country: code.ossCountry, rate: line.percentage, ...plus(before, line.netDC, line.vatDC), perCurrency: { ...before?.perCurrency, [entry.currency]: plus(before?.perCurrency[entry.currency], line.net, line.vat) } });
      }
    }
  }
  const sorted = <Item>(map: ReadonlyMap<string, Item>): readonly Item[] => [...map.keys()].sort().flatMap((key) => map.get(key) ?? []);
  return {
    boxes: Object.fromEntries(boxes) as Record<Box, Amounts>,
    icp: sorted(icp),
    oss: sorted(oss),
    perCode,
    perAccount,
    flagged: entries.filter((entry) => entry.flags.length > 0).map(({ yourRef, entryNumber, journal, flags }) => ({ yourRef, entryNumber, journal, flags })),
  };
}

/** An entry without what differs from one way in to the other: ids, numbers, who and when. */
export interface ComparableEntry {
  readonly yourRef: string;
  readonly type: 20 | 21;
  readonly status: 20 | 50;
  readonly date: string;
  readonly dueDate: string;
  readonly year: number;
  readonly period: number;
  readonly journal: string;
  readonly currency: string;
  readonly rate: number;
  readonly debtor: string;
  readonly debtorVatNumber: string;
  readonly debtorCountry: string;
  readonly paymentCondition: string;
  readonly description: string;
  readonly total: number;
  readonly vat: number;
  readonly totalDC: number;
  readonly lines: readonly { readonly account: string; readonly vatCode: string; readonly percentage: number; readonly net: number; readonly vat: number; readonly description: string; readonly costCenter: string; readonly costUnit: string }[];
}

export function comparable(books: Books, entry: Entry): ComparableEntry {
  const debtor = books.master.accounts.get(entry.debtor);
  return {
    yourRef: entry.yourRef, type: entry.type, status: entry.status, date: entry.date, dueDate: entry.dueDate, year: entry.year, period: entry.period, journal: entry.journal, currency: entry.currency, rate: entry.rate, debtor: entry.debtor, debtorVatNumber: debtor?.vatNumber ?? '', debtorCountry: debtor?.country ?? '',
    paymentCondition: entry.paymentCondition, description: entry.description, total: entry.total, vat: entry.vat, totalDC: entry.totalDC,
    lines: entry.lines.map(({ account, vatCode, percentage, net, vat, description, costCenter, costUnit }) => ({ account, vatCode, percentage, net, vat, description, costCenter, costUnit })),
  };
}
