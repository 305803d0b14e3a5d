/**
 * Amounts of the generator: whole numbers of ten-thousandths of a currency unit ("e4"), so that unit prices may have four decimals.
 * The splits follow facts vat 5.2-5.4 and are written for the simulators alone; product code has its own.
 */
export type E4 = number;
export type RateBp = number;
export type Basis = 'net' | 'gross';

export interface Pair {
  readonly ex: E4;
  readonly inc: E4;
}

export interface Part extends Pair {
  readonly rate: RateBp;
}

/** n / d to a whole number, half away from zero. */
export function divRound(n: number, d: number): number {
  const sign = n < 0 !== d < 0 ? -1 : 1;
  const quotient = (BigInt(Math.abs(n)) * 2n + BigInt(Math.abs(d))) / (2n * BigInt(Math.abs(d)));
  return Number(quotient) * sign || 0;
}

/** Rounds to a multiple of `unit` (100 for cents, 10,000 for yen). */
export const roundTo = (amount: E4, unit: number): E4 => divRound(amount, unit) * unit;

export const negate = (pair: Pair): Pair => ({ ex: -pair.ex || 0, inc: -pair.inc || 0 });

/** The pair whose leading amount is given; the other is derived by one rounding. */
export function pairOf(lead: E4, rate: RateBp, basis: Basis, unit: number): Pair {
  if (basis === 'net') return { ex: lead, inc: lead + divRound(lead * rate, 10_000 * unit) * unit };
  return { ex: divRound(lead * 10_000, (10_000 + rate) * unit) * unit, inc: lead };
}

/** Facts vat 5.3: does the pair fit the rate, within one unit either way? */
export function fits(pair: Pair, rate: RateBp, unit: number): boolean {
  const vat = pair.inc - pair.ex;
  const forward = Math.abs(vat - divRound(pair.ex * rate, 10_000 * unit) * unit) <= unit;
  const backward = Math.abs(pair.ex - divRound(pair.inc * 10_000, (10_000 + rate) * unit) * unit) <= unit;
  return forward || backward;
}

/** Largest remainder of `total` (a multiple of unit) by weights; ties: larger weight, then higher rate. */
export function apportion(total: E4, weights: readonly { readonly rate: RateBp; readonly weight: number }[], unit: number): Map<RateBp, E4> {
  const units = BigInt(Math.round(total / unit));
  const sum = weights.reduce((acc, w) => acc + BigInt(w.weight), 0n);
  const shares = weights.map((w) => {
    const product = units * BigInt(w.weight);
    return { rate: w.rate, weight: w.weight, whole: product / sum, rest: product % sum };
  });
  let open = units - shares.reduce((acc, s) => acc + s.whole, 0n);
  const order = [...shares].sort((a, b) => Number(b.rest - a.rest) || b.weight - a.weight || b.rate - a.rate);
  const result = new Map<RateBp, E4>();
  for (const share of order) {
    const extra = open > 0n ? 1n : 0n;
    open -= extra;
    result.set(share.rate, Number(share.whole + extra) * unit);
  }
  return result;
}
