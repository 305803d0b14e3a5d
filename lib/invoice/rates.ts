/** Which rate an amount pair has (facts: vat 5.3). Amounts are minor units, exact, so possibly with a fraction. */
import { netOfGross, roundWhole, vatOnNet, type Exact } from './decimal';
import type { RateBp } from './money';

export interface Pair {
  readonly ex: Exact;
  readonly inc: Exact;
}

/** A rate of the invoice's rows and the net amount it carries there. */
export interface RateWeight {
  readonly rate: RateBp;
  readonly net: Exact;
}

/** True when the pair gives this rate within one minor unit, counted from the net or from the gross amount. */
export function fitsRate(pair: Pair, rate: RateBp): boolean {
  const vat = pair.inc.minus(pair.ex);
  if (vat.minus(roundWhole(vatOnNet(pair.ex, rate))).abs().lte(1)) return true;
  return pair.ex.minus(roundWhole(netOfGross(pair.inc, rate))).abs().lte(1);
}

/** Rates in the order in which they are chosen from: largest net first, then the higher rate. */
export function byPreference(rates: readonly RateWeight[]): readonly RateWeight[] {
  return rates.toSorted((a, b) => b.net.abs().cmp(a.net.abs()) || b.rate - a.rate);
}

/** The rate that the pair fits, of those given; null when it fits none. */
export function rateOf(pair: Pair, rates: readonly RateWeight[]): RateBp | null {
  return byPreference(rates).find((candidate) => fitsRate(pair, candidate.rate))?.rate ?? null;
}

/** The one rate of those given that the pair fits; null when it fits none, or several. An amount of 0.00 says nothing and takes the first. */
export function onlyRateOf(pair: Pair, rates: readonly RateBp[]): RateBp | null {
  const fitting = rates.filter((rate) => fitsRate(pair, rate));
  const isZero = pair.ex.eq(0) && pair.inc.eq(0);
  return fitting.length === 1 || isZero ? (fitting[0] ?? null) : null;
}
