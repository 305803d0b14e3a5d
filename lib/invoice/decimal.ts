/**
 * Exact decimals. JSON numbers are read through their shortest text (0.1 is one tenth, not its binary neighbour), sums are
 * exact, and there is one rounding: half away from zero, the same for both signs (facts: vat 5.2).
 */
import BigJs from 'big.js';
import type { Decimal, Minor, RateBp } from './money';

/** An exact decimal number. Immutable. */
export type Exact = BigJs;

const Big = BigJs();
// Divisors here are at most 10,000 + a rate: forty decimals tell every quotient from a half.
Big.DP = 40;
Big.RM = 1;

export const ZERO: Exact = new Big(0);

/** Active currencies of ISO 4217 whose minor unit is not a hundredth. */
const DIGITS: Readonly<Record<string, number>> = {
  BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, PYG: 0, RWF: 0, UGX: 0, UYI: 0, VND: 0, VUV: 0, XAF: 0, XOF: 0, XPF: 0,
  BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3,
  CLF: 4, UYW: 4,
};

/** Decimals of a currency's minor unit: 2 for EUR, 0 for JPY. Unknown codes count as 2. */
export function minorDigits(currency: string): number {
  return DIGITS[currency.toUpperCase()] ?? 2;
}

/** A finite number or a plain decimal text (`12.34`, `1E-7`) as an exact decimal; anything else is null. No thousands signs, no comma. */
export function parseExact(value: unknown): Exact | null {
  if (typeof value === 'number') return Number.isFinite(value) ? new Big(String(value)) : null;
  if (typeof value !== 'string') return null;
  const text = value.trim();
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(text) ? new Big(text.replace(/^\+/, '')) : null;
}

/** Exact decimal of a whole number. */
export const exactOf = (value: number): Exact => new Big(value);

/** Plain text without exponent or needless zeros. */
export function decimalText(value: Exact): Decimal {
  // Of big.js: exact, and the only form that never writes an exponent.
  // eslint-disable-next-line no-restricted-properties
  const text = value.toFixed();
  return text === '-0' ? '0' : text;
}

/** Rounds to a whole number, half away from zero. Throws a RangeError beyond the integers that a number holds exactly. */
export function roundWhole(value: Exact): Minor {
  const whole = value.round(0, 1).toNumber();
  if (!Number.isSafeInteger(whole)) throw new RangeError('amount too large');
  return whole === 0 ? 0 : whole;
}

/** The amount in minor units, not rounded yet: 12.345 EUR is 1234.5. */
export function inMinor(amount: Exact, currency: string): Exact {
  return amount.times(new Big(10).pow(minorDigits(currency)));
}

/** An amount in the currency's main unit to whole minor units. */
export function toMinor(amount: Exact, currency: string): Minor {
  return roundWhole(inMinor(amount, currency));
}

/** Whole minor units as an exact decimal of the main unit. */
export function fromMinor(minor: Minor, currency: string): Exact {
  return new Big(minor).div(new Big(10).pow(minorDigits(currency)));
}

/** VAT of a net amount, unrounded. */
export const vatOnNet = (net: Exact, rate: RateBp): Exact => net.times(rate).div(10_000);

/** Net amount inside a gross amount, to forty decimals. */
export const netOfGross = (gross: Exact, rate: RateBp): Exact => gross.times(10_000).div(10_000 + rate);

export const sumExact = (values: readonly Exact[]): Exact => values.reduce((total, value) => total.plus(value), ZERO);

export interface Share {
  /** What the part would get without rounding. */
  readonly exact: Exact;
  /** Tie-breakers, in this order: larger weight, higher rate, earlier place. */
  readonly weight: Exact;
  readonly rate: RateBp;
}

/**
 * Rounds each share to a whole number so that together they are `total` (largest remainder; ties as `Share` says). A `total` that
 * differs from the exact sum by more than rounding is spread evenly. A mirrored input gives the mirrored output.
 */
export function largestRemainder(total: Minor, shares: readonly Share[]): Minor[] {
  const sign = total < 0 || (total === 0 && (shares.find((share) => !share.exact.eq(0))?.exact.lt(0) ?? false)) ? -1 : 1;
  const parts = shares.map((share, index) => {
    const exact = share.exact.times(sign);
    const cut = exact.round(0, 0);
    const whole = cut.gt(exact) ? cut.minus(1) : cut;
    return { index, whole: whole.toNumber(), rest: exact.minus(whole), share };
  });
  const over = total * sign - parts.reduce((sum, part) => sum + part.whole, 0);
  const each = parts.length === 0 ? 0 : Math.floor(over / parts.length);
  let open = over - each * parts.length;
  const order = parts.toSorted(
    (a, b) => b.rest.cmp(a.rest) || b.share.weight.abs().cmp(a.share.weight.abs()) || b.share.rate - a.share.rate || a.index - b.index,
  );
  const result = new Array<Minor>(shares.length).fill(0);
  for (const part of order) {
    const extra = open > 0 ? 1 : 0;
    open -= extra;
    result[part.index] = (part.whole + each + extra) * sign || 0;
  }
  return result;
}
