/** The ledger of an administration: entries that always balance, and the sums that tests compare with the truth. */
import type { MasterData } from './master-data';

/** A line as the bookkeeper reads it: positive on sales, negative on credits. Minor units of the entry's currency. */
export interface BookLine {
  readonly account: string;
  readonly vatCode: string;
  readonly net: number;
  readonly vat: number;
  readonly total: number;
  readonly description: string;
}

/** One movement on an account, debit positive. */
export interface Posting {
  readonly account: string;
  /** Minor units of the entry's currency. */
  readonly amountFC: number;
  /** Minor units of the administration's currency. */
  readonly amountDC: number;
  readonly vatCode: string | null;
  readonly kind: 'receivable' | 'base' | 'vat';
}

export interface Entry {
  readonly entryId: string;
  readonly entryNumber: number;
  readonly topic: 'GLTransactions' | 'Invoices';
  readonly type: 20 | 21;
  readonly journal: string;
  readonly date: string;
  readonly dueDate: string;
  readonly year: number;
  readonly period: number;
  readonly currency: string;
  readonly rate: number;
  readonly debtor: string;
  readonly paymentCondition: string;
  readonly description: string;
  readonly yourRef: string;
  readonly invoiceNumber: string;
  readonly orderNumber: string;
  readonly paymentReference: string;
  readonly lines: readonly BookLine[];
  readonly postings: readonly Posting[];
  readonly net: number;
  readonly vat: number;
  readonly total: number;
}

/** An imported sales invoice that nobody has printed yet: no number, no date, not in the ledger (facts: exact-xml 0.1). */
export interface OpenInvoice {
  readonly orderNumber: number;
  readonly journal: string;
  readonly orderDate: string;
  readonly yourRef: string;
  readonly description: string;
  readonly debtor: string;
  readonly paymentCondition: string;
  readonly currency: string;
  readonly lines: readonly (BookLine & { readonly item: string; readonly quantity: number })[];
  readonly net: number;
  readonly vat: number;
  readonly total: number;
}

export interface VatTotal {
  readonly currency: string;
  readonly net: number;
  readonly vat: number;
  readonly gross: number;
  readonly entries: number;
}

export interface Books {
  readonly master: MasterData;
  readonly entries: readonly Entry[];
  readonly openInvoices: readonly OpenInvoice[];
  find(journal: string, entryNumber: number): Entry | undefined;
  nextNumber(journal: string, year: number): number;
  nextOrderNumber(): number;
  post(entry: Entry): void;
  addInvoice(invoice: OpenInvoice): void;
  takeInvoice(orderNumber: number): OpenInvoice | undefined;
}

export function createBooks(master: MasterData): Books {
  const entries: Entry[] = [];
  const openInvoices: OpenInvoice[] = [];
  // The uniqueness of a number within its journal is asked for every entry; a scan would be quadratic in the import.
  const byNumber = new Map<string, Entry>();
  const counters = new Map<string, number>();
  let orders = 0;
  const find = (journal: string, entryNumber: number): Entry | undefined => byNumber.get(`${journal} ${entryNumber}`);
  return {
    master,
    entries,
    openInvoices,
    find,
    nextNumber(journal, year) {
      const key = `${journal} ${year}`;
      const first = (year % 100) * 1_000_000 + Number(journal) * 10_000 + 1;
      let next = counters.get(key) ?? first;
      while (find(journal, next)) next += 1;
      counters.set(key, next + 1);
      return next;
    },
    nextOrderNumber: () => (orders += 1),
    post(entry) {
      for (const kind of ['amountFC', 'amountDC'] as const) {
        const difference = entry.postings.reduce((sum, posting) => sum + posting[kind], 0);
        if (difference !== 0) throw new Error(`simulator: entry ${entry.journal}/${entry.entryNumber} is out of balance by ${difference}`);
      }
      if (find(entry.journal, entry.entryNumber)) throw new Error(`simulator: entry number ${entry.entryNumber} is taken`);
      entries.push(entry);
      byNumber.set(`${entry.journal} ${entry.entryNumber}`, entry);
    },
    addInvoice: (invoice) => void openInvoices.push(invoice),
    takeInvoice(orderNumber) {
      const at = openInvoices.findIndex((invoice) => invoice.orderNumber === orderNumber);
      return at < 0 ? undefined : openInvoices.splice(at, 1)[0];
    },
  };
}

/** Which entries a sum is about. Dates inclusive. */
export interface Selection {
  readonly from?: string;
  readonly to?: string;
  readonly journal?: string;
  readonly currency?: string;
}

export function selected(entries: readonly Entry[], selection: Selection = {}): readonly Entry[] {
  return entries.filter(
    (entry) =>
      entry.date >= (selection.from ?? '') &&
      entry.date <= (selection.to ?? '9999-12-31') &&
      (selection.journal === undefined || entry.journal === selection.journal) &&
      (selection.currency === undefined || entry.currency === selection.currency),
  );
}

/** Net and VAT per VAT code in minor units, sales positive. Keys are the code, in another currency than `home` the code with `@GBP` behind it. */
export function totalsPerVatCode(documents: readonly { readonly currency: string; readonly lines: readonly BookLine[] }[], home: string): Readonly<Record<string, VatTotal>> {
  const totals: Record<string, VatTotal> = {};
  for (const { currency, lines } of documents) {
    const touched = new Set<string>();
    for (const line of lines) {
      const key = currency === home ? line.vatCode : `${line.vatCode}@${currency}`;
      const before = totals[key] ?? { currency, net: 0, vat: 0, gross: 0, entries: 0 };
      totals[key] = { currency, net: before.net + line.net, vat: before.vat + line.vat, gross: before.gross + line.total, entries: before.entries + (touched.has(key) ? 0 : 1) };
      touched.add(key);
    }
  }
  return totals;
}

/** Balance per account in the administration's currency, debit positive; `sum` must be zero. */
export function trialBalance(entries: readonly Entry[]): { readonly accounts: Readonly<Record<string, number>>; readonly sum: number } {
  const accounts: Record<string, number> = {};
  for (const entry of entries) for (const posting of entry.postings) accounts[posting.account] = (accounts[posting.account] ?? 0) + posting.amountDC;
  return { accounts, sum: Object.values(accounts).reduce((sum, amount) => sum + amount, 0) };
}
