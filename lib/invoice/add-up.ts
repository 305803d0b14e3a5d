/**
 * How rows, header amounts and total of an invoice add up (facts: shopctrl 4.3, vat 5.3-5.5). The documentation leaves two
 * questions open, so there are several named arithmetics; which one counts is chosen by evidence, not here.
 * Amounts come in as exact decimals in minor units (possibly with a fraction) and go out as whole minor units.
 */
import { largestRemainder, roundWhole, sumExact, ZERO, type Exact } from './decimal';
import { withHeaders, type AddedLine, type HeaderKind, type WholeItem } from './headers';
import type { Minor, RateBp } from './money';
import { fitsRate, onlyRateOf, type Pair } from './rates';
import type { Basis } from './split';

export type { AddedLine } from './headers';

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
  /** VAT per rate as the invoice states it, in minor units. */
  readonly stated?: ReadonlyMap<RateBp, Exact>;
}

export type AddedUp =
  | {
      readonly ok: true;
      readonly lines: readonly AddedLine[];
      /** Whole amounts of rows and header amounts before cents moved between lines; what a split can be made from again. */
      readonly whole: readonly WholeItem[];
      /** The invoice's own net total. */
      readonly net: Minor;
    }
  | { readonly ok: false; readonly code: 'R-ADDS-UP' | 'R-RATE-AMOUNT'; readonly params: Readonly<Record<string, string | number>> };

interface Item extends Pair {
  readonly kind: 'row' | HeaderKind;
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

  const whole = rated.items.map(({ kind, row, rate }, index): WholeItem => ({ kind, row, rate: rate ?? 0, net: nets[index] ?? 0, gross: grosses[index] ?? 0 }));
  const stated = raw.stated ? { stated: new Map([...raw.stated].map(([rate, vat]) => [rate, roundWhole(vat)])) } : {};
  const lines = withHeaders(whole, { ...total, ...stated }, basis, fallback);
  return lines.ok ? { ...lines, whole, net: total.net } : lines;
}

/**
 * Rows get the percentage that they state and must fit it. A silent one gets a rate only where its amounts fit exactly one: of the other rows',
 * or of `fallback` when no row has VAT (facts: vat 5.3).
 */
function withRates(items: readonly Item[], fallback: readonly RateBp[]): { ok: true; items: readonly Item[] } | Extract<AddedUp, { ok: false }> {
  const stated = [...new Set(items.flatMap((item) => (item.kind === 'row' && item.rate !== null ? [item.rate] : [])))];
  const candidates = stated.some((rate) => rate > 0) ? stated : [...new Set([...stated, ...fallback])];
  const result: Item[] = [];
  for (const item of items) {
    if (item.kind !== 'row') {
      result.push(item);
      continue;
    }
    const rate = item.rate ?? onlyRateOf(item, candidates);
    if (rate === null || !fitsRate(item, rate)) {
      const params = { net: roundWhole(item.ex), gross: roundWhole(item.inc), row: (item.row ?? 0) + 1 };
      return { ok: false, code: 'R-RATE-AMOUNT', params: item.rate === null ? params : { ...params, rate: item.rate } };
    }
    result.push({ ...item, rate });
  }
  return { ok: true, items: result };
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
