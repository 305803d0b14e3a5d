/**
 * Which VAT regime each line of an invoice has (facts: vat 1.2, whose order of decision this is; 1.3, 1.5, 6). Pure. It recognises what was
 * invoiced: no rate is replaced, no amount is moved. What cannot be told is refused with a code and the figures. Triangulation, the import
 * scheme and prepayments are always for a person: the first two start where the seller has no registration (`R-DISPATCH`).
 */
import type { Invoice, InvoiceLine, Remark } from '../invoice/invoice';
import type { IsoDate } from '../invoice/money';
import { territoryOf, type Territory } from '../invoice/territory';
import { splitHeaders } from '../invoice/headers';
import { namesPrepayment } from '../invoice/prepayment';
import { buyerNumberOf, type VatNumber } from '../invoice/vat-number';
import { followed, type DecidedRow, type LineRegime } from './follow';
import { belowReverseCharge, homeSale, needsKind } from './home-sale';
import { homeOf, isOutsideTheTax, kindOf } from './kinds';
import { outsideSale } from './outside-sale';
import { holds, type SellerProfile } from './profile';
import type { Regime } from './regime';
import { judged, refused, remark, type Judged, type Refused, type RegimeOptions, type Sale, type SaleLine } from './sale';
import { arrivalOf, datesOf, dayOf, departureOf, isImport, quarterOf, supplyDayOf } from './supply';
import { crossBorderSale, THRESHOLD } from './threshold';
import { unionSale } from './union-sale';

export type { LineRegime } from './follow';
export type { RegimeOptions } from './sale';

export interface Regimes {
  readonly ok: true;
  /** The invoice with its header amounts split by what the rows are: `lines` is about the lines of this one. */
  readonly invoice: Invoice;
  /** One for each line of `invoice`, in its order; null for lines of nothing but zeros. */
  readonly lines: readonly (LineRegime | null)[];
  /** Where the goods arrive: ISO code of the VAT area (XI, FR for Monaco, IC …), and whose rates hold there. */
  readonly arrival: { readonly country: string; readonly rateArea: string };
  /** ISO code of the country that the invoice as a whole is taxed in, or goes to where no VAT is due: it chooses the collective debtor. */
  readonly taxation: string;
  readonly buyerNumber: VatNumber | null;
  /** Day of the supply; of each credit row its own (`ossQuarter`). */
  readonly supplyDay: IsoDate;
  readonly remarks: readonly Remark[];
}

export type RegimesResult = Regimes | Refused;

/**
 * Boxes and regimes are known for Dutch administrations alone. Elsewhere every line is called taxed in its country of arrival at the invoiced
 * rate, so that accounts and codes can be mapped by hand per country and rate; nothing is judged and no box is named (facts: vat 1.1).
 */
export function regimesAreKnown(profile: SellerProfile): boolean {
  return homeOf(profile) === 'NL';
}

/** Decides every line. Same input, same output; the figures of a refusal are those of the invoice, never names or numbers of buyers. */
export function regimesOf(given: Invoice, profile: SellerProfile, options: RegimeOptions): RegimesResult {
  const { party, remarks: arrivalRemarks } = arrivalOf(given);
  if (party.country === '') return refused('no-country');
  const day = supplyDayOf(given);
  const territory = territoryOf(party, day);
  const arrival = placeOf(territory);
  const split = splitHeaders(given, (line) => isOutsideTheTax(kindOf(line, profile, arrival.country)));
  if (!split.ok) return split;

  const { invoice } = split;
  const sale: Sale = { invoice, profile, options, home: homeOf(profile), arrival: party, buyer: buyerNumberOf(invoice) };
  if (!regimesAreKnown(profile)) return plain(sale, arrival, day);
  if (invoice.downPayment === true || invoice.lines.some(isPrepayment)) return refused('R-PREPAYMENT');

  const decided: (LineRegime | null)[] = [];
  const rows: DecidedRow[] = [];
  const remarks: Remark[] = [...arrivalRemarks];
  let below = false;
  // Rows stand before header amounts, which follow them.
  for (const line of invoice.lines) {
    if (isZero(line)) {
      decided.push(null);
      continue;
    }
    const leader = line.kind === 'row' || line.kind === 'rounding' ? null : followed(line, rows);
    if (leader !== null) {
      if ('ok' in leader) return leader;
      decided.push(leader);
      continue;
    }
    const at = lineOf(sale, line, arrival.country);
    const answer = judge(sale, at);
    if (!answer.ok) return answer;
    const period = periodOf(sale, at, answer.regime);
    if (!period.ok) return period;
    const result: LineRegime = { regime: answer.regime, kind: at.kind ?? 'goods', ...(answer.regime.kind === 'oss' ? { ossQuarter: quarterOf(at.day) } : {}) };
    below ||= answer.remarks.some(({ code }) => code === 'F-BELOW');
    remarks.push(...answer.remarks, ...period.remarks);
    decided.push(result);
    if (line.kind === 'row') rows.push({ line, decided: result });
  }
  if (profile.voucherUse === 'discount' && invoice.lines.some((line) => line.kind === 'discount')) remarks.push(remark('F-VOUCHER-DISCOUNT'));

  const tooLittle = belowReverseCharge(sale, decided, arrival.country);
  if (tooLittle) return tooLittle;
  const passed = below ? thresholdRefusal(sale, arrival.country) : null;
  if (passed) return passed;
  return {
    ok: true, invoice, lines: decided, arrival, taxation: taxationOf(sale, decided, arrival.country), buyerNumber: sale.buyer, supplyDay: day, remarks: once(remarks),
  };
}

function lineOf(sale: Sale, line: InvoiceLine, arrival: string): SaleLine {
  const { invoice, profile, home } = sale;
  return { line, kind: kindOf(line, profile, arrival), departure: home, day: dayOf(invoice, line), dates: datesOf(invoice, line) };
}

/** The order of decision: what is no supply, whoever pays no VAT at all, goods on the margin; then from where to where. */
function judge(sale: Sale, given: SaleLine): Judged {
  const { profile, home, invoice } = sale;
  const { line, kind, day } = given;
  if (isOutsideTheTax(kind)) return outsideTheTax(sale, given);

  // A service starts nowhere: its seller's country stands for it.
  const departure = kind === 'service' ? ({ ok: true, country: home } as const) : departureOf(invoice, profile, day);
  if (!departure.ok) return departure;
  const at: SaleLine = { ...given, departure: departure.country };
  if (at.departure === home && profile.smallBusiness.some((period) => holds(period, day))) {
    return line.rate > 0 || line.vat !== 0 ? refused('R-PROFILE', { question: 'small-business' }) : judged('small-business', home, 0);
  }
  if (kind === 'margin') {
    return line.rate > 0 || at.departure !== home ? refused('R-MARGIN', { product: line.productCode || line.description }) : judged('margin', home, 0);
  }
  // Taxed when it was sold; its use is against deferred revenue, which only a person knows (facts: vat 6.3).
  if (kind === 'voucher-single' && line.rate === 0) return needsKind(at, 'voucher-single');

  const territory = territoryOf(sale.arrival, day, kind === 'service' ? 'service' : 'goods');
  if (territory.area === 'refuse') return refused('R-TERRITORY', { country: territory.place, reason: territory.why });
  const { country, rateArea } = placeOf(territory);
  if (isImport(at.departure, country, day)) return refused('R-DISPATCH', { from: at.departure, reason: 'import' });
  if (country === at.departure) return homeSale(sale, at, rateArea);
  return territory.area === 'eu' ? unionSale(sale, at, { country, rateArea }) : outsideSale(sale, at, country);
}

/** No VAT belongs on such a row; a card that is used is only known once the shop said how its use is shown (facts: vat 6.3). */
function outsideTheTax({ invoice, profile }: Sale, at: SaleLine): Judged {
  const { line, kind } = at;
  if (line.rate > 0 || line.vat !== 0) return needsKind(at, 'vat-outside');
  const used = (invoice.kind === 'credit' ? -line.gross : line.gross) < 0;
  if (kind === 'voucher-multi' && used && profile.voucherUse === '') return refused('R-PROFILE', { question: 'voucher-use' });
  return judged('no-supply', '', 0);
}

/** A credit of a sale that is reported by quarter needs its original; one of an earlier VAT period is said (facts: vat 6.2). */
function periodOf({ invoice }: Sale, { line, day }: SaleLine, { kind, country }: Regime): { readonly ok: true; readonly remarks: readonly Remark[] } | Refused {
  const reported = kind === 'oss' || kind === 'intra-goods' || kind === 'intra-services';
  const { original } = line;
  if (original === undefined) return invoice.kind === 'credit' && reported ? refused('R-PERIOD', country === '' ? {} : { country }) : { ok: true, remarks: [] };
  if (kind === 'no-supply') return { ok: true, remarks: [] };
  const quarter = quarterOf(kind === 'oss' ? day : original.date);
  const late = quarter === quarterOf(invoice.date) ? [] : [remark('F-LATE-CREDIT', { quarter })];
  return { ok: true, remarks: original.rate === line.rate ? late : [...late, remark('F-CREDIT-RATE', { rate: line.rate })] };
}

/** The supply that passes the threshold is itself taxed where it goes (Dir 59c). */
function thresholdRefusal({ invoice, profile, options }: Sale, country: string): Refused | null {
  const own = crossBorderSale(invoice, profile);
  if (own <= 0) return null;
  const total = (options.before ?? 0) + profile.belowElsewhere + own;
  return total > THRESHOLD ? refused('R-THRESHOLD', { total, country, currency: 'EUR' }) : null;
}

/** Of the lines that are supplies the one with the largest net decides; where no VAT is due abroad, the country of arrival. */
function taxationOf(sale: Sale, lines: readonly (LineRegime | null)[], arrival: string): string {
  let largest: { readonly country: string; readonly net: number } | null = null;
  for (const [index, one] of lines.entries()) {
    if (one === null || one.regime.kind === 'no-supply') continue;
    const net = Math.abs(sale.invoice.lines[index]?.net ?? 0);
    if (largest === null || net > largest.net) largest = { country: one.regime.country || arrival, net };
  }
  return largest?.country ?? sale.home;
}

/** No statement about regimes: country of arrival and rate as invoiced, for a mapping by hand. */
function plain(sale: Sale, arrival: Regimes['arrival'], day: IsoDate): Regimes {
  const lines = sale.invoice.lines.map((line): LineRegime | null => {
    if (isZero(line)) return null;
    const kind = kindOf(line, sale.profile, arrival.country) ?? 'goods';
    const outside = isOutsideTheTax(kind) && line.rate === 0;
    return { kind, regime: outside ? { kind: 'no-supply', country: '', rate: 0 } : { kind: 'home', country: arrival.country, rate: line.rate } };
  });
  return {
    ok: true, invoice: sale.invoice, lines, arrival, taxation: taxationOf(sale, lines, arrival.country), buyerNumber: sale.buyer, supplyDay: day,
    remarks: arrivalOf(sale.invoice).remarks,
  };
}

function placeOf(territory: Territory): Regimes['arrival'] {
  return territory.area === 'eu' ? { country: territory.state, rateArea: territory.region ?? territory.state } : { country: territory.place, rateArea: territory.place };
}

function isPrepayment(line: InvoiceLine): boolean {
  return line.kind === 'row' && !isZero(line) && namesPrepayment(line);
}

const isZero = (line: InvoiceLine): boolean => line.net === 0 && line.vat === 0 && line.gross === 0;

function once(remarks: readonly Remark[]): readonly Remark[] {
  return remarks.length < 2 ? remarks : [...new Map(remarks.map((one) => [JSON.stringify(one), one])).values()];
}
