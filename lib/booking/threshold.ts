/**
 * The counter of cross-border sales to consumers for shops below the threshold: goods and electronic services together at most EUR 10,000
 * without VAT in this and the previous calendar year; the supply that passes it is taxed where it arrives (facts: vat 1.3, Dir 59c).
 * Pure: a state goes in with an invoice, and the next state comes out; invoices in the order of date, then id.
 */
import { exactOf, fromMinor, parseExact, roundWhole, type Exact } from '../invoice/decimal';
import type { Invoice } from '../invoice/invoice';
import type { IsoDate, Minor } from '../invoice/money';
import { territoryOf } from '../invoice/territory';
import { buyerNumberOf, namesBusiness } from '../invoice/vat-number';
import { homeOf, isOutsideTheTax, kindOf } from './kinds';
import type { SellerProfile } from './profile';
import { arrivalOf, departureOf, supplyDayOf } from './supply';

/** EUR 10,000 in cents. */
export const THRESHOLD: Minor = 1_000_000;

/** Per calendar year: the sum so far and the highest it ever was, in cents of the euro. Once passed it stays passed, whatever is credited later. */
export interface ThresholdState {
  readonly years: Readonly<Record<string, { readonly sum: Minor; readonly peak: Minor }>>;
}

export const NOTHING_COUNTED: ThresholdState = { years: {} };

/** Whether a profile counts at all: some period of it says *below the threshold*. */
export function countsTowards(profile: SellerProfile): boolean {
  return profile.consumers.some((period) => period.scheme === 'below');
}

/** First day whose sales matter for invoices from `date` on: the start of the year before. */
export function countedFrom(date: IsoDate): IsoDate {
  return `${String(Number(date.slice(0, 4)) - 1).padStart(4, '0')}-01-01`;
}

/** The sales that count before this invoice, as `decide` takes them. `belowElsewhere` is not in it, except to see that the limit was passed. */
export function countedBefore(state: ThresholdState, invoice: Invoice, profile: SellerProfile): Minor {
  const year = supplyDayOf(invoice).slice(0, 4);
  const own = state.years[year] ?? NONE;
  const last = state.years[String(Number(year) - 1)] ?? NONE;
  const now = own.peak + profile.belowElsewhere > THRESHOLD ? own.peak : own.sum;
  return last.peak > THRESHOLD ? Math.max(now, THRESHOLD + 1) : now;
}

/** The state after this invoice: whether it could be booked does not matter, since it was sold. */
export function counted(state: ThresholdState, invoice: Invoice, profile: SellerProfile): ThresholdState {
  const sale = crossBorderSale(invoice, profile);
  if (sale === 0) return state;
  const year = supplyDayOf(invoice).slice(0, 4);
  const before = state.years[year] ?? NONE;
  const sum = before.sum + sale;
  return { years: { ...state.years, [year]: { sum, peak: Math.max(before.peak, sum) } } };
}

const NONE = { sum: 0, peak: 0 };

/** What an invoice adds to the counter, in cents of the euro without VAT; negative for credits, 0 for sales that do not count. */
export function crossBorderSale(invoice: Invoice, profile: SellerProfile): Minor {
  const day = supplyDayOf(invoice);
  const { party } = arrivalOf(invoice);
  const territory = territoryOf(party, day);
  if (territory.area !== 'eu' || territory.state === homeOf(profile)) return 0;
  const departure = departureOf(invoice, profile, day);
  if (!departure.ok || departure.country === territory.state) return 0;
  const number = buyerNumberOf(invoice);
  if (number && namesBusiness(number, day)) return 0;
  let net: Minor = 0;
  for (const line of invoice.lines) {
    const kind = kindOf(line, profile, territory.state);
    // Distance-sale rules do not reach goods under the margin scheme (facts: vat 1.3).
    if (!isOutsideTheTax(kind) && kind !== 'margin' && kind !== 'exempt') net += line.net;
  }
  return net === 0 ? 0 : inEuroCents(net, invoice);
}

/** Roughly what one euro is in other currencies: enough to tell which way round an exchange rate is written. */
const PER_EURO: Readonly<Record<string, number>> = {
  BGN: 1.96, CHF: 0.95, CZK: 25, DKK: 7.46, GBP: 0.86, HUF: 390, ISK: 145, JPY: 160, NOK: 11.5, PLN: 4.3, RON: 5, SEK: 11.2, TRY: 38, USD: 1.1,
};

/** The direction of ShopCtrl's rate is unproved (facts: vat 6.5): of the two readings the one near the usual rate counts, else the usual rate. */
function inEuroCents(net: Minor, { currency, exchangeRate }: Invoice): Minor {
  if (currency === 'EUR') return net;
  const amount = fromMinor(net, currency);
  const given = exchangeRate === undefined ? null : parseExact(exchangeRate);
  const usual = PER_EURO[currency];
  const one = exactOf(1);
  const readings: readonly Exact[] = given && given.gt(0) ? [given, one.div(given)] : [];
  const perEuro = usual === undefined ? readings[0] : (readings.find((rate) => rate.gt(usual / 2) && rate.lt(usual * 2)) ?? exactOf(usual));
  return roundWhole((perEuro ? amount.div(perEuro) : amount).times(100));
}
