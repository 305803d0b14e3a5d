/** From what was sold to an entry that balances: the same for REST, XML, printed invoices and what the bookkeeper types. */
import type { BookLine, Entry, Posting } from './books';
import type { MasterData, VatCode } from './master-data';
import { divideHalfAway, fraction } from './xml/amounts';

/** A line as the bookkeeper reads it: sales positive, minor units of the entry's currency. */
export interface LineDraft {
  readonly id: string;
  readonly account: string;
  readonly vatCode: VatCode | undefined;
  readonly net: number;
  readonly vat: number;
  readonly description: string;
  readonly costCenter: string;
  readonly costUnit: string;
  /** The administration's currency where a file says it itself. */
  readonly netDC?: number | undefined;
  /** VAT account that a full entry names; otherwise the code decides. */
  readonly vatAccount?: string | undefined;
}

export type EntryHeader = Omit<Entry, 'lines' | 'postings' | 'net' | 'vat' | 'total' | 'totalDC' | 'vatDC' | 'flags'> & { readonly receivable: string; readonly flags?: readonly string[] };

/** Minor units of another currency at a rate, half away from zero. */
export function converted(minor: number, rate: number): number {
  const factor = fraction(rate);
  const value = Number(divideHalfAway(BigInt(minor) * factor.digits, 10n ** BigInt(factor.scale)));
  return value === 0 ? 0 : value;
}

/** DC is rounded per line and once more for the total; the receivable closes the balance (facts: vat 8, 8). */
export function buildEntry(master: MasterData, { receivable, flags = [], ...header }: EntryHeader, drafts: readonly LineDraft[]): Entry {
  const home = (minor: number): number => converted(minor, header.rate);
  const lines = drafts.map((draft): BookLine => ({
    id: draft.id, account: draft.account, vatCode: draft.vatCode?.code ?? '', percentage: draft.vatCode?.percentage ?? 0, net: draft.net, vat: draft.vat, total: draft.net + draft.vat,
    netDC: draft.netDC ?? home(draft.net), vatDC: home(draft.vat), description: draft.description, costCenter: draft.costCenter, costUnit: draft.costUnit,
  }));
  const postings = lines.flatMap((line, at): Posting[] => {
    const draft = drafts[at];
    return [
      { account: line.account, amountFC: turned(line.net), amountDC: turned(line.netDC), vatCode: draft?.vatCode?.code ?? null, kind: 'base' },
      ...(line.vat === 0 ? [] : [{ account: draft?.vatAccount ?? draft?.vatCode?.glToPay ?? '', amountFC: turned(line.vat), amountDC: turned(line.vatDC), vatCode: draft?.vatCode?.code ?? null, kind: 'vat' as const }]),
    ];
  });
  const sum = (key: 'amountFC' | 'amountDC'): number => postings.reduce((total, posting) => total + posting[key], 0);
  postings.unshift({ account: receivable, amountFC: turned(sum('amountFC')), amountDC: turned(sum('amountDC')), vatCode: null, kind: 'receivable' });
  const totals = (key: 'net' | 'vat' | 'total' | 'vatDC'): number => lines.reduce((total, line) => total + line[key], 0);
  const filed = master.filed.some(({ from, to }) => header.date >= from && header.date <= to);
  return { ...header, lines, postings, net: totals('net'), vat: totals('vat'), total: totals('total'), totalDC: home(totals('total')), vatDC: totals('vatDC'), flags: filed && !flags.includes('filed-vat-period') ? [...flags, 'filed-vat-period'] : flags };
}

/** Avoids a negative zero in the books. */
export const turned = (amount: number): number => (amount === 0 ? 0 : -amount);

/** A code with the percentage of one day; the same object for the same day, undefined when it has none then. */
const onDays = new WeakMap<VatCode, Map<string, VatCode>>();
export function codeOn(code: VatCode, date: string, percentage: number | undefined): VatCode | undefined {
  if (percentage === undefined || percentage === code.percentage) return percentage === undefined ? undefined : code;
  const known = onDays.get(code) ?? new Map<string, VatCode>();
  onDays.set(code, known);
  const dated = known.get(date) ?? { ...code, percentage };
  known.set(date, dated);
  return dated;
}
