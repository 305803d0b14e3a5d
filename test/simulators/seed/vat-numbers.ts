/** VAT numbers that pass the checks of facts vat 4; made up, of no real company. */
import type { Random } from './random';

export function vatNumberOf(country: string, random: Random): string {
  switch (country) {
    case 'DE':
      return german(random);
    case 'BE': {
      const first = 4_000_000 + random.int(0, 5_999_999);
      return `BE0${String(first).padStart(7, '0')}${String(97 - (first % 97)).padStart(2, '0')}`;
    }
    case 'FR':
      return french(random);
    case 'NL':
      return dutch(random);
    default:
      throw new Error(`no VAT number form for ${country}`);
  }
}

function german(random: Random): string {
  const digits = Array.from({ length: 8 }, (_, i) => random.int(i === 0 ? 1 : 0, 9));
  let product = 10;
  for (const digit of digits) {
    const sum = (digit + product) % 10 || 10;
    product = (2 * sum) % 11;
  }
  return `DE${digits.join('')}${String((11 - product) % 10)}`;
}

function french(random: Random): string {
  const digits = Array.from({ length: 8 }, (_, i) => random.int(i === 0 ? 3 : 0, 9));
  // Luhn over nine digits: from the right the second, fourth, ... are doubled, so d8, d6, d4, d2 of the eight.
  const sum = digits.reduce((acc, digit, i) => {
    const value = i % 2 === 1 ? digit * 2 : digit;
    return acc + (value > 9 ? value - 9 : value);
  }, 0);
  const siren = `${digits.join('')}${String((10 - (sum % 10)) % 10)}`;
  return `FR${String((12 + 3 * (Number(siren) % 97)) % 97).padStart(2, '0')}${siren}`;
}

function dutch(random: Random): string {
  for (;;) {
    const digits = Array.from({ length: 8 }, (_, i) => random.int(i === 0 ? 1 : 0, 9));
    const check = digits.reduce((acc, digit, i) => acc + digit * (9 - i), 0) % 11;
    if (check < 10) return `NL${digits.join('')}${String(check)}B01`;
  }
}
