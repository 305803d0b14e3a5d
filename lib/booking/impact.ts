/**
 * What a batch of Bookings changes in the books, before anything is booked: per ledger account, VAT code, debtor group and period, with the
 * expected return. Pure. Built up one booking at a time, so that many thousands can be added in pages; it keeps sums, never the bookings.
 */
import type { Remark } from '../invoice/invoice';
import type { Minor, RateBp } from '../invoice/money';
import type { Booking, BookingLine, Refusal } from './booking';
import { causeKey, sharedParams } from './cause';
import { quarterOf } from './supply';

/** What the return would say of one booking, by its regimes (`boxes.ts`): amounts in the booking's currency. */
export interface ExpectedReturn {
  readonly boxes: readonly { readonly box: string; readonly base: Minor; readonly vat: Minor }[];
  readonly oss: readonly { readonly country: string; readonly rate: RateBp; readonly base: Minor; readonly vat: Minor; readonly quarter: string }[];
  readonly icp: readonly { readonly number: string; readonly base: Minor; readonly kind: 'L' | 'S' | 'T' }[];
  readonly foreign: readonly { readonly country: string; readonly base: Minor; readonly vat: Minor }[];
}

export type ReturnOf = (booking: Booking) => ExpectedReturn;

interface Sums {
  readonly currency: string;
  readonly invoices: number;
  readonly net: Minor;
  readonly vat: Minor;
  readonly gross: Minor;
}

/** Everything per currency, in its minor units; sales positive, credits negative. */
export interface Impact {
  readonly totals: readonly Sums[];
  /** `credit`: credit minus debit. `receivable` and `vat` stand for the accounts that Exact takes from the debtor and the VAT code. */
  readonly accounts: readonly { readonly account: string; readonly role: 'line' | 'receivable' | 'vat'; readonly currency: string; readonly lines: number; readonly credit: Minor }[];
  /** `box`: expected by the regime, empty for none; null where nothing is said about boxes. */
  readonly codes: readonly { readonly vatCode: string; readonly regime: string; readonly rate: RateBp; readonly currency: string; readonly lines: number; readonly net: Minor; readonly vat: Minor; readonly box: string | null }[];
  readonly debtors: readonly { readonly kind: 'collective' | 'own'; readonly code: string; readonly country: string; readonly relations: number; readonly currency: string; readonly invoices: number; readonly gross: Minor }[];
  readonly periods: readonly (Sums & { readonly month: string; readonly quarter: string; readonly journal: string })[];
  readonly boxes: readonly { readonly box: string; readonly quarter: string; readonly currency: string; readonly base: Minor; readonly vat: Minor }[] | null;
  readonly oss: readonly { readonly country: string; readonly rate: RateBp; readonly quarter: string; readonly currency: string; readonly base: Minor; readonly vat: Minor }[];
  readonly icp: readonly { readonly number: string; readonly kind: 'L' | 'S' | 'T'; readonly quarter: string; readonly currency: string; readonly base: Minor }[];
  readonly foreign: readonly { readonly country: string; readonly quarter: string; readonly currency: string; readonly base: Minor; readonly vat: Minor }[];
  /** Invoices that wait, by cause, the largest first. `params` are those that all of a cause share. */
  readonly causes: readonly Cause[];
  readonly remarks: readonly Omit<Cause, 'key'>[];
  readonly ready: number;
  readonly waiting: number;
}

export interface Cause {
  readonly key: string;
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly count: number;
  /** At most 20 invoice codes. */
  readonly invoices: readonly string[];
}

type Open<T> = { -readonly [K in keyof T]: T[K] };
type Row<K extends keyof Impact> = Open<NonNullable<Impact[K]> extends readonly (infer R)[] ? R : never>;
type OpenCause = Open<Omit<Cause, 'invoices'>> & { invoices: string[] };

const EXAMPLES = 20;

/** The growing sums. One per batch; not shared. */
export class ImpactSum {
  readonly #returnOf: ReturnOf | null;
  readonly #totals = new Map<string, Row<'totals'>>();
  readonly #accounts = new Map<string, Row<'accounts'>>();
  readonly #codes = new Map<string, Row<'codes'>>();
  readonly #debtors = new Map<string, Row<'debtors'> & { known: Set<string> }>();
  readonly #periods = new Map<string, Row<'periods'>>();
  readonly #boxes = new Map<string, Row<'boxes'>>();
  readonly #oss = new Map<string, Row<'oss'>>();
  readonly #icp = new Map<string, Row<'icp'>>();
  readonly #foreign = new Map<string, Row<'foreign'>>();
  readonly #causes = new Map<string, OpenCause>();
  readonly #remarks = new Map<string, OpenCause>();
  readonly #boxOf = new Map<string, string>();
  #ready = 0;
  #waiting = 0;

  /** `returnOf` is null where nothing may be said about boxes: administrations outside the Netherlands (facts: vat 1.1). */
  constructor(returnOf: ReturnOf | null) {
    this.#returnOf = returnOf;
  }

  addBooking(booking: Booking): void {
    const { currency, date, net, vat, gross, journal } = booking;
    const quarter = quarterOf(date);
    const month = date.slice(0, 7);
    this.#ready += 1;
    addTo(rowOf(this.#totals, [currency], () => ({ currency, invoices: 0, net: 0, vat: 0, gross: 0 })), { invoices: 1, net, vat, gross });
    addTo(rowOf(this.#periods, [month, journal, currency], () => ({ month, quarter, journal, currency, invoices: 0, net: 0, vat: 0, gross: 0 })), { invoices: 1, net, vat, gross });

    for (const line of booking.lines) this.#addLine(booking, line);
    this.#account('', 'receivable', currency, -gross);
    if (booking.lines.some((line) => line.vat !== 0)) this.#account('', 'vat', currency, vat);

    const { kind, code, country = '' } = booking.debtor;
    const group = rowOf(this.#debtors, [kind, kind === 'collective' ? code : '', country, currency], () => ({ kind, code: kind === 'collective' ? code : '', country, relations: 0, currency, invoices: 0, gross: 0, known: new Set<string>() }));
    addTo(group, { invoices: 1, gross });
    group.known.add(code);
    group.relations = group.known.size;

    for (const remark of new Map(booking.remarks.map((one) => [one.code, one])).values()) this.#remark(remark, booking.invoiceCode);
    if (this.#returnOf) this.#addReturn(this.#returnOf(booking), quarter, currency);
  }

  addRefusal(refusal: Refusal): void {
    const { code, params } = refusal;
    this.#waiting += 1;
    count(this.#causes, causeKey(refusal), code, params, refusal.invoiceCode || String(refusal.invoiceId));
  }

  /** The sums as they stand, in the order in which they are read. */
  view(): Impact {
    const byCurrency = by<{ readonly currency: string }>((row) => row.currency);
    return {
      totals: [...this.#totals.values()].sort(byCurrency),
      accounts: [...this.#accounts.values()].sort(by(({ role, account, currency }) => `${currency}|${role === 'line' ? '1' : role === 'vat' ? '2' : '0'}|${account}`)),
      codes: [...this.#codes.values()].sort(by(({ currency, vatCode, regime, rate }) => `${currency}|${vatCode}|${regime}|${String(rate)}`)),
      debtors: [...this.#debtors.values()].map(({ known: _, ...row }) => row).sort(by(({ currency, kind, code, country }) => `${currency}|${kind}|${code}|${country}`)),
      periods: [...this.#periods.values()].sort(by(({ currency, month, journal }) => `${month}|${journal}|${currency}`)),
      boxes: this.#returnOf ? [...this.#boxes.values()].sort(by(({ quarter, currency, box }) => `${quarter}|${currency}|${box}`)) : null,
      oss: [...this.#oss.values()].sort(by(({ quarter, country, rate, currency }) => `${quarter}|${country}|${String(rate).padStart(5, '0')}|${currency}`)),
      icp: [...this.#icp.values()].sort(by(({ quarter, number, kind, currency }) => `${quarter}|${number}|${kind}|${currency}`)),
      foreign: [...this.#foreign.values()].sort(by(({ quarter, country, currency }) => `${quarter}|${country}|${currency}`)),
      causes: [...this.#causes.values()].sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1)),
      remarks: [...this.#remarks.values()].sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1)).map(({ key: _, ...row }) => row),
      ready: this.#ready,
      waiting: this.#waiting,
    };
  }

  #addLine(booking: Booking, line: BookingLine): void {
    const { currency } = booking;
    const { account, vatCode, rate, net, vat, regime = '' } = line;
    this.#account(account, 'line', currency, net);
    const row = rowOf(this.#codes, [vatCode, regime, String(rate), currency], () => ({ vatCode, regime, rate, currency, lines: 0, net: 0, vat: 0, box: this.#returnOf ? this.#boxOfLine(this.#returnOf, booking, line) : null }));
    addTo(row, { lines: 1, net, vat });
  }

  /** Which box a line of this regime belongs to does not depend on its amounts, so each regime is asked once. */
  #boxOfLine(returnOf: ReturnOf, booking: Booking, line: BookingLine): string {
    const key = `${line.regime ?? ''}|${String(line.rate)}`;
    const known = this.#boxOf.get(key);
    if (known !== undefined) return known;
    const box = boxOfLine(returnOf, booking, line);
    this.#boxOf.set(key, box);
    return box;
  }

  #account(account: string, role: 'line' | 'receivable' | 'vat', currency: string, credit: Minor): void {
    addTo(rowOf(this.#accounts, [role, account, currency], () => ({ account, role, currency, lines: 0, credit: 0 })), { lines: 1, credit });
  }

  #addReturn({ boxes, oss, icp, foreign }: ExpectedReturn, quarter: string, currency: string): void {
    for (const { box, base, vat } of boxes) addTo(rowOf(this.#boxes, [box, quarter, currency], () => ({ box, quarter, currency, base: 0, vat: 0 })), { base, vat });
    for (const { country, rate, base, vat, quarter: own } of oss) addTo(rowOf(this.#oss, [country, String(rate), own, currency], () => ({ country, rate, quarter: own, currency, base: 0, vat: 0 })), { base, vat });
    for (const { number, kind, base } of icp) addTo(rowOf(this.#icp, [number, kind, quarter, currency], () => ({ number, kind, quarter, currency, base: 0 })), { base });
    for (const { country, base, vat } of foreign) addTo(rowOf(this.#foreign, [country, quarter, currency], () => ({ country, quarter, currency, base: 0, vat: 0 })), { base, vat });
  }

  #remark({ code, params = {} }: Remark, invoice: string): void {
    count(this.#remarks, code, code, params, invoice);
  }
}

/** The expected box of one line of a booking; empty where the return asks nothing of it. */
export function boxOfLine(returnOf: ReturnOf, booking: Booking, line: BookingLine): string {
  return returnOf({ ...booking, lines: [line], net: line.net, vat: line.vat, gross: line.net + line.vat }).boxes[0]?.box ?? '';
}

function rowOf<R>(rows: Map<string, R>, key: readonly string[], make: () => R): R {
  const text = key.join('|');
  const known = rows.get(text);
  if (known) return known;
  const made = make();
  rows.set(text, made);
  return made;
}

/** Adds to each named sum of a row; a row of lines counts its lines. */
function addTo<R extends Record<keyof A, number>, A extends Readonly<Record<string, number>>>(row: R, amounts: A): void {
  const sums: Record<string, number> = row;
  for (const [name, by] of Object.entries(amounts)) sums[name] = (sums[name] ?? 0) + by;
}

function count(rows: Map<string, OpenCause>, key: string, code: string, params: Cause['params'], invoice: string): void {
  const before = rows.get(key);
  if (!before) {
    rows.set(key, { key, code, params, count: 1, invoices: [invoice] });
    return;
  }
  before.count += 1;
  before.params = sharedParams(before.params, params);
  if (before.invoices.length < EXAMPLES) before.invoices.push(invoice);
}

function by<R>(key: (row: R) => string): (a: R, b: R) => number {
  return (a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0);
}
