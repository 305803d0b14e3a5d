/** Goods that stay in the country they start from (facts: vat 1.2 step 4, 1.3). The buyer's address or number changes nothing there. */
import { exactOf, roundWhole } from '../invoice/decimal';
import type { Minor } from '../invoice/money';
import { badNumberRemarks, isBusiness, isConfirmed, numberRefusal, numberRemarks, vatLetters } from './buyer';
import { kindRuleOf } from './kinds';
import type { LineRegime } from './follow';
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
    case 'reverse-charge-always':
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

/**
 * Whether the goods of each kind under the reverse charge come to the amount from which it holds; only sales in euros can be told. One rule
 * of the profile is one kind of goods. Header discounts lower each kind by its share; shipping is no goods.
 * @param decided one for each line of the invoice, in its order.
 * @param arrival ISO code of the VAT area that the goods go to.
 */
export function belowReverseCharge({ invoice, profile }: Sale, decided: readonly (LineRegime | null)[], arrival: string): Refused | null {
  if (invoice.kind === 'credit') return null;
  const kinds = new Map<string, { readonly code: string; net: Minor }>();
  let [rows, discounts] = [0, 0];
  for (const [index, line] of invoice.lines.entries()) {
    const one = decided[index];
    if (one?.regime.kind !== 'reverse-charge') continue;
    if (line.kind === 'discount') discounts += line.net;
    if (line.kind !== 'row') continue;
    rows += line.net;
    if (one.kind !== 'reverse-charge') continue;
    const rule = kindRuleOf(line, profile, arrival);
    const code = rule?.code.trim() ?? '';
    const name = `${rule?.by ?? ''}|${code.toLowerCase()}`;
    const kind = kinds.get(name) ?? { code, net: 0 };
    kinds.set(name, { code, net: kind.net + line.net });
  }
  if (kinds.size > 0 && invoice.currency !== 'EUR') return refused('R-RC', { reason: 'rc-currency' });
  for (const { code, net } of kinds.values()) {
    const after = rows === 0 ? net : roundWhole(exactOf(net).times(rows + discounts).div(rows));
    if (after < REVERSE_CHARGE_FROM) return refused('R-RC', { reason: 'rc-amount', product: code, net: after, currency: 'EUR' });
  }
  return null;
}
