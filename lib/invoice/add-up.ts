/**
 * How rows, header amounts and total of an invoice add up (facts: shopctrl 4.3, vat 5.3-5.5). The documentation leaves two
 * questions open, so there are several named arithmetics; which one counts is chosen by evidence, not here.
 * Amounts come in as exact decimals in minor units (possibly with a fraction) and go out as whole minor units.
 */
import { exactOf, largestRemainder, roundWhole, sumExact, ZERO, type Exact } from './decimal';
import { groupedVat } from './grouped-vat';
import type { LineKind, Remark } from './invoice';
import type { Minor, RateBp } from './money';
import { fitsRate, rateOf, type Pair } from './rates';
import { splitAmount, type Basis, type RateSum } from './split';

/** Is a row's total written after or before the row's own discount? */
export type RowTotals = 'after' | 'before';

/**
 * The header discount: subtracted as it stands; added as it stands (written negative); subtracted whatever its sign
 * (written positive on credits too); or no part of the total, since the rows carry it already.
 */
export type HeaderDiscount = 'minus' | 'plus' | 'against' | 'out';

export interface Arithmetic {
  readonly rows: RowTotals;
  readonly header: HeaderDiscount;
}

/** Every arithmetic, the likeliest first. */
export const ARITHMETICS: readonly Arithmetic[] = (['after', 'before'] as const).flatMap((rows) =>
  (['minus', 'against', 'plus', 'out'] as const).map((header) => ({ rows, header })),
);

export interface RawRow extends Pair {
  readonly discount: Pair;
  /** The stated percentage; null when the invoice does not say. */
  readonly rate: RateBp | null;
}

export interface RawSums {
  readonly rows: readonly RawRow[];
  readonly shipping: Pair;
  readonly paymentFee: Pair;
  readonly discount: Pair;
  readonly total: Pair;
}

export interface AddedLine {
  readonly kind: LineKind;
  /** Place in `RawSums.rows`, for lines of kind `row`. */
  readonly row: number | null;
  readonly rate: RateBp;
  readonly net: Minor;
  readonly vat: Minor;
  readonly gross: Minor;
  readonly remarks: readonly Remark[];
}

export type AddedUp =
  | { readonly ok: true; readonly lines: readonly AddedLine[] }
  | { readonly ok: false; readonly code: 'R-ADDS-UP' | 'R-RATE-AMOUNT'; readonly params: Readonly<Record<string, string | number>> };

interface Item extends Pair {
  readonly kind: 'row' | 'shipping' | 'paymentFee' | 'discount';
  readonly row: number | null;
  readonly rate: RateBp | null;
}

/** The amounts that make the total under one arithmetic; header amounts of zero left out. */
function itemsOf(raw: RawSums, arithmetic: Arithmetic): readonly Item[] {
  const rows = raw.rows.map((row, index): Item => {
    const pair = arithmetic.rows === 'after' ? row : reduced(row, row.discount);
    return { kind: 'row', row: index, rate: row.rate, ex: pair.ex, inc: pair.inc };
  });
  const charges = [
    { kind: 'shipping', row: null, rate: null, ...raw.shipping } as const,
    { kind: 'paymentFee', row: null, rate: null, ...raw.paymentFee } as const,
  ];
  const items: readonly Item[] = [...rows, ...charges];
  const sign = sumExact(items.map((item) => item.inc)).lt(0) ? -1 : 1;
  const discount = headerDiscount(raw.discount, arithmetic.header, sign);
  const all: readonly Item[] = [...items, { kind: 'discount', row: null, rate: null, ...discount }];
  return all.filter((item) => item.kind === 'row' || !item.ex.eq(0) || !item.inc.eq(0));
}

/** A row's discount brings the row nearer to zero, whichever way its sign is written. */
function reduced(row: Pair, discount: Pair): Pair {
  const sign = row.inc.lt(0) || (row.inc.eq(0) && row.ex.lt(0)) ? -1 : 1;
  return { ex: row.ex.minus(discount.ex.abs().times(sign)), inc: row.inc.minus(discount.inc.abs().times(sign)) };
}

function headerDiscount(discount: Pair, kind: HeaderDiscount, sign: number): Pair {
  switch (kind) {
    case 'minus':
      return { ex: discount.ex.times(-1), inc: discount.inc.times(-1) };
    case 'plus':
      return discount;
    case 'against':
      return { ex: discount.ex.abs().times(-sign), inc: discount.inc.abs().times(-sign) };
    case 'out':
      return { ex: ZERO, inc: ZERO };
  }
}

/** Sum exactly first, round once. Some shops round each amount first; that sum is taken when it alone gives the total. */
function targetOf(items: readonly Item[], of: (item: Item) => Exact, total: Minor): Minor {
  const once = roundWhole(sumExact(items.map(of)));
  const each = items.reduce((sum, item) => sum + roundWhole(of(item)), 0);
  return once !== total && each === total ? each : once;
}

/**
 * How far the invoice is from its total under one arithmetic, in minor units, and whether cents of rounding can explain it
 * (at most one per row or header amount).
 */
export function distance(raw: RawSums, arithmetic: Arithmetic): { readonly off: number; readonly fits: boolean } {
  const items = itemsOf(raw, arithmetic);
  const total = { net: roundWhole(raw.total.ex), gross: roundWhole(raw.total.inc) };
  const net = Math.abs(total.net - targetOf(items, (item) => item.ex, total.net));
  const gross = Math.abs(total.gross - targetOf(items, (item) => item.inc, total.gross));
  const limit = Math.max(1, items.length);
  return { off: net + gross, fits: net <= limit && gross <= limit };
}

/**
 * The lines of an invoice: rows, shipping, payment fee and header discount with their rates, and one visible rounding line for
 * cents that remain (at most one per line; the shop's own limit is kept by booking). Net + VAT = gross on each line, and the gross of
 * the lines is the invoice's total. `fallback` are rates to try when no row states or shows one.
 */
export function addUp(raw: RawSums, arithmetic: Arithmetic, basis: Basis, fallback: readonly RateBp[]): AddedUp {
  const items = itemsOf(raw, arithmetic);
  const total = { net: roundWhole(raw.total.ex), gross: roundWhole(raw.total.inc) };
  const limit = Math.max(1, items.length);
  const netTarget = targetOf(items, (item) => item.ex, total.net);
  const grossTarget = targetOf(items, (item) => item.inc, total.gross);
  if (Math.abs(total.net - netTarget) > limit || Math.abs(total.gross - grossTarget) > limit) {
    return { ok: false, code: 'R-ADDS-UP', params: { expected: total.gross, actual: grossTarget, net: total.net, netOfLines: netTarget } };
  }

  const rated = withRates(items, fallback);
  if (!rated.ok) return rated;
  const nets = wholeAmounts(rated.items, netTarget, (item) => item.ex);
  const grosses = wholeAmounts(rated.items, grossTarget, (item) => item.inc);

  const rateSums = sumsPerRate(rated.items);
  const lines: AddedLine[] = [];
  for (const [index, item] of rated.items.entries()) {
    const net = nets[index] ?? 0;
    const gross = grosses[index] ?? 0;
    if (item.kind === 'row') {
      lines.push({ kind: 'row', row: item.row, rate: item.rate ?? 0, net, vat: gross - net, gross, remarks: [] });
      continue;
    }
    const header = headerLines(item.kind, net, gross, rateSums, basis, fallback);
    if (!header) return { ok: false, code: 'R-RATE-AMOUNT', params: { what: item.kind, net, gross } };
    lines.push(...header);
  }
  return { ok: true, lines: meetTotals(lines, total.net, total.gross) };
}

/** Rows get the percentage that they state and must fit it; silent ones get one of the others' (facts: vat 5.3). */
function withRates(items: readonly Item[], fallback: readonly RateBp[]): { ok: true; items: readonly Item[] } | Extract<AddedUp, { ok: false }> {
  const stated = sumsPerRate(items);
  const result: Item[] = [];
  for (const item of items) {
    if (item.kind !== 'row') {
      result.push(item);
      continue;
    }
    const rate = item.rate ?? rateOf(item, stated) ?? (stated.length === 0 ? (fallback.find((candidate) => fitsRate(item, candidate)) ?? null) : null);
    if (rate === null || !fitsRate(item, rate)) {
      const params = { net: roundWhole(item.ex), gross: roundWhole(item.inc), row: (item.row ?? 0) + 1 };
      return { ok: false, code: 'R-RATE-AMOUNT', params: item.rate === null ? params : { ...params, rate: item.rate } };
    }
    result.push({ ...item, rate });
  }
  return { ok: true, items: result };
}

/** What rows with a known rate carry per rate; rates in order of appearance. */
function sumsPerRate(items: readonly Item[]): readonly RateSum[] {
  const sums = new Map<RateBp, RateSum>();
  for (const item of items) {
    if (item.kind !== 'row' || item.rate === null) continue;
    const before = sums.get(item.rate) ?? { rate: item.rate, net: ZERO, gross: ZERO };
    sums.set(item.rate, { rate: item.rate, net: before.net.plus(item.ex), gross: before.gross.plus(item.inc) });
  }
  return [...sums.values()];
}

/**
 * Whole amounts that together are `target`: first over the rates and header amounts, then over the rows of a rate, so that
 * no cent moves from one rate to another because of a row.
 */
function wholeAmounts(items: readonly Item[], target: Minor, of: (item: Item) => Exact): readonly Minor[] {
  const plain = items.map((item) => roundWhole(of(item)));
  if (items.every((item, index) => of(item).eq(plain[index] ?? 0))) return plain;

  const groups = new Map<string, number[]>();
  for (const [index, item] of items.entries()) {
    const key = item.kind === 'row' ? `rate ${String(item.rate)}` : item.kind;
    groups.set(key, [...(groups.get(key) ?? []), index]);
  }
  const members = [...groups.values()];
  const share = (indexes: readonly number[]): { exact: Exact; weight: Exact; rate: RateBp } => {
    const exact = sumExact(indexes.map((index) => of(items[index] as Item)));
    return { exact, weight: exact, rate: items[indexes[0] ?? 0]?.rate ?? 0 };
  };
  const perGroup = withTarget(target, members.map(share));
  const result = new Array<Minor>(items.length).fill(0);
  for (const [place, indexes] of members.entries()) {
    const parts = withTarget(perGroup[place] ?? 0, indexes.map((index) => share([index])));
    for (const [at, index] of indexes.entries()) result[index] = parts[at] ?? 0;
  }
  return result;
}

/** Largest remainder; a target further off than rounding can be (shops that round each amount first) goes by each amount's own rounding. */
function withTarget(target: Minor, shares: readonly { exact: Exact; weight: Exact; rate: RateBp }[]): Minor[] {
  const own = shares.map((share) => roundWhole(share.exact));
  return own.reduce((sum, amount) => sum + amount, 0) === target ? own : largestRemainder(target, shares);
}

function headerLines(
  kind: 'shipping' | 'paymentFee' | 'discount',
  net: Minor,
  gross: Minor,
  rates: readonly RateSum[],
  basis: Basis,
  fallback: readonly RateBp[],
): readonly AddedLine[] | null {
  const noVatRows = rates.every((sum) => sum.rate === 0 || (sum.net.eq(0) && sum.gross.eq(0)));
  const pair = { ex: exactOf(net), inc: exactOf(gross) };
  let split = splitAmount(net, gross, rates, basis);
  if (!split && noVatRows) {
    const rate = fallback.find((candidate) => fitsRate(pair, candidate));
    if (rate !== undefined) split = { how: 'one-rate', parts: [{ rate, net, vat: gross - net, gross }] };
  }
  if (!split) return null;
  const highest = Math.max(...rates.map((sum) => sum.rate));
  const remarks: Remark[] = [];
  if (split.how === 'solved') remarks.push({ code: 'F-SPLIT-SOLVED' });
  if (kind === 'shipping' && rates.length > 1 && split.how === 'one-rate' && split.parts[0]?.rate === highest) remarks.push({ code: 'F-SHIP-HIGH' });
  return split.parts.map((part) => ({ kind, row: null, ...part, remarks }));
}

/** Cents between lines and total: VAT rounded per rate goes back to its lines, the rest becomes a rounding line. */
function meetTotals(lines: readonly AddedLine[], net: Minor, gross: Minor): readonly AddedLine[] {
  const settled = groupedVat(lines, net, gross) ?? lines;
  const left = gross - settled.reduce((sum, line) => sum + line.gross, 0);
  if (left === 0) return settled;
  const remarks: Remark[] = [{ code: 'F-ROUNDING', params: { difference: left } }];
  return [...settled, { kind: 'rounding', row: null, rate: 0, net: left, vat: 0, gross: left, remarks }];
}
