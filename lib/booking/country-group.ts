/** Where the goods of an invoice arrive and to whom, seen from the Netherlands (facts: vat 1.2, 3). Recognises; judges no rate. */
import type { Invoice, Party, Remark } from '../invoice/invoice';
import { vatAreaOf } from './territory';
import type { CountryGroup } from './rules';
import { memberVatNumber } from './vat-number';

const HOME = 'NL';

export type GroupResult =
  | { readonly ok: true; readonly group: CountryGroup; readonly country: string; readonly remarks: readonly Remark[] }
  | { readonly ok: false; readonly code: 'no-country' | 'R-TERRITORY'; readonly country: string };

/**
 * The country group of an invoice. `country` is the VAT area's code (XI for Northern Ireland, FR for Monaco), so it may
 * differ from the printed address. Refuses when no country is known, or where EU law is suspended.
 */
export function countryGroupOf(invoice: Invoice): GroupResult {
  const { party, remarks } = arrivalOf(invoice);
  if (party.country === '') return { ok: false, code: 'no-country', country: '' };
  const area = vatAreaOf(party.country, party.postalCode, invoice.date);
  if (area.kind === 'suspended') return { ok: false, code: 'R-TERRITORY', country: area.iso };
  if (area.kind === 'outside') return { ok: true, group: 'outside-eu', country: area.iso, remarks };
  if (area.iso === HOME) return { ok: true, group: 'home', country: HOME, remarks };
  const group = hasNoVat(invoice) && foreignMemberNumber(invoice) ? 'eu-business' : (`eu-consumer:${area.iso}` as const);
  return { ok: true, group, country: area.iso, remarks };
}

/** True when no line of the invoice carries VAT. */
export function hasNoVat(invoice: Invoice): boolean {
  return invoice.vat === 0 && invoice.lines.every((line) => line.vat === 0);
}

/** Ship-to decides; without one the bill-to counts, and the person is told so (facts: vat 1.2 step 2). */
function arrivalOf(invoice: Invoice): { party: Party; remarks: readonly Remark[] } {
  if (invoice.shipTo && invoice.shipTo.country !== '') return { party: invoice.shipTo, remarks: [] };
  return { party: invoice.billTo, remarks: [{ code: 'F-BILL-TO' }] };
}

/** A VAT number of a member state other than the Netherlands; form and check digits are judged elsewhere. */
function foreignMemberNumber(invoice: Invoice): boolean {
  const number = memberVatNumber(invoice.billTo.vatNumber || invoice.shipTo?.vatNumber || '');
  // The suffix EX is a number of the small-business scheme: not one for supplies between states (facts: vat 1.5).
  return number !== '' && !number.startsWith(HOME) && !number.endsWith('EX');
}
