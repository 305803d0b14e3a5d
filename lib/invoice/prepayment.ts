/** Rows that take or deduct a prepayment, told by their name or article code (facts: vat 6.4): the one place that knows the words. */

const PREPAYMENT = /\b(aan|vooruit)betaling|\bvoorschot(?!en\b)|\bpre-?payment\b|\bdown ?payment\b|\banzahlung\b|\bacompte\b/i;

const PERCENT = String.raw`(\d+([.,]\d+)?\s*%\s*)?`;
const CUTS = '(korting|discount|rabatt|skonto)';
/** A price cut for who pays in advance takes and deducts nothing: "Korting bij vooruitbetaling", "Vooruitbetaling: korting 2 %", "Vooruitbetalingskorting". */
const CUT = new RegExp(String.raw`^\W*${PERCENT}${CUTS}\b|^\W*(vooruitbetaling|pre-?payment)s?\W*${CUTS}\W*${PERCENT}$`, 'i');

/** Whether a row with that name and article code takes or deducts a prepayment. A cut of the price for paying in advance does not. */
export function namesPrepayment({ description, productCode }: { readonly description: string; readonly productCode: string }): boolean {
  return [description, productCode].some((text) => PREPAYMENT.test(text) && !CUT.test(text));
}
