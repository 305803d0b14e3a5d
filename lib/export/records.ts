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
  /** `debtor`: the description of its own debtor, if it has one. */
  | { readonly kind: 'booking'; readonly booking: Booking; readonly debtor: AccountRecord | null }
  | { readonly kind: 'account'; readonly account: AccountRecord }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** Nothing to write and nothing to complain about: the collective debtor in a debtor file. */
  | { readonly kind: 'nothing' };

/** What one invoice gives for a topic. */
export function outcomeOf(invoice: Invoice, rules: BookingRules, version: number, topic: ExportTopic): Outcome {
  const decision = decide(invoice, rules, version);
  if (!decision.ok) return { kind: 'refused', refusal: decision.refusal };
  const debtor = accountOf(invoice, decision.booking.debtor);
  if (topic === 'Accounts') return debtor ? { kind: 'account', account: debtor } : { kind: 'nothing' };
  if (topic === 'Invoices') {
    const refusal = salesInvoiceRefusal(decision.booking);
    return refusal ? { kind: 'refused', refusal } : { kind: 'booking', booking: decision.booking, debtor };
  }
  // Lines with a VAT code alone leave the VAT to Exact.
  const written = rules.entryShape === 'vat-code' ? withComputedVat(decision.booking, rules) : decision;
  return written.ok ? { kind: 'booking', booking: written.booking, debtor } : { kind: 'refused', refusal: written.refusal };
}

/** What a page of decided invoices brings into a file. `debtor`: who the own debtor of a booking is. */
export interface RecordsPage {
  readonly bookings: readonly { readonly booking: Booking; readonly debtor?: AccountRecord }[];
  readonly accounts: readonly AccountRecord[];
}

/** One record of a file. Its text says who its debtor is, or only names it. */
export interface FileRecord {
  /** Code of the debtor that the text can describe. */
  readonly debtor?: string;
  readonly text: (describes: boolean) => string;
}

/** The records of a topic, in order. */
export function recordsOf(page: RecordsPage, rules: BookingRules, topic: ExportTopic): readonly FileRecord[] {
  if (topic === 'Accounts') return page.accounts.map((record) => ({ text: () => account(record) }));
  const options = { shape: rules.entryShape, receivableAccount: rules.receivableAccount, vatAccount: rules.vatAccount };
  return page.bookings.map(({ booking, debtor }) => ({
    ...(debtor ? { debtor: debtor.code } : {}),
    text: (describes) => {
      const described = describes ? debtor : undefined;
      return topic === 'Invoices' ? salesInvoice(booking, { itemCode: rules.itemCode }, described) : glTransaction(booking, options, described);
    },
  }));
}
