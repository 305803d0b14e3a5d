/**
 * Invoice + rules → Booking or Refusal. Pure: no clock, network or browser. It recognises what was invoiced and never
 * recalculates: no rate is replaced, no cent is moved between rates (facts: vat 0.1).
 */
import { groupedVat } from '../invoice/grouped-vat';
import type { Invoice, InvoiceLine, Remark } from '../invoice/invoice';
import type { Minor } from '../invoice/money';
import type { Booking, BookingLine, Decision, Refusal, RefusalCode } from './booking';
import type { Books } from './books';
import { accountMisfit, codeMisfit, conditionMisfit, defaultsOf, journalMisfit, saleOf, takes } from './books-check';
import { computedVat } from './computed-vat';
import { debtorOf } from './debtor';
import { grouped } from './grouping';
import { useOf } from './line-use';
import { mappingOf } from './mapping';
import { overrideAt, withOverride, type Exit } from './override';
import type { SellerProfile } from './profile';
import { entryNumberFor, referenceOf } from './reference';
import { regimeName, type Regime } from './regime';
import { regimesAreKnown, regimesOf } from './regime-of';
import { OUTSIDE_TAX, roundingLine } from './rounding';
import type { BookingRules } from './rules';
import { isShared } from './shared-code';
import { DEFAULT_TEXTS } from './texts';

type Params = Refusal['params'];

export interface DecideOptions {
  /** What the administration offers, where it is known: then nothing is booked that Exact would refuse or change. */
  readonly books?: Books | null;
  /** Where the booking goes: then its VAT is what this exit can carry. Without it, the VAT as invoiced. */
  readonly exit?: Exit;
  /** Cross-border consumer sales of the year before this invoice, in cents of the euro (`threshold.ts`); absent when the profile does not count them. */
  readonly before?: Minor;
}

/** Stops deciding with a reason. */
class Refused {
  constructor(
    readonly code: RefusalCode,
    readonly params: Params = {},
  ) {}
}

/**
 * Decides one invoice. Amounts are minor units of the invoice's currency, exact; no exchange rate is sent. `settingsVersion` is kept in the
 * Booking, so that it can be explained later. Same input, same output. Refusals are results, with both figures where figures disagree.
 */
export function decide(invoice: Invoice, rules: BookingRules, settingsVersion: number, options: DecideOptions = {}): Decision {
  const result = bookingOf(invoice, rules, settingsVersion, options);
  if (result instanceof Refused) {
    const { tenantId, shopId, id, code } = invoice;
    return { ok: false, refusal: { tenantId, shopId, invoiceId: id, invoiceCode: code, code: result.code, params: result.params } };
  }
  if (!options.exit) return { ok: true, booking: inGroups(result, rules) };
  const mode = overrideAt(rules, options.exit);
  const together = withOverride(inGroups(result, rules), rules, mode);
  // Cents of many rows in one line may be more than the exit takes; row by row they are not.
  return together.ok || rules.grouping === 'lines' || mode !== 'limited' ? together : withOverride(result, rules, mode);
}

function bookingOf(invoice: Invoice, rules: BookingRules, settingsVersion: number, options: DecideOptions): Booking | Refused {
  const books = options.books ?? null;
  const journal = rules.journals.find((row) => row.currency === invoice.currency && row.journal !== '')?.journal ?? rules.journal;
  if (journal === '') return new Refused('no-settings', { setting: 'journal' });
  // A sale paid with a voucher row has total zero and still moves VAT: only an invoice of nothing but zeros is left out (facts: vat 5.5).
  if (invoice.gross === 0 && invoice.lines.every(isZero)) return new Refused('zero-invoice');

  const before = options.before;
  const { confirmedNumbers, consents } = rules;
  const profile = homed(rules.profile, books);
  const lawKnown = regimesAreKnown(profile);
  const taxed = regimesOf(invoice, profile, { confirmedNumbers, consents, ...(before === undefined ? {} : { before }) });
  if (!taxed.ok) return new Refused(taxed.code, taxed.params);

  const listed = taxed.lines.some((line) => line !== null && LISTED.has(line.regime.kind));
  const abroad = taxed.lines.some((line) => line !== null && ABROAD.has(line.regime.kind) && line.regime.country === taxed.taxation);
  const debtor = debtorOf(invoice, rules, { taxation: taxed.taxation, number: taxed.buyerNumber, abroad, listed });
  if (!debtor.ok) return new Refused(debtor.code, debtor.params);

  const condition = rules.paymentConditions.find((row) => row.paymentTypeId === invoice.paymentTypeId && row.code !== '')?.code ?? rules.paymentCondition;
  if (condition === '' && (books || options.exit)) return new Refused('no-settings', { setting: 'paymentCondition' });
  if (books) {
    const misfit = journalMisfit(books, journal, invoice.currency) ?? conditionMisfit(books, condition);
    if (misfit) return new Refused('R-CODE', misfit);
  }

  const lines: BookingLine[] = [];
  for (const [index, line] of settled(taxed.invoice).entries()) {
    if (isZero(line)) continue;
    if (line.kind === 'rounding') {
      const rounding = roundedBy(line.gross, line.description, rules, books, invoice);
      if (rounding instanceof Refused) return rounding;
      lines.push(rounding);
      continue;
    }
    const refused = contradiction(line, invoice.currency);
    if (refused) return refused;
    const sale = taxed.lines[index];
    if (!sale) return new Refused('R-RATE-AMOUNT', { net: line.net, gross: line.gross, rate: line.rate, currency: invoice.currency });
    const { regime, kind } = sale;
    const use = useOf(line.kind, kind, regime);
    const placed = lineOf(line, regime, use, rules, books, invoice, lawKnown);
    if (placed instanceof Refused) return placed;
    lines.push(sale.ossQuarter === undefined ? placed : { ...placed, ossQuarter: sale.ossQuarter });
  }

  const difference = invoice.gross - sum(lines, (line) => line.net + line.vat);
  const cents = difference + sum(lines, (line) => (line.kind === 'rounding' ? line.net : 0));
  if (Math.abs(cents) > rules.roundingLimit || (difference !== 0 && Math.abs(difference) > rules.roundingLimit)) {
    return new Refused('R-ADDS-UP', { expected: invoice.gross, actual: invoice.gross - cents, currency: invoice.currency });
  }
  if (difference !== 0) {
    const rounding = roundedBy(cents, '', rules, books, invoice);
    if (rounding instanceof Refused) return rounding;
    // One visible line for all cents of the invoice.
    const others = lines.filter((line) => line.kind !== 'rounding');
    lines.splice(0, lines.length, ...others, ...(cents === 0 ? [] : [rounding]));
  }

  const entryNumber = entryNumberFor(invoice, rules);
  return {
    tenantId: invoice.tenantId,
    shopId: invoice.shopId,
    invoiceId: invoice.id,
    invoiceCode: invoice.code,
    // Exact goes by the sign: what the customer gets back is a credit note, whatever ShopCtrl calls it (facts: exact-xml 3.1; vat 7, C21).
    type: invoice.gross < 0 || (invoice.gross === 0 && invoice.kind === 'credit') ? 21 : 20,
    reference: referenceOf(invoice, rules),
    ...(entryNumber === undefined ? {} : { entryNumber }),
    date: invoice.date,
    currency: invoice.currency,
    journal,
    paymentCondition: condition,
    debtor: debtor.debtor,
    description: invoice.orderCode === '' ? invoice.code : `${invoice.code} / ${invoice.orderCode}`,
    orderCode: invoice.orderCode,
    lines,
    net: sum(lines, (line) => line.net),
    vat: sum(lines, (line) => line.vat),
    gross: invoice.gross,
    remarks: remarksOf(taxed.invoice, [...taxed.remarks, ...(debtor.remark ? [debtor.remark] : []), ...(books ? filledIn(lines, books) : [])]),
    settingsVersion,
  };
}

/** A cost centre or unit that Exact fills in by itself where the rules name none, and the account has one of its own. */
function filledIn(lines: readonly BookingLine[], books: Books): readonly Remark[] {
  return lines.flatMap(({ account, costCenter, costUnit }) => {
    const own = defaultsOf(books, account);
    return [
      ...(own.center !== '' && costCenter === undefined ? [{ code: 'F-COST-CENTER', params: { account, value: own.center } }] : []),
      ...(own.unit !== '' && costUnit === undefined ? [{ code: 'F-COST-UNIT', params: { account, value: own.unit } }] : []),
    ];
  });
}

const LISTED: ReadonlySet<Regime['kind']> = new Set(['intra-goods', 'intra-services', 'reverse-charge']);

/** VAT of another country is charged. */
const ABROAD: ReadonlySet<Regime['kind']> = new Set(['oss', 'local', 'foreign']);

/** The profile with its home country, which Exact knows where the person did not say. One value per profile and country. */
const homes = new WeakMap<SellerProfile, SellerProfile>();
function homed(profile: SellerProfile, books: Books | null): SellerProfile {
  if (profile.homeCountry !== '' || !books || books.country === '') return profile;
  let known = homes.get(profile);
  if (known?.homeCountry !== books.country) homes.set(profile, (known = { ...profile, homeCountry: books.country }));
  return known;
}

/** The lines with VAT per rate as the invoice's own sums say, where the shop rounds once per rate (facts: vat 5.5; case C07). */
function settled(invoice: Invoice): readonly InvoiceLine[] {
  const { lines } = invoice;
  let [net, vat] = [0, 0];
  for (const line of lines) {
    if (line.kind === 'rounding') return lines;
    net += line.net;
    vat += line.vat;
  }
  if ((net === invoice.net && vat === invoice.vat) || invoice.net + invoice.vat !== invoice.gross) return lines;
  return groupedVat(lines, invoice.net, invoice.gross) ?? lines;
}

/**
 * A line whose amounts do not fit each other or its own rate is never put right by a rounding line (facts: vat 5.3, 5.5). One cent may be the
 * line's own rounding and one the share of a sum that was rounded per rate.
 */
function contradiction(line: InvoiceLine, currency: string): Refused | null {
  const { net, vat, gross, rate } = line;
  if (net + vat !== gross) return new Refused('R-ADDS-UP', { expected: gross, actual: net + vat, currency });
  const fits = rate === 0 ? vat === 0 : Math.abs(vat - computedVat(net, rate)) <= 2;
  return fits ? null : new Refused('R-RATE-AMOUNT', { net, gross, rate, currency });
}

function lineOf(line: InvoiceLine, regime: Regime, use: ReturnType<typeof useOf>, rules: BookingRules, books: Books | null, invoice: Invoice, lawKnown: boolean): BookingLine | Refused {
  const found = mappingOf(rules, use, regime);
  if (!found.ok) return regime.kind === 'margin' && found.params['what'] !== 'account' ? new Refused('R-MARGIN', { product: line.productCode || line.description }) : new Refused('no-mapping', found.params);
  const { account, vatCode, rule, ...cost } = found.mapped;
  if (lawKnown && isShared(rules.table, vatCode)) return new Refused('R-CODE', { what: 'vat-code', vatCode, ...saleOf(regime), reason: 'shared' });
  const taken = books ? takes(books, account) : EVERYTHING;
  const costCenter = cost.ownCostCenter || taken.center ? cost.costCenter : '';
  const costUnit = cost.ownCostUnit || taken.unit ? cost.costUnit : '';
  if (books) {
    const misfit = accountMisfit(books, { account, use, costCenter, costUnit }) ?? codeMisfit(books, vatCode, regime, invoice.date, lawKnown);
    if (misfit) return new Refused(misfit['reason'] === 'margin' && regime.kind === 'margin' ? 'R-MARGIN' : 'R-CODE', misfit);
  }
  return {
    account,
    vatCode,
    rate: line.rate,
    net: line.net,
    vat: line.vat,
    description: describe(line),
    kind: line.kind,
    rule,
    regime: regimeName(regime),
    use,
    ...(costCenter === '' ? {} : { costCenter }),
    ...(costUnit === '' ? {} : { costUnit }),
  };
}

const EVERYTHING = { center: true, unit: true };

function roundedBy(amount: Minor, description: string, rules: BookingRules, books: Books | null, { date }: Invoice): BookingLine | Refused {
  const made = roundingLine(amount, description, rules);
  if (!made) return new Refused('no-settings', { setting: 'rounding' });
  if (!books) return made;
  const { costCenter, costUnit, ...line } = made;
  const taken = takes(books, line.account);
  const center = taken.center ? (costCenter ?? '') : '';
  const unit = taken.unit ? (costUnit ?? '') : '';
  const misfit = accountMisfit(books, { account: line.account, use: 'rounding', costCenter: center, costUnit: unit }) ?? codeMisfit(books, line.vatCode, OUTSIDE_TAX, date);
  if (misfit) return new Refused('R-CODE', misfit);
  return { ...line, ...(center === '' ? {} : { costCenter: center }), ...(unit === '' ? {} : { costUnit: unit }) };
}

function inGroups(booking: Booking, rules: BookingRules): Booking {
  return rules.grouping === 'accounts' && booking.lines.length > 1 ? { ...booking, lines: grouped(booking.lines) } : booking;
}

function describe(line: InvoiceLine): string {
  const text = line.description || line.productCode || DEFAULT_TEXTS[line.kind];
  return line.kind === 'row' && line.quantity !== '1' && line.quantity !== '' ? `${line.quantity} x ${text}` : text;
}

/** Each remark once: reading and deciding may notice the same thing. */
function remarksOf(invoice: Invoice, extra: readonly Remark[]): readonly Remark[] {
  const all = [...invoice.remarks, ...invoice.lines.flatMap((line) => line.remarks), ...extra];
  return all.length < 2 ? all : [...new Map(all.map((remark) => [JSON.stringify(remark), remark])).values()];
}

const isZero = (line: InvoiceLine): boolean => line.net === 0 && line.vat === 0 && line.gross === 0;

function sum(lines: readonly BookingLine[], of: (line: BookingLine) => Minor): Minor {
  return lines.reduce((total, line) => total + of(line), 0);
}
