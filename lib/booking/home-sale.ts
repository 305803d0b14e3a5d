/** Goods that stay in the country they start from (facts: vat 1.2 step 4, 1.3). The buyer's address or number changes nothing there. */
import type { Minor } from '../invoice/money';
import { badNumberRemarks, isBusiness, isConfirmed, numberRefusal, numberRemarks, vatLetters } from './buyer';
import { judged, rateAt, refused, remark, unknownRate, type Judged, type Refused, type Sale, type SaleLine } from './sale';

/** EUR 10,000 without VAT per supply of a kind (facts: vat 1.3, NL-RC). */
const REVERSE_CHARGE_FROM: Minor = 1_000_000;
/** The low rate of the Netherlands until 2018-12-31, and 31 days more by the neighbour rule. */
const OLD_LOW = { rate: 600, until: '2019-01-31' };

/** The regime of a line whose goods stay at home, or in another country where the seller has a registration of its own. */
export function homeSale(sale: Sale, at: SaleLine, rateArea: string): Judged {
  const { home } = sale;
  if (at.line.rate > 0) return taxed(sale, at, rateArea);
  if (at.departure !== home) return at.kind === 'zero-rate' ? judged('local', at.departure, 0) : needsKind(at);
  switch (at.kind) {
    case 'zero-rate':
      return judged('home-zero', home, 0);
    case 'exempt':
      return judged('exempt', home, 0);
    case 'reverse-charge':
      return reverseCharge(sale, at);
    case 'service':
      return service(sale, at);
    default:
      return needsKind(at);
  }
}

function taxed(sale: Sale, at: SaleLine, rateArea: string): Judged {
  const { known, remarks } = rateAt(rateArea, at);
  const old = rateArea === 'NL' && at.line.rate === OLD_LOW.rate && at.line.original !== undefined && at.line.original.date <= OLD_LOW.until;
  if (!known && !old) return unknownRate(at, at.departure);
  return judged(at.departure === sale.home ? 'home' : 'local', at.departure, at.line.rate, [...remarks, ...badNumberRemarks(sale)]);
}

/** A percentage of 0 proves nothing: ten different things look like it (facts: vat 0.2). */
export function needsKind({ line }: SaleLine, reason: 'kind-missing' | 'voucher-single' | 'vat-outside' = 'kind-missing'): Refused {
  const what = line.kind === 'row' ? { product: line.productCode || line.description } : { what: line.kind };
  return refused('R-KIND', { ...what, ...(line.vatTariffCode === undefined ? {} : { tariff: line.vatTariffCode }), reason });
}

/** A service is taxed where the business that buys it is, wherever goods of the same invoice go (Dir 44). */
function service(sale: Sale, at: SaleLine): Judged {
  const { buyer, home } = sale;
  if (buyer === null || buyer.state === vatLetters(home) || numberRefusal(sale, home, home, at.day) !== null) return needsKind(at);
  return judged('intra-services', '', 0, numberRemarks(sale, buyer.state));
}

/** Who gives no Dutch number, or buys less than the law asks for, gets no reverse charge; a credit follows what its original was. */
function reverseCharge(sale: Sale, { day }: SaleLine): Judged {
  const { buyer, home, invoice } = sale;
  if (buyer === null) return invoice.billTo.obfuscated ? refused('R-OBFUSCATED') : refused('R-RC', { reason: 'rc-number' });
  if (buyer.state !== vatLetters(home) || buyer.scheme !== 'member' || !(isBusiness(sale, day) || isConfirmed(sale, buyer))) return refused('R-RC', { reason: 'rc-number' });
  return judged('reverse-charge', home, 0, isConfirmed(sale, buyer) ? [] : [remark('F-NUMBER-UNVERIFIED')]);
}

/** Whether goods under the reverse charge come to the amount from which it holds; only sales in euros can be told. */
export function belowReverseCharge(sale: Sale, net: Minor): Refused | null {
  if (sale.invoice.kind === 'credit') return null;
  if (sale.invoice.currency !== 'EUR') return refused('R-RC', { reason: 'rc-currency' });
  return net < REVERSE_CHARGE_FROM ? refused('R-RC', { reason: 'rc-amount', net, currency: 'EUR' }) : null;
}
