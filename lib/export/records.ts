/** From decided invoices to the records of one topic. */
import { accountOf } from '../booking/account';
import type { AccountRecord } from '../booking/account';
import type { Booking, Refusal } from '../booking/booking';
import { decide, type DecideOptions } from '../booking/decide';
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

/** What one invoice gives for a topic. `before`: what counts towards the threshold so far, for profiles that count (`booking/threshold`). */
export function outcomeOf(invoice: Invoice, rules: BookingRules, version: number, topic: ExportTopic, options: Pick<DecideOptions, 'before' | 'books'> = {}): Outcome {
  // A sales invoice is computed by Exact as a whole and judged so below; a debtor has no VAT to carry.
  const decision = decide(invoice, rules, version, topic === 'GLTransactions' ? { ...options, exit: 'xml' } : options);
  if (!decision.ok) return { kind: 'refused', refusal: decision.refusal };
  const debtor = accountOf(invoice, decision.booking.debtor);
  if (topic === 'Accounts') return debtor ? { kind: 'account', account: debtor } : { kind: 'nothing' };
  if (topic === 'Invoices') {
    const refusal = salesInvoiceRefusal(decision.booking);
    if (refusal) return { kind: 'refused', refusal };
  }
  return { kind: 'booking', booking: decision.booking, debtor };
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

/** The records of a topic, in order. `ownCurrency`: the administration's, where it is known. */
export function recordsOf(page: RecordsPage, rules: BookingRules, topic: ExportTopic, ownCurrency = ''): readonly FileRecord[] {
  if (topic === 'Accounts') return page.accounts.map((record) => ({ text: () => account(record) }));
  const options = { shape: rules.entryShape, receivableAccount: rules.receivableAccount, vatAccount: rules.vatAccount, ...(ownCurrency === '' ? {} : { ownCurrency }) };
  return page.bookings.map(({ booking, debtor }) => ({
    ...(debtor ? { debtor: debtor.code } : {}),
    text: (describes) => {
      const described = describes ? debtor : undefined;
      return topic === 'Invoices' ? salesInvoice(booking, { itemCode: rules.itemCode }, described) : glTransaction(booking, options, described);
    },
  }));
}
