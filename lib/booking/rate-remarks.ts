/** Remarks on rates that the country of arrival did not have on that day. The invoice is booked as it stands (facts: vat 0.1, 2). */
import type { Invoice, Remark } from '../invoice/invoice';
import { rateIsKnown } from '../invoice/vat-rates';
import type { CountryGroup } from './rules';

/**
 * One remark per rate: `F-RATE-UNKNOWN` with rate, country and date, or `F-RATE-BY-DELIVERY`. Only where a table says what is possible:
 * at home and for consumers of member states. A domestic 0 % is no matter of rates, but of what the row is.
 */
export function rateRemarks(invoice: Invoice, group: CountryGroup, country: string, rateArea: string): readonly Remark[] {
  if (group !== 'home' && !group.startsWith('eu-consumer')) return [];
  const rates = new Set(invoice.lines.filter((line) => line.kind !== 'rounding' && line.gross !== 0).map((line) => line.rate));
  if (group === 'home') rates.delete(0);
  const { date, orderDate } = invoice;
  const dates = { invoice: date, ...(orderDate === undefined ? {} : { order: orderDate }), credit: invoice.kind === 'credit' };
  return [...rates].flatMap((rate): readonly Remark[] => {
    const { known, remark } = rateIsKnown(rateArea, rate, dates);
    if (!known) return [{ code: remark, params: { rate, country, date } }];
    return remark ? [{ code: remark, params: { rate, country, date } }] : [];
  });
}
