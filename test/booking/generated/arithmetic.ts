/** The generator's own arithmetic and VAT numbers: written apart from `lib/`, so that the product cannot agree with itself. Whole numbers only. */

/** a / b, half away from zero, for a of either sign and b above 0. */
function divide(a: bigint, b: bigint): number {
  const sign = a < 0n ? -1n : 1n;
  const size = a < 0n ? -a : a;
  return Number(sign * ((2n * size + b) / (2n * b)));
}

/** VAT of a net amount; `rate` in hundredths of a percent. */
export const vatOn = (net: number, rate: number): number => divide(BigInt(net) * BigInt(rate), 10_000n);

/** Net of a gross amount. */
export const netIn = (gross: number, rate: number): number => divide(BigInt(gross) * 10_000n, BigInt(10_000 + rate));

/** A German number: nine digits, the last by the scheme of products and sums over 10 and 11. */
export function germanNumber(seed: number): string {
  const digits = String(10_000_000 + (seed % 89_999_999));
  let product = 10;
  for (const digit of digits) {
    const sum = (Number(digit) + product) % 10 || 10;
    product = (2 * sum) % 11;
  }
  const check = 11 - product;
  return `DE${digits}${String(check === 10 ? 0 : check)}`;
}

/** A Belgian number: ten digits, the last two 97 minus the rest of the first eight by 97. */
export function belgianNumber(seed: number): string {
  const base = 4_000_000 + (seed % 5_999_999);
  return `BE0${String(base).padStart(7, '0')}${String(97 - (base % 97)).padStart(2, '0')}`;
}

/** The number of a Dutch company: weights 9 to 2 over eight digits, the rest by 11 is the ninth. */
export function dutchNumber(seed: number): string {
  for (let base = 10_000_000 + (seed % 80_000_000); ; base += 1) {
    const sum = [...String(base)].reduce((total, digit, index) => total + Number(digit) * (9 - index), 0);
    if (sum % 11 < 10) return `NL${String(base)}${String(sum % 11)}B01`;
  }
}
