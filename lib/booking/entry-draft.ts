/**
 * A sales entry as it is about to be sent: a Booking with the keys of one administration filled in, still in minor units. What an intent
 * stores is this and nothing else, so that a resend and every comparison speak of the same thing (design 6.2).
 */
import type { IsoDate, Minor, RateBp } from '../invoice/money';
import type { Booking } from './booking';

export interface DraftLine {
  /** GUID of the general-ledger account. */
  readonly account: string;
  readonly vatCode: string;
  readonly net: Minor;
  readonly vat: Minor;
  /** As invoiced; not sent, but it tells afterwards whether Exact computed the VAT anew. */
  readonly rate?: RateBp;
  readonly description: string;
  readonly costCenter?: string;
  readonly costUnit?: string;
}

export interface EntryDraft {
  readonly type: 20 | 21;
  /** GUID of the relation. */
  readonly customer: string;
  readonly journal: string;
  readonly date: IsoDate;
  /** YourRef. */
  readonly reference: string;
  readonly description: string;
  readonly currency: string;
  readonly paymentCondition: string;
  readonly paymentReference: string;
  readonly entryNumber?: number;
  /** Another period than that of the date, after a person's consent (issue: periods). */
  readonly reporting?: { readonly year: number; readonly period: number };
  readonly lines: readonly DraftLine[];
  readonly vat: Minor;
  readonly gross: Minor;
}

/** Keys of one administration that a draft needs, by code. */
export interface DraftKeys {
  readonly customer: string;
  account(code: string): string | undefined;
}

export type DraftResult = { readonly ok: true; readonly draft: EntryDraft } | { readonly ok: false; readonly missingAccount: string };

/** Fills in the keys. `reference` is the frozen one where there is one; an account that the administration lacks is named, never guessed. */
export function draftOf(booking: Booking, keys: DraftKeys, options: { readonly reference: string; readonly useEntryNumber: boolean; readonly reporting?: EntryDraft['reporting'] }): DraftResult {
  const lines: DraftLine[] = [];
  for (const line of booking.lines) {
    const account = keys.account(line.account);
    if (account === undefined) return { ok: false, missingAccount: line.account };
    lines.push({
      account,
      vatCode: line.vatCode,
      net: line.net,
      vat: line.vat,
      rate: line.rate,
      description: line.description,
      ...(line.costCenter ? { costCenter: line.costCenter } : {}),
      ...(line.costUnit ? { costUnit: line.costUnit } : {}),
    });
  }
  const description = options.reporting ? `${booking.description} (${booking.date})` : booking.description;
  const draft: EntryDraft = {
    type: booking.type,
    customer: keys.customer,
    journal: booking.journal,
    date: booking.date,
    reference: options.reference,
    description,
    currency: booking.currency,
    paymentCondition: booking.paymentCondition,
    paymentReference: booking.orderCode || booking.invoiceCode,
    ...(options.useEntryNumber && booking.entryNumber !== undefined ? { entryNumber: booking.entryNumber } : {}),
    ...(options.reporting ? { reporting: options.reporting } : {}),
    lines,
    vat: booking.vat,
    gross: booking.gross,
  };
  return { ok: true, draft };
}
