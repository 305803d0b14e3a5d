/** Decimals of the file to whole minor units, exactly: no floating point between text and money. */

/** A decimal as sign, digits and scale: value = digits / 10^scale. */
export interface Exact {
  readonly digits: bigint;
  readonly scale: number;
}

/** Reads an xsd:float that stands for an amount. Exponents are valid in the schema and read too. NaN, INF: undefined. */
export function readDecimal(text: string): Exact | undefined {
  const match = /^([-+]?)(\d*)(?:\.(\d*))?(?:[eE]([-+]?\d{1,3}))?$/.exec(text.trim());
  if (!match || (match[2] === '' && (match[3] ?? '') === '')) return undefined;
  const fraction = match[3] ?? '';
  const exponent = Number(match[4] ?? 0);
  const digits = BigInt(`${match[2] ?? ''}${fraction}` || '0') * (match[1] === '-' ? -1n : 1n);
  const scale = fraction.length - exponent;
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 };
}

/** Rounds half away from zero to `decimals` and gives the whole number of those units. */
export function toMinor(value: Exact, decimals = 2): number {
  if (value.scale <= decimals) return Number(value.digits * 10n ** BigInt(decimals - value.scale));
  return Number(divideHalfAway(value.digits, 10n ** BigInt(value.scale - decimals)));
}

export function multiply(left: Exact, right: Exact): Exact {
  return { digits: left.digits * right.digits, scale: left.scale + right.scale };
}

export const fraction = (percentage: number): Exact => readDecimal(percentage.toFixed(6)) ?? { digits: 0n, scale: 0 };
export const ofMinor = (minor: number): Exact => ({ digits: BigInt(minor), scale: 2 });
/** 1 - value, for discounts; 1 + value for prices including VAT is `oneMinus` of the negative. */
export const oneMinus = (value: Exact): Exact => ({ digits: 10n ** BigInt(value.scale) - value.digits, scale: value.scale });

/** VAT of a net amount, half away from zero. */
export function vatOf(netMinor: number, percentage: number): number {
  return toMinor(multiply(ofMinor(netMinor), fraction(percentage)));
}

/** Net part of an amount that includes VAT, half away from zero. */
export function netOf(grossMinor: number, percentage: number): number {
  const rate = fraction(percentage);
  const one = 10n ** BigInt(rate.scale);
  return Number(divideHalfAway(BigInt(grossMinor) * one, one + rate.digits));
}

export function divideHalfAway(value: bigint, by: bigint): bigint {
  const positive = value < 0n ? -value : value;
  const rounded = (positive * 2n + by) / (by * 2n);
  return value < 0n ? -rounded : rounded;
}
