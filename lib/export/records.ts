/** From decided invoices to the records of one topic. */
import { accountOf } from '../booking/account';
import type { AccountRecord } from '../booking/account';
import type { Booking, Refusal } from '../booking/booking';
import { withComputedVat } from '../booking/computed-vat';
import { decide } from '../booking/decide';
import type { BookingRules, ExportTopic } from '../booking/rules';
import { salesInvoiceRefusal } from '../booking/sales-invoice';
import type { Invoice } from '../invoice/invoice';
import { account } from '../xml/accounts';
import { glTransaction } from '../xml/gl-transactions';
import { salesInvoice } from '../xml/invoices';

export type Outcome =
  | { readonly kind: 'booking'; readonly booking: Booking }
  | { readonly kind: 'account'; readonly account: AccountRecord }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** Nothing to write and nothing to complain about: the collective debtor in a debtor file. */
  | { readonly kind: 'nothing' };

/** What one invoice gives for a topic. */
export function outcomeOf(invoice: Invoice, rules: BookingRules, version: number, topic: ExportTopic): Outcome {
  const decision = decide(invoice, rules, version);
  if (!decision.ok) return { kind: 'refused', refusal: decision.refusal };
  if (topic === 'Accounts') {
    const record = accountOf(invoice, decision.booking.debtor);
    return record ? { kind: 'account', account: record } : { kind: 'nothing' };
  }
  if (topic === 'Invoices') {
    const refusal = salesInvoiceRefusal(decision.booking);
    return refusal ? { kind: 'refused', refusal } : { kind: 'booking', booking: decision.booking };
  }
  // Lines with a VAT code alone leave the VAT to Exact.
  const written = rules.entryShape === 'vat-code' ? withComputedVat(decision.booking, rules) : decision;
  return written.ok ? { kind: 'booking', booking: written.booking } : { kind: 'refused', refusal: written.refusal };
}

/** The records of a topic as text, in order. */
export function recordsOf(page: { readonly bookings: readonly { readonly booking: Booking }[]; readonly accounts: readonly AccountRecord[] }, rules: BookingRules, topic: ExportTopic): string[] {
  if (topic === 'Accounts') return page.accounts.map(account);
  if (topic === 'Invoices') return page.bookings.map(({ booking }) => salesInvoice(booking, { itemCode: rules.itemCode }));
  const options = { shape: rules.entryShape, receivableAccount: rules.receivableAccount, vatAccount: rules.vatAccount };
  return page.bookings.map(({ booking }) => glTransaction(booking, options));
}
