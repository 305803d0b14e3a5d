/**
 * Shipping, payment fee and header discount: over which rates they go (facts: vat 5.4). Rows outside the tax (deposits, vouchers) are neither
 * weights nor candidates; which rows those are stands in the seller's profile, so reading an invoice splits by what it shows, and
 * whoever knows the profile splits again with `splitHeaders`.
 */
import { decimalText, exactOf, fromMinor, ZERO } from './decimal';
import { groupedVat } from './grouped-vat';
import type { HeaderAmount, Invoice, InvoiceLine, LineKind, Remark } from './invoice';
import type { Minor, RateBp } from './money';
import { fitsRate } from './rates';
import { carries, splitAmount, type Basis, type RateSum, type Split } from './split';
import { territoryOf } from './territory';
import { ratesOf } from './vat-rates';

export type HeaderKind = HeaderAmount['kind'];

export interface AddedLine {
  readonly kind: LineKind;
  /** Place among the invoice's rows, for lines of kind `row`. */
  readonly row: number | null;
  readonly rate: RateBp;
  readonly net: Minor;
  readonly vat: Minor;
  readonly gross: Minor;
  readonly remarks: readonly Remark[];
}

/** A row or header amount in whole minor units, before cents move between lines. `rate` counts for rows alone. */
export interface WholeItem {
  readonly kind: 'row' | HeaderKind;
  readonly row: number | null;
  readonly rate: RateBp;
  readonly net: Minor;
  readonly gross: Minor;
}

/** The document's own totals. */
export interface Totals {
  readonly net: Minor;
  readonly gross: Minor;
  /** VAT per rate, where the document says it. */
  readonly stated?: ReadonlyMap<RateBp, Minor>;
}

export type Headered =
  | { readonly ok: true; readonly lines: readonly AddedLine[] }
  | { readonly ok: false; readonly code: 'R-RATE-AMOUNT'; readonly params: Readonly<Record<string, string | number>> };

export type Resplit =
  | { readonly ok: true; readonly invoice: Invoice }
  | { readonly ok: false; readonly code: 'R-RATE-AMOUNT'; readonly params: Readonly<Record<string, string | number>> };

/** So many rows at 0 % are tried in every combination; with more, all or none of them count. */
const MOST_DOUBTFUL = 6;

/**
 * The invoice with its header amounts split anew, now that somebody knows which rows are outside the tax. Pure; net, VAT and gross of the invoice stay.
 * @param isOutside for lines of kind `row`: deposit, voucher, donation, rounding … : neither a weight nor a rate to choose from.
 * @param candidates rates to try where no row (that counts) has VAT, in order: those of the country of dispatch by default (facts: vat 7, C59).
 */
export function splitHeaders(invoice: Invoice, isOutside: (line: InvoiceLine) => boolean, candidates: readonly RateBp[] = fallbackRates(invoice)): Resplit {
  const { split } = invoice;
  if (!split || split.headers.length === 0) return { ok: true, invoice };
  const rows = invoice.lines.filter((line) => line.kind === 'row');
  const whole = [
    ...rows.map((line, row): WholeItem => ({ kind: 'row', row, rate: line.rate, net: split.rows?.[row]?.net ?? line.net, gross: split.rows?.[row]?.gross ?? line.gross })),
    ...split.headers.map((header): WholeItem => ({ ...header, row: null, rate: 0 })),
  ];
  const outside = new Set(rows.flatMap((line, row) => (isOutside(line) ? [row] : [])));
  const added = settled(whole, { net: split.net, gross: invoice.gross, ...(split.vat ? { stated: new Map(split.vat.map(({ rate, vat }) => [rate, vat])) } : {}) }, split.basis, candidates, outside);
  if (!added.ok) return { ...added, params: { ...added.params, currency: invoice.currency } };
  const lines = added.lines.map((line): InvoiceLine => {
    const row = line.row === null ? undefined : rows[line.row];
    return row ? { ...row, net: line.net, vat: line.vat, gross: line.gross } : headerLine(line, invoice.currency);
  });
  const total = (of: (line: InvoiceLine) => Minor): Minor => lines.reduce((sum, line) => sum + of(line), 0);
  return { ok: true, invoice: { ...invoice, lines, net: total((line) => line.net), vat: total((line) => line.vat) } };
}

/**
 * Lines of rows and header amounts whose gross is the invoice's total. All rows are weights; where that explains nothing and rows at 0 % stand beside
 * taxed ones, some of those may be deposits or vouchers: then it is tried without them.
 */
export function withHeaders(whole: readonly WholeItem[], total: Totals, basis: Basis, fallback: readonly RateBp[]): Headered {
  const plain = settled(whole, total, basis, fallback, new Set());
  if (plain.ok) return plain;
  const doubtful = whole.flatMap((item) => (item.kind === 'row' && item.rate === 0 && item.row !== null && (item.net !== 0 || item.gross !== 0) ? [item.row] : []));
  for (const outside of combinations(doubtful)) {
    const without = settled(whole, total, basis, fallback, outside);
    if (without.ok) return without;
  }
  return plain;
}

/** Every set of the rows but the empty one, the largest first. */
function combinations(rows: readonly number[]): readonly ReadonlySet<number>[] {
  if (rows.length === 0) return [];
  if (rows.length > MOST_DOUBTFUL) return [new Set(rows)];
  const sets = rows.reduce<readonly (readonly number[])[]>((before, row) => [...before, ...before.map((set) => [...set, row])], [[]]);
  return sets.filter((set) => set.length > 0).toSorted((a, b) => b.length - a.length).map((set) => new Set(set));
}

function settled(
  whole: readonly WholeItem[],
  total: Totals,
  basis: Basis,
  fallback: readonly RateBp[],
  outside: ReadonlySet<number>,
): Headered {
  const rates = sumsPerRate(whole.filter((item) => item.kind === 'row' && !outside.has(item.row ?? -1)));
  const lines: AddedLine[] = [];
  for (const { kind, row, rate, net, gross } of whole) {
    if (kind === 'row') {
      lines.push({ kind, row, rate, net, vat: gross - net, gross, remarks: [] });
      continue;
    }
    const parts = headerParts(kind, net, gross, rates, basis, fallback);
    if (!parts) return { ok: false, code: 'R-RATE-AMOUNT', params: { what: kind, net, gross } };
    lines.push(...parts);
  }
  return { ok: true, lines: meetTotals(lines, total, basis) };
}

/** What rows carry per rate; rates in order of appearance. */
function sumsPerRate(rows: readonly WholeItem[]): readonly RateSum[] {
  const sums = new Map<RateBp, RateSum>();
  for (const { rate, net, gross } of rows) {
    const before = sums.get(rate) ?? { rate, net: ZERO, gross: ZERO };
    sums.set(rate, { rate, net: before.net.plus(net), gross: before.gross.plus(gross) });
  }
  return [...sums.values()];
}

function headerParts(kind: HeaderKind, net: Minor, gross: Minor, rates: readonly RateSum[], basis: Basis, fallback: readonly RateBp[]): readonly AddedLine[] | null {
  const noVatRows = rates.every((sum) => sum.rate === 0 || !carries(sum));
  const pair = { ex: exactOf(net), inc: exactOf(gross) };
  let split: Split | null = splitAmount(net, gross, rates, basis);
  if (!split && noVatRows) {
    const rate = fallback.find((candidate) => fitsRate(pair, candidate));
    if (rate !== undefined) split = { how: 'one-rate', parts: [{ rate, net, vat: gross - net, gross }] };
  }
  if (!split) return null;
  const carried = rates.filter(carries).map((sum) => sum.rate);
  const remarks: Remark[] = [];
  if (split.how === 'solved') remarks.push({ code: 'F-SPLIT-SOLVED' });
  if (kind === 'shipping' && carried.length > 1 && split.how === 'one-rate' && split.parts[0]?.rate === Math.max(...carried)) remarks.push({ code: 'F-SHIP-HIGH' });
  return split.parts.map((part) => ({ kind, row: null, ...part, remarks }));
}

/** Cents between lines and total: VAT rounded per rate goes back to its lines, the rest becomes a rounding line. */
function meetTotals(lines: readonly AddedLine[], { net, gross, stated }: Totals, basis: Basis): readonly AddedLine[] {
  const met = groupedVat(lines, net, gross, stated ?? null, basis) ?? lines;
  const left = gross - met.reduce((sum, line) => sum + line.gross, 0);
  if (left === 0) return met;
  const remarks: Remark[] = [{ code: 'F-ROUNDING', params: { difference: left } }];
  return [...met, { kind: 'rounding', row: null, rate: 0, net: left, vat: 0, gross: left, remarks }];
}

/** Rates to try where no row of the invoice has VAT: of the Netherlands (goods leave from there unless the profile says otherwise), then of arrival, then none. */
export function fallbackRates(invoice: Pick<Invoice, 'date' | 'billTo' | 'shipTo'>): readonly RateBp[] {
  const arrival = territoryOf(invoice.shipTo ?? invoice.billTo, invoice.date);
  const there = arrival.area === 'eu' ? ratesOf(arrival.region ?? arrival.state, invoice.date) : [];
  return [...new Set([...ratesOf('NL', invoice.date), ...there])].filter((rate) => rate > 0).concat(0);
}

/** A line of the invoice that is no row. */
export function headerLine(line: AddedLine, currency: string): InvoiceLine {
  const price = (minor: Minor): string => decimalText(fromMinor(minor, currency));
  return {
    kind: line.kind, productCode: '', description: '', quantity: '1', unitPriceEx: price(line.net), unitPriceInc: price(line.gross),
    rate: line.rate, net: line.net, vat: line.vat, gross: line.gross, remarks: line.remarks,
  };
}
