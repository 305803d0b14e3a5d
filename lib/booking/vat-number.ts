/** VAT numbers as texts: one spelling of what people type in many. Says nothing about whether a number exists. */
import { isMemberVatPrefix } from './territory';

/**
 * The number in the spelling of the listings: upper case, without spaces, dots, dashes and slashes, EL for Greece (facts: vat 4).
 * Empty when it has not the form of a member state's number: Exact refuses a relation over a number that it cannot read.
 */
export function memberVatNumber(text: string): string {
  const number = text.toUpperCase().replace(/[\s./-]/g, '').replace(/^GR/, 'EL');
  const form = /^([A-Z]{2})([A-Z0-9+*]{2,12})$/.exec(number);
  if (!form) return '';
  const [, prefix = '', rest = ''] = form;
  return isMemberVatPrefix(prefix) && /\d/.test(rest) ? number : '';
}
