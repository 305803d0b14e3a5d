/** Rows and header amounts of one invoice, and what is true of them: built forward from the rates, so that the truth needs no guessing. */
import { apportion, divRound, fits, pairOf, roundTo, type Basis, type E4, type Pair, type Part, type RateBp } from './amounts';
import type { HeaderSpec, InvoiceSpec, RowSpec } from './specs';
import type { Arithmetic, TruthLine } from './types';

export interface BuiltRow {
  readonly spec: RowSpec;
  /** Thousandths, with sign. */
  readonly quantity: number;
  readonly priceEx: E4;
  readonly priceInc: E4;
  readonly discount: Pair;
  /** After the row's own discount, and after its share of the header discount where that is in the rows. */
  readonly total: Pair;
  /** What the API shows as RowTotal. */
  readonly shown: Pair;
}

export interface Figures {
  readonly rows: readonly BuiltRow[];
  readonly shipping: Pair;
  readonly fee: Pair;
  /** Positive on invoices, as the API shows it. */
  readonly discount: Pair;
  readonly total: Pair;
  readonly lines: readonly Omit<TruthLine, 'group'>[];
  /** Rounding per rate moved cents between rates, but not the total: nobody could tell from the invoice. */
  readonly hidden: boolean;
}

const ZERO: Pair = { ex: 0, inc: 0 };
const plus = (a: Pair, b: Pair): Pair => ({ ex: a.ex + b.ex, inc: a.inc + b.inc });
const minus = (a: Pair, b: Pair): Pair => ({ ex: a.ex - b.ex, inc: a.inc - b.inc });
export const sumOf = (pairs: readonly Pair[]): Pair => pairs.reduce(plus, ZERO);

export interface Setting {
  readonly basis: Basis;
  /** e4 in one minor unit of the invoice's currency. */
  readonly unit: number;
  readonly arithmetic: Arithmetic;
}

export function figuresOf(spec: InvoiceSpec, setting: Setting): Figures {
  const fine = setting.arithmetic.decimals === 'four';
  for (let bump = 0; bump < 500; bump += 1) {
    const figures = attempt(spec, setting, bump);
    if (!figures.hidden && (!fine || addsUpRounded(figures, setting.unit))) return figures;
  }
  throw new Error(`no amounts found for ${spec.scenario}`);
}

function attempt(spec: InvoiceSpec, setting: Setting, bump: number): Figures {
  const { basis, unit, arithmetic } = setting;
  const rowUnit = arithmetic.decimals === 'four' ? 1 : unit;
  const last = spec.rows.findLastIndex((row) => row.outside !== true);
  let rows = spec.rows.map((row, i) => buildRow(i === last ? { ...row, price: row.price + bump * 13 } : row, basis, rowUnit));

  const inRows = arithmetic.headerDiscount === 'in-rows' && spec.discount !== undefined;
  if (inRows && spec.discount) rows = spread(rows, spec.discount.amount, basis, unit, rowUnit);
  rows = rows.map((row) => ({ ...row, shown: arithmetic.rowTotal === 'before-discount' ? plus(row.total, row.discount) : row.total }));

  const weights = weightsOf(rows, basis, unit);
  const shipping = header(spec.shipping, weights, basis, unit);
  const fee = header(spec.fee, weights, basis, unit);
  // In the rows already: the header only shows the sum of the shares.
  const discount = inRows ? { pair: shownDiscount(spec, basis, unit, rows), parts: [] } : header(spec.discount, weights, basis, unit);
  const unsolvable = spec.defect?.kind === 'shipping-unsolvable';
  const shippingPair = unsolvable ? { ex: 40_000, inc: 70_000 } : shipping.pair;

  const subtotal = plus(sumOf(rows.map((row) => row.total)), plus(shippingPair, fee.pair));
  const parts = [
    ...rows.map((row) => ({ ...line('row', row.spec.rate, row.total, unit), ...(row.spec.regime === undefined ? {} : { regime: row.spec.regime }) })),
    ...shipping.parts.map((part) => named(line('shipping', part.rate, part, unit), spec)),
    ...fee.parts.map((part) => named(line('paymentFee', part.rate, part, unit), spec)),
    ...discount.parts.map((part) => named(line('discount', part.rate, { ex: -part.ex, inc: -part.inc }, unit), spec)),
  ];
  const grouped = arithmetic.vatRounding === 'grouped' ? roundedPerRate(parts, basis) : null;
  const once = grouped && !unsolvable ? sumOf(grouped.map((l) => ({ ex: l.net * unit, inc: l.gross * unit }))) : null;
  const exact = once ?? (inRows ? subtotal : minus(subtotal, discount.pair));
  const off = spec.defect?.kind === 'total-off' ? spec.defect.by : 0;
  const total = { ex: exact.ex + off, inc: exact.inc + off };
  const lines = [
    ...(grouped ?? parts),
    ...(off === 0 ? [] : [line('rounding', 0, { ex: off, inc: off }, unit)]),
  ];
  const moved = (grouped ?? parts).map((l, i) => l.vat - (parts[i]?.vat ?? 0));
  const hidden = moved.some((cents) => cents !== 0) && moved.reduce((a, b) => a + b, 0) === 0;
  return { rows, shipping: shippingPair, fee: fee.pair, discount: discount.pair, total, lines, hidden };
}

function line(kind: TruthLine['kind'], rate: RateBp, pair: Pair, unit: number): Omit<TruthLine, 'group'> {
  const net = divRound(pair.ex, unit);
  const gross = divRound(pair.inc, unit);
  return { kind, rate, net, vat: gross - net || 0, gross };
}

function named(part: Omit<TruthLine, 'group'>, spec: InvoiceSpec): Omit<TruthLine, 'group'> {
  const regime = spec.regimes?.[part.rate];
  return regime === undefined ? part : { ...part, regime };
}

/** VAT rounded once per rate: the cents that differ go, one each, to the lines with the largest amounts of that rate. */
function roundedPerRate(lines: readonly Omit<TruthLine, 'group'>[], basis: Basis): Omit<TruthLine, 'group'>[] {
  const result = lines.map((l) => ({ ...l }));
  for (const rate of new Set(lines.map((l) => l.rate))) {
    const own = result.filter((l) => l.rate === rate).sort((a, b) => Math.abs(b.gross) - Math.abs(a.gross));
    const lead = own.reduce((acc, l) => acc + (basis === 'net' ? l.net : l.gross), 0);
    const once = basis === 'net' ? divRound(lead * rate, 10_000) : lead - divRound(lead * 10_000, 10_000 + rate);
    let open = once - own.reduce((acc, l) => acc + l.vat, 0);
    for (const l of own) {
      const step = Math.sign(open);
      open -= step;
      l.vat += step;
      if (basis === 'net') l.gross += step;
      else l.net -= step;
    }
    if (open !== 0) throw new Error('more cents than lines');
  }
  return result;
}

function buildRow(spec: RowSpec, basis: Basis, rowUnit: number): BuiltRow {
  const sign = spec.negative ? -1 : 1;
  const before = roundTo(divRound(spec.quantity * spec.price, 1000), rowUnit);
  const total = pairOf(sign * (before - (spec.discount ?? 0)), spec.rate, basis, rowUnit);
  const price = pairOf(spec.price, spec.rate, basis, 1);
  const discount = pairOf(sign * (spec.discount ?? 0), spec.rate, basis, rowUnit);
  return { spec, quantity: sign * spec.quantity, priceEx: price.ex, priceInc: price.inc, discount, total, shown: total };
}

/** Takes the header discount out of the rows, by value, and derives the other side of each row again. */
function spread(rows: readonly BuiltRow[], amount: E4, basis: Basis, unit: number, rowUnit: number): BuiltRow[] {
  const lead = (row: BuiltRow): E4 => (basis === 'net' ? row.total.ex : row.total.inc);
  const shares = apportion(amount, rows.map((row, i) => ({ rate: i, weight: lead(row) })), unit);
  return rows.map((row, i) => ({ ...row, total: pairOf(lead(row) - (shares.get(i) ?? 0), row.spec.rate, basis, rowUnit) }));
}

function shownDiscount(spec: InvoiceSpec, basis: Basis, unit: number, rows: readonly BuiltRow[]): Pair {
  const first = rows[0];
  return spec.discount && first ? pairOf(spec.discount.amount, first.spec.rate, basis, unit) : ZERO;
}

interface Weight {
  readonly rate: RateBp;
  readonly weight: number;
  readonly net: number;
}

/** Per rate: the weight of the split (net or gross by basis); largest net first, then higher rate (facts vat 5.3). */
function weightsOf(rows: readonly BuiltRow[], basis: Basis, unit: number): Weight[] {
  const byRate = new Map<RateBp, { net: number; gross: number }>();
  for (const row of rows.filter((one) => one.spec.outside !== true)) {
    const sum = byRate.get(row.spec.rate) ?? { net: 0, gross: 0 };
    byRate.set(row.spec.rate, { net: sum.net + divRound(row.total.ex, unit), gross: sum.gross + divRound(row.total.inc, unit) });
  }
  return [...byRate]
    .map(([rate, sum]) => ({ rate, weight: basis === 'net' ? sum.net : sum.gross, net: sum.net }))
    .sort((a, b) => b.net - a.net || b.rate - a.rate);
}

interface Header {
  readonly pair: Pair;
  readonly parts: readonly Part[];
}

/** A header amount whose pair is explained by the wanted split and by no earlier rule of facts vat 5.4; the amount grows until it is so. */
function header(spec: HeaderSpec | undefined, weights: readonly Weight[], basis: Basis, unit: number): Header {
  if (!spec) return { pair: ZERO, parts: [] };
  for (let bump = 0; bump < 400; bump += 1) {
    const parts = partsOf(spec, bump, weights, basis, unit);
    const pair = sumOf(parts);
    const single = weights.find((weight) => fits(pair, weight.rate, unit))?.rate ?? null;
    const wanted = parts.length === 1 ? (parts[0]?.rate ?? null) : null;
    // Nothing to compare with: shipping alone, or beside a gift card.
    if (weights.length === 0 && wanted !== null) return { pair, parts };
    if (single !== wanted) continue;
    if (spec.split === 'half' && nearProportion(pair, weights, basis, unit)) continue;
    return { pair, parts: parts.filter((part) => part.ex !== 0 || part.inc !== 0) };
  }
  const main = weights[0];
  if (spec.split !== 'by-value' || !main) throw new Error(`no header amount found for split ${String(spec.split)}`);
  // A basket so lopsided that its main rate explains every amount: then the rules give all of it to that rate.
  return header({ amount: spec.amount, split: main.rate }, weights, basis, unit);
}

function partsOf(spec: HeaderSpec, bump: number, weights: readonly Weight[], basis: Basis, unit: number): Part[] {
  if (spec.split === 'half') {
    // Whole units of the currency, so that VAT is exact and the two equations have exactly this solution.
    const half = Math.max(1, Math.round(spec.amount / 20_000)) * 10_000 + bump * 10_000;
    const [a, b] = weights;
    if (!a || !b || weights.length !== 2) throw new Error('half needs two rates');
    return [a, b].map((weight) => ({ rate: weight.rate, ...pairOf(half, weight.rate, 'net', unit) }));
  }
  const amount = spec.amount + bump * unit;
  if (spec.split === 'by-value') {
    const shares = apportion(amount, weights, unit);
    return weights.map((weight) => ({ rate: weight.rate, ...pairOf(shares.get(weight.rate) ?? 0, weight.rate, basis, unit) }));
  }
  return [{ rate: spec.split, ...pairOf(amount, spec.split, basis, unit) }];
}

function nearProportion(pair: Pair, weights: readonly Weight[], basis: Basis, unit: number): boolean {
  const lead = basis === 'net' ? pair.ex : pair.inc;
  const parts = partsOf({ amount: lead, split: 'by-value' }, 0, weights, basis, unit);
  const sum = sumOf(parts);
  return Math.abs(sum.ex - pair.ex) + Math.abs(sum.inc - pair.inc) <= parts.length * unit;
}

/** With four decimals: does rounding per row and rounding of the sums come to the same, per rate and in total? */
function addsUpRounded(figures: Figures, unit: number): boolean {
  const same = (pairs: readonly Pair[]): boolean => {
    const sum = sumOf(pairs);
    const rounded = sumOf(pairs.map((p) => ({ ex: roundTo(p.ex, unit), inc: roundTo(p.inc, unit) })));
    return roundTo(sum.ex, unit) === rounded.ex && roundTo(sum.inc, unit) === rounded.inc;
  };
  const rates = new Set(figures.rows.map((row) => row.spec.rate));
  const rowsOf = (rate: RateBp): Pair[] => figures.rows.filter((row) => row.spec.rate === rate).map((row) => row.total);
  const shown = figures.rows.every((row) => same([row.shown, { ex: -row.discount.ex, inc: -row.discount.inc }]) || row.shown === row.total);
  return shown && same(figures.rows.map((row) => row.total)) && [...rates].every((rate) => same(rowsOf(rate)));
}
