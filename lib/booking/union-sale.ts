/** Sales from one member state to another; Northern Ireland counts for goods (facts: vat 1.2 step 5, 1.3). */
import type { IsoDate } from '../invoice/money';
import type { RegimeKind } from './regime';
import { badNumberRemarks, companyRemarks, isBusiness, numberRefusal, numberRemarks } from './buyer';
import { holds, type ConsumerScheme, type SellerProfile } from './profile';
import { consented, judged, rateAt, refused, remark, unknownRate, type Judged, type Refused, type Sale, type SaleLine } from './sale';
import { isRegistered } from './supply';

export interface UnionArrival {
  /** ISO code of the state; XI for Northern Ireland. */
  readonly country: string;
  /** Whose rates are due there: the state, or a part of it with rates of its own. */
  readonly rateArea: string;
}

/** How the seller's consumer sales are taxed on a day; null where the profile does not say. */
export function consumerScheme(profile: SellerProfile, day: IsoDate): ConsumerScheme | null {
  return profile.consumers.find((period) => holds(period, day))?.scheme ?? null;
}

/** The regime of a line that goes to another member state. */
export function unionSale(sale: Sale, at: SaleLine, arrival: UnionArrival): Judged {
  return at.line.rate === 0 ? atZero(sale, at, arrival) : isBusiness(sale, at.day) ? taxedBusiness(sale, at, arrival) : taxedConsumer(sale, at, arrival);
}

/** 0 %: intra-Community on a number, or a real zero rate of the state that somebody mapped by name (facts: vat 1.2 step 5b). */
function atZero(sale: Sale, at: SaleLine, arrival: UnionArrival): Judged {
  const { country } = arrival;
  if (at.kind === 'exempt') return judged('exempt', sale.home, 0);
  if (at.kind === 'zero-rate' && sale.buyer === null) return realZero(sale, at, arrival);
  const refusal = numberRefusal(sale, at.departure, country, at.day);
  if (refusal) return refusal;
  // Stock in another member state: that state's return and listing, which nobody here knows.
  if (at.departure !== sale.home) return refused('R-DISPATCH', { from: at.departure, reason: 'other-state' });
  const goods = at.kind !== 'service';
  return judged(goods ? 'intra-goods' : 'intra-services', '', 0, [...numberRemarks(sale, country), ...(goods ? [remark('F-PROOF')] : [])]);
}

function realZero(sale: Sale, at: SaleLine, { country, rateArea }: UnionArrival): Judged {
  const { known, remarks } = rateAt(rateArea, at);
  if (!known) return unknownRate(at, country);
  return destination(sale, at, country, [...remarks, ...companyRemarks(sale)]);
}

/** VAT that a consumer pays: of arrival with the One Stop Shop or a registration there, of home below the threshold. */
function taxedConsumer(sale: Sale, at: SaleLine, { country, rateArea }: UnionArrival): Judged {
  const scheme = consumerScheme(sale.profile, at.day);
  if (scheme === null) return refused('R-PROFILE', { question: 'consumers' });
  const there = rateAt(rateArea, at);
  const here = rateAt(at.departure, at);
  const about = [...badNumberRemarks(sale), ...companyRemarks(sale)];
  // Stock elsewhere, sold to the home country: without the One Stop Shop the VAT is due in the home return (Dir 33).
  if (country === sale.home && scheme !== 'oss') return there.known ? judged('home', country, at.line.rate, [...there.remarks, ...about]) : unknownRate(at, country);
  const below = scheme === 'below' && at.departure === sale.home && here.known;
  if (below && !isRegistered(sale.profile, country, at.day)) {
    return judged('home', sale.home, at.line.rate, [...here.remarks, ...about, remark('F-BELOW', { country })]);
  }
  if (there.known) return destination(sale, at, country, [...there.remarks, ...about]);
  if (below) return judged('home', sale.home, at.line.rate, [...here.remarks, ...about, remark('F-BELOW', { country })]);
  if (!here.known) return unknownRate(at, country);
  return asInvoiced(sale, at, refused('R-OSS-RATE', { rate: at.line.rate, country }), at.departure === sale.home ? 'home' : 'local', at.departure, [...here.remarks, ...about]);
}

/** VAT of the country of arrival, lawful by the One Stop Shop, else by a registration there. */
function destination(sale: Sale, at: SaleLine, country: string, remarks: readonly ReturnType<typeof remark>[]): Judged {
  const scheme = consumerScheme(sale.profile, at.day);
  if (scheme === null) return refused('R-PROFILE', { question: 'consumers' });
  if (scheme === 'oss') return judged('oss', country, at.line.rate, remarks);
  if (isRegistered(sale.profile, country, at.day)) return judged('local', country, at.line.rate, remarks);
  // Without a return of the One Stop Shop it is a debt to that state.
  return asInvoiced(sale, at, refused('R-OSS-OFF', { rate: at.line.rate, country }), 'local', country, remarks);
}

/** The One Stop Shop is for buyers without a number (Dir 369b), and a business in another state is not charged home VAT by itself: a person is asked. */
function taxedBusiness(sale: Sale, at: SaleLine, { country, rateArea }: UnionArrival): Judged {
  const there = rateAt(rateArea, at);
  if (there.known) {
    const kind = consumerScheme(sale.profile, at.day) === 'oss' ? 'oss' : 'local';
    return asInvoiced(sale, at, refused('R-OSS-B2B', { rate: at.line.rate, country }), kind, country, there.remarks);
  }
  const here = rateAt(at.departure, at);
  if (!here.known) return unknownRate(at, country);
  return asInvoiced(sale, at, refused('R-OSS-RATE', { rate: at.line.rate, country }), at.departure === sale.home ? 'home' : 'local', at.departure, here.remarks);
}

/** Booked as invoiced where a person said so once for this cause; the refusal otherwise. */
function asInvoiced(sale: Sale, at: SaleLine, cause: Refused, kind: RegimeKind, country: string, remarks: readonly ReturnType<typeof remark>[]): Judged {
  const about = String(cause.params['country'] ?? '');
  if (!consented(sale, cause.code, about)) return cause;
  return judged(kind, country, at.line.rate, [...remarks, remark('F-AS-INVOICED', { cause: cause.code, rate: at.line.rate, country: about })]);
}
