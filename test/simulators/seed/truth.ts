/** What is true of a shop's invoices, as the generator built them. Read at the moment of asking, so changes by controls count. */
import type { Shop, ShopBook, TruthFinding, TruthInvoice, TruthLeftOut } from './types';

export interface Gap {
  /** The codes that are missing between two that exist. */
  readonly missing: readonly string[];
}

export interface ShopTruth {
  readonly invoices: readonly TruthInvoice[];
  readonly leftOut: readonly TruthLeftOut[];
  readonly findings: readonly TruthFinding[];
  /** Numbers that no visible invoice of the shop bears: never issued, or of a deleted invoice. */
  readonly gaps: readonly Gap[];
  /** Minor units per currency over the exportable invoices. */
  readonly totals: Readonly<Record<string, { readonly count: number; readonly net: number; readonly vat: number; readonly gross: number }>>;
}

export function truth(shop: Shop): ShopTruth {
  const invoices: TruthInvoice[] = [];
  const leftOut: TruthLeftOut[] = [];
  const findings: TruthFinding[] = [];
  const codes: string[] = [];
  for (const record of shop.book.records()) {
    for (const entry of record.invoices) {
      if (entry.truth.is === 'exportable') invoices.push(entry.truth.invoice);
      else if (entry.truth.is === 'finding') findings.push(entry.truth.finding);
      else leftOut.push(entry.truth.leftOut);
      if (entry.invoice.InvoiceCode !== null && !entry.invoice.Deleted) codes.push(entry.invoice.InvoiceCode);
    }
  }
  const totals: Record<string, { count: number; net: number; vat: number; gross: number }> = {};
  for (const invoice of invoices) {
    const sum = (totals[invoice.currency] ??= { count: 0, net: 0, vat: 0, gross: 0 });
    sum.count += 1;
    sum.net += invoice.net;
    sum.vat += invoice.vat;
    sum.gross += invoice.gross;
  }
  return { invoices: invoices.sort((a, b) => a.id - b.id), leftOut, findings, gaps: gapsIn(codes), totals };
}

/** Exportable invoices one by one, for big shops. */
export function* truthInvoices(book: ShopBook): Generator<TruthInvoice> {
  for (const record of book.records()) for (const entry of record.invoices) if (entry.truth.is === 'exportable') yield entry.truth.invoice;
}

/** Series: everything before the last six (text) or five (digits) figures, which holds the year. */
function gapsIn(codes: readonly string[]): Gap[] {
  const series = new Map<string, { width: number; numbers: number[] }>();
  for (const code of codes) {
    const match = /^(F\d\d-)(\d{6})$/.exec(code) ?? /^(\d\d)(\d{5})$/.exec(code);
    if (!match?.[1] || !match[2]) continue;
    const known = series.get(match[1]) ?? { width: match[2].length, numbers: [] };
    known.numbers.push(Number(match[2]));
    series.set(match[1], known);
  }
  return [...series].flatMap(([prefix, { width, numbers }]) => {
    const sorted = numbers.sort((a, b) => a - b);
    return sorted.flatMap((number, i) => {
      const before = sorted[i - 1];
      if (before === undefined || number - before <= 1) return [];
      return [{ missing: Array.from({ length: number - before - 1 }, (_, k) => `${prefix}${String(before + 1 + k).padStart(width, '0')}`) }];
    });
  });
}

export interface VatCodeRow {
  /** Hundredths of a percent. */
  readonly rate: number;
  /** `home`, `eu-business`, `eu-consumer`, `eu-consumer:DE`, `outside-eu`; the more specific wins. */
  readonly group: string;
  readonly vatCode: string;
}

export interface VatCodeTotal {
  readonly currency: string;
  readonly net: number;
  readonly vat: number;
  readonly gross: number;
  readonly lines: number;
}

export interface TruthSelection {
  /** Calendar days, both included. */
  readonly from?: string;
  readonly to?: string;
  readonly kind?: 'invoice' | 'credit';
  readonly without?: (invoice: TruthInvoice) => boolean;
  /** VAT code for rounding lines; default `rounding`. */
  readonly roundingVatCode?: string;
}

export interface TruthPerVatCode {
  /** Keyed by `vatCode` for EUR and `vatCode@GBP` for other currencies. */
  readonly totals: ReadonlyMap<string, VatCodeTotal>;
  readonly count: number;
  /** Ids of invoices with a rate and group that the mapping does not name: they must not be exported. */
  readonly unmapped: readonly number[];
}

/** Totals per VAT code that the books must show when everything exportable and mapped was booked. */
export function truthPerVatCode(shop: Shop, mapping: readonly VatCodeRow[], selection: TruthSelection = {}): TruthPerVatCode {
  const codeFor = (rate: number, group: string): string | null =>
    (mapping.find((m) => m.rate === rate && m.group === group) ?? mapping.find((m) => m.rate === rate && m.group === group.split(':')[0]))?.vatCode ?? null;
  const totals = new Map<string, VatCodeTotal>();
  const unmapped: number[] = [];
  let count = 0;
  for (const invoice of truthInvoices(shop.book)) {
    if ((selection.from && invoice.date < selection.from) || (selection.to && invoice.date > selection.to)) continue;
    if ((selection.kind && invoice.kind !== selection.kind) || selection.without?.(invoice)) continue;
    const lines = invoice.lines.map((line) => ({ line, code: line.kind === 'rounding' ? (selection.roundingVatCode ?? 'rounding') : codeFor(line.rate, line.group) }));
    if (lines.some(({ code }) => code === null)) {
      unmapped.push(invoice.id);
      continue;
    }
    count += 1;
    for (const { line, code } of lines) {
      const key = `${code ?? ''}${invoice.currency === 'EUR' ? '' : `@${invoice.currency}`}`;
      const sum = totals.get(key) ?? { currency: invoice.currency, net: 0, vat: 0, gross: 0, lines: 0 };
      totals.set(key, { currency: invoice.currency, net: sum.net + line.net, vat: sum.vat + line.vat, gross: sum.gross + line.gross, lines: sum.lines + 1 });
    }
  }
  return { totals, count, unmapped };
}
