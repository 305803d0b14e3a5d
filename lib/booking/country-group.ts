/** Where the goods of an invoice arrive and to whom, seen from the Netherlands (facts: vat 1.2, 3, 4). Recognises; judges no rate. */
import type { Invoice, Party, Remark } from '../invoice/invoice';
import type { IsoDate } from '../invoice/money';
import { isMember, isoCountry, territoryOf } from '../invoice/territory';
import { buyerNumberOf, namesBusiness, type VatNumber } from '../invoice/vat-number';
import type { Refusal, RefusalCode } from './booking';
import type { CountryGroup } from './rules';

const HOME = 'NL';

export type GroupResult =
  | {
      readonly ok: true;
      readonly group: CountryGroup;
      /** The VAT area's ISO code (XI for Northern Ireland, FR for Monaco), so it may differ from the printed address. */
      readonly country: string;
      /** Whose rates are due there: `country`, or a part of it with rates of its own. */
      readonly rateArea: string;
      readonly remarks: readonly Remark[];
    }
  | { readonly ok: false; readonly code: RefusalCode; readonly params: Refusal['params'] };

/**
 * The country group of an invoice. Refuses when no country is known, where no one can tell which VAT law applies, and sales at 0 % to
 * another member state with a number that names no business there.
 */
export function countryGroupOf(invoice: Invoice): GroupResult {
  const { party, remarks } = arrivalOf(invoice);
  if (party.country === '') return { ok: false, code: 'no-country', params: {} };
  const territory = territoryOf(party, invoice.date);
  if (territory.area === 'refuse') return { ok: false, code: 'R-TERRITORY', params: { country: territory.place, reason: territory.why } };
  if (territory.area === 'outside') {
    const special: readonly Remark[] = isMember(isoCountry(party.country), invoice.date) ? [{ code: 'F-TERRITORY' }] : [];
    return { ok: true, group: 'outside-eu', country: territory.place, rateArea: territory.place, remarks: [...remarks, ...special] };
  }

  const { state, region, ossCountry } = territory;
  const arrives = { country: state, rateArea: region ?? state };
  const number = buyerNumberOf(invoice);
  if (state !== HOME && number && hasNoVat(invoice)) {
    const refused = numberRefusal(number, state, invoice.date);
    if (refused) return { ok: false, ...refused };
    return { ok: true, group: 'eu-business', ...arrives, remarks: [...remarks, ...numberRemarks(number, ossCountry)] };
  }
  const bad: readonly Remark[] = number && isBad(number) && !hasNoVat(invoice) ? [{ code: 'F-NUMBER-BAD' }] : [];
  return { ok: true, group: state === HOME ? 'home' : (`eu-consumer:${state}` as const), ...arrives, remarks: [...remarks, ...bad] };
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

/** Why a number cannot carry an intra-Community supply from the Netherlands at 0 % (facts: vat 1.5); null when it can. */
function numberRefusal(number: VatNumber, country: string, date: IsoDate): { readonly code: RefusalCode; readonly params: Refusal['params'] } | null {
  if (number.scheme === 'small-business') return { code: 'R-VATNO-EX', params: { country } };
  if (country === 'XI' && number.state === 'GB') return { code: 'R-VATNO-XI', params: {} };
  if (!namesBusiness(number, date)) return { code: 'R-VATNO-FORM', params: { country, reason: formReason(number) } };
  return number.state === HOME ? { code: 'R-VATNO-HOME', params: { country } } : null;
}

/** As `lib/words/reasons` names it: what is wrong with the number itself, or whose it is instead. */
function formReason({ scheme, fault }: VatNumber): string {
  if (scheme === 'member') return fault ?? 'form';
  return scheme === 'outside' ? 'outside' : 'seller';
}

/** A number of another state than that of arrival is accepted: the law asks for any state but that of departure (facts: vat 4). */
function numberRemarks(number: VatNumber, arrival: string): readonly Remark[] {
  const added: readonly Remark[] = number.prefixAdded ? [{ code: 'F-PREFIX-ADDED' }] : [];
  return number.state === arrival ? added : [...added, { code: 'F-NUMBER-OTHER-STATE' }];
}

/** Of numbers from outside the EU nothing is known, so they are not called wrong. */
function isBad(number: VatNumber): boolean {
  return number.scheme === 'oss-seller' || number.scheme === 'import-seller' || (number.scheme === 'member' && number.grade === 'malformed');
}
