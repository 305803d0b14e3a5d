/** What the buyer's VAT number proves (facts: vat 1.4, 1.5, 4): three grades, malformed, well-formed and confirmed. No judgement about rates. */
import type { Remark } from '../invoice/invoice';
import type { IsoDate } from '../invoice/money';
import { namesBusiness, type VatNumber } from '../invoice/vat-number';
import { refused, remark, type Refused, type Sale } from './sale';

/** The letters of a country in VAT numbers: EL for Greece. */
export function vatLetters(country: string): string {
  return country === 'GR' ? 'EL' : country;
}

/** A person has found this number in VIES. */
export function isConfirmed(sale: Sale, number: VatNumber): boolean {
  return sale.options.confirmedNumbers.some((confirmed) => confirmed.number === number.text);
}

/** Whether the buyer gave the number of a business in a member state: then it is no sale to a consumer. Malformed ones name nobody. */
export function isBusiness(sale: Sale, day: IsoDate): boolean {
  const { buyer } = sale;
  return buyer !== null && (namesBusiness(buyer, day) || (buyer.scheme === 'member' && isConfirmed(sale, buyer)));
}

/**
 * Why a sale at 0 % from `departure` to another state (`country`, ISO) cannot rest on the buyer's number; null when it can. Confirmed by a
 * person, a number is taken though its form or check digit looks wrong, but never the home state's, a seller's or a small business's.
 */
export function numberRefusal(sale: Sale, departure: string, country: string, day: IsoDate): Refused | null {
  const { buyer, invoice } = sale;
  if (buyer === null) return invoice.billTo.obfuscated ? refused('R-OBFUSCATED') : refused('R-VATNO-MISSING', { country });
  if (buyer.scheme === 'small-business') return refused('R-VATNO-EX', { country });
  if (country === 'XI' && buyer.state === 'GB') return refused('R-VATNO-XI');
  if (!isBusiness(sale, day)) {
    if (buyer.scheme === 'member' && buyer.fault === 'check') return refused('R-VATNO-CHECK', { country });
    return refused('R-VATNO-FORM', { country, reason: formReason(buyer) });
  }
  return buyer.state === vatLetters(departure) ? refused('R-VATNO-HOME', { country }) : null;
}

/** As `lib/words/reasons` names it: what is wrong with the number itself, or whose it is instead. */
function formReason({ scheme, fault }: VatNumber): string {
  if (scheme === 'member') return fault ?? 'form';
  return scheme === 'outside' ? 'outside' : 'seller';
}

/** Remarks on a number that a booking rests on. Any state but that of departure is lawful, also another one than that of arrival. */
export function numberRemarks(sale: Sale, arrival: string): readonly Remark[] {
  const { buyer } = sale;
  if (buyer === null) return [];
  return [
    ...(isConfirmed(sale, buyer) ? [] : [remark('F-NUMBER-UNVERIFIED')]),
    ...(buyer.prefixAdded ? [remark('F-PREFIX-ADDED')] : []),
    ...(buyer.state === vatLetters(arrival) ? [] : [remark('F-NUMBER-OTHER-STATE')]),
  ];
}

/** VAT was charged, so a wrong number changes nothing; of numbers from outside the EU nothing is known, so they are not called wrong. */
export function badNumberRemarks(sale: Sale): readonly Remark[] {
  const { buyer } = sale;
  if (buyer === null || isConfirmed(sale, buyer)) return [];
  const bad = buyer.scheme === 'oss-seller' || buyer.scheme === 'import-seller' || (buyer.scheme === 'member' && buyer.grade === 'malformed');
  return bad ? [remark('F-NUMBER-BAD')] : [];
}

/** A company that gives no number is treated as a consumer (facts: vat 1.4; Dir 33, Reg 18 by analogy). */
export function companyRemarks(sale: Sale): readonly Remark[] {
  return sale.buyer === null && sale.invoice.billTo.companyName.trim() !== '' ? [remark('F-COMPANY-AS-CONSUMER')] : [];
}
