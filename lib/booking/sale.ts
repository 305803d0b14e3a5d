/** A sale as the regimes are decided from it: what the parts of the decision hand to each other. */
import type { Invoice, InvoiceLine, Party, Remark } from '../invoice/invoice';
import type { IsoDate, Minor, RateBp } from '../invoice/money';
import type { VatNumber } from '../invoice/vat-number';
import { rateIsKnown, type RateDates } from '../invoice/vat-rates';
import type { Refusal, RefusalCode } from './booking';
import type { ConfirmedNumber, Consent, RowKind, SellerProfile } from './profile';
import type { Regime, RegimeKind } from './regime';

export interface RegimeOptions {
  readonly confirmedNumbers: readonly ConfirmedNumber[];
  readonly consents: readonly Consent[];
  /** Cross-border consumer sales of this calendar year before this invoice, without VAT, in minor units of EUR; 0 when absent. `belowElsewhere` of the profile comes on top. */
  readonly before?: Minor;
}

/** What all lines of an invoice share. */
export interface Sale {
  readonly invoice: Invoice;
  readonly profile: SellerProfile;
  readonly options: RegimeOptions;
  /** ISO code of the administration's country. */
  readonly home: string;
  /** The party whose address the goods go to. */
  readonly arrival: Party;
  readonly buyer: VatNumber | null;
}

/** A line on its way: its own day of supply, since a credit is judged as its original was (facts: vat 6.2). */
export interface SaleLine {
  readonly line: InvoiceLine;
  readonly kind: RowKind | null;
  /** ISO code of the country that the goods leave; for services the home country. */
  readonly departure: string;
  /** Day of supply, of the original for credits. */
  readonly day: IsoDate;
  readonly dates: RateDates;
}

export interface Refused {
  readonly ok: false;
  readonly code: RefusalCode;
  readonly params: Refusal['params'];
}

export type Judged = { readonly ok: true; readonly regime: Regime; readonly remarks: readonly Remark[] } | Refused;

export const refused = (code: RefusalCode, params: Refusal['params'] = {}): Refused => ({ ok: false, code, params });

export function judged(kind: RegimeKind, country: string, rate: RateBp, remarks: readonly Remark[] = []): Judged {
  return { ok: true, regime: { kind, country, rate }, remarks };
}

export const remark = (code: string, params?: Remark['params']): Remark => (params === undefined ? { code } : { code, params });

/** Whether the line's percentage was a rate of that area on its day, or by the neighbour rule (facts: vat 6.1), and the remark that goes with it. */
export function rateAt(area: string, at: SaleLine): { readonly known: boolean; readonly remarks: readonly Remark[] } {
  const answer = rateIsKnown(area, at.line.rate, at.dates);
  // The original has said so already; its credit only follows.
  if (!answer.known || answer.remark === null || at.line.original !== undefined) return { known: answer.known, remarks: [] };
  const date = answer.remark === 'F-RATE-BY-INVOICE' ? at.day : at.dates.invoice;
  return { known: true, remarks: [remark(answer.remark, { rate: at.line.rate, date })] };
}

export function unknownRate(at: SaleLine, country: string): Refused {
  return refused('R-RATE-UNKNOWN', { rate: at.line.rate, country, date: at.day });
}

/** "Book as invoiced" was given for this cause (facts: vat 1.5): for the country, or for all. */
export function consented(sale: Sale, code: RefusalCode, country: string): boolean {
  return sale.options.consents.some(({ cause }) => cause === `${code}|${country}` || cause === code);
}
