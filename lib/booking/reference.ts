/** The marks that tie an entry in Exact to its invoice (design 6.1; facts: exact-xml 5.6, 5.7). */
import type { Invoice } from '../invoice/invoice';
import type { BookingRules } from './rules';

const INT32_MAX = 2_147_483_647;

/** Prefix + invoice code, and the year of the invoice date where numbers restart. */
export function referenceOf(invoice: Invoice, rules: BookingRules): string {
  const year = rules.referenceYear ? `-${invoice.date.slice(0, 4)}` : '';
  return `${rules.referencePrefix}${invoice.code}${year}`;
}

/** The entry number of an invoice by the shop's rules: none where prefix or year tell numbers apart, since then the bare number is not unique. */
export function entryNumberFor(invoice: Invoice, rules: BookingRules): number | undefined {
  return numbersStandAlone(rules) ? entryNumberOf(invoice.code) : undefined;
}

/** Whether the invoice code by itself is the reference. */
export function numbersStandAlone(rules: BookingRules): boolean {
  return rules.referencePrefix === '' && !rules.referenceYear;
}

/**
 * The entry number: only for codes that are whole numbers as they stand, since taking digits out of a code is not one-to-one
 * (facts: vat 6.6), and only within a signed 32-bit integer. `0012` and `12` would be one number, so leading zeros have none.
 */
export function entryNumberOf(code: string): number | undefined {
  if (!/^[1-9]\d{0,9}$/.test(code)) return undefined;
  const number = Number(code);
  return number <= INT32_MAX ? number : undefined;
}
