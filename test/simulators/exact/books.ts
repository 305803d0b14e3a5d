/** The ledger of an administration: entries that always balance, and the sums that tests compare with the truth. */
import type { MasterData } from './master-data';

/** A line as the bookkeeper reads it: positive on sales, negative on credits. Minor units of the entry's currency. */
export interface BookLine {
  readonly id: string;
  readonly account: string;
  readonly vatCode: string;
  /** Percentage of the code on the entry date, as a fraction. */
  readonly percentage: number;
  readonly net: number;
  readonly vat: number;
  readonly total: number;
  /** In the administration's currency, rounded line by line. */
  readonly netDC: number;
  readonly vatDC: number;
  readonly description: string;
  readonly costCenter: string;
  readonly costUnit: string;
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
  /** How it came in: by XML, by printing an invoice of XML, over REST, or typed by the bookkeeper. */
  readonly topic: 'GLTransactions' | 'Invoices' | 'SalesEntries' | 'Hand';
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
  /** In the administration's currency: the total is rounded by itself, so a cent between it and its parts is no error (facts: vat 6.5). */
  readonly totalDC: number;
  readonly vatDC: number;
  /** 20 open, 50 processed. */
  readonly status: 20 | 50;
  /** Milliseconds. */
  readonly created: number;
  readonly modified: number;
  /** User id; empty for imports by hand. */
  readonly creator: string;
  readonly document: string | null;
  /** What a bookkeeper should know of it: `filed-vat-period`, `icp-without-number`, `oss-country`, `vat-code-left-out`, `including-code`. */
  readonly flags: readonly string[];
}

export interface StoredDocument {
  readonly id: string;
  readonly hid: number;
  readonly subject: string;
  readonly type: number;
  readonly account: string | null;
  readonly date: string;
  readonly entryId: string | null;
  readonly body: string | null;
  readonly amount: number | null;
  readonly currency: string | null;
  readonly salesInvoiceNumber: number | null;
  readonly created: number;
}

export interface StoredAttachment {
  readonly id: string;
  readonly document: string;
  readonly fileName: string;
  readonly bytes: Buffer;
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
  readonly documents: Map<string, StoredDocument>;
  readonly attachments: Map<string, StoredAttachment>;
  /** Entries whose receivable was matched with a payment, by id. */
  readonly matched: Set<string>;
  find(journal: string, entryNumber: number): Entry | undefined;
  byId(entryId: string): Entry | undefined;
  /** Puts another version of an entry in its place. */
  replace(entry: Entry): void;
  remove(entryId: string): void;
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
  const byId = new Map<string, Entry>();
  const find = (journal: string, entryNumber: number): Entry | undefined => byNumber.get(`${journal} ${entryNumber}`);
  const mustBalance = (entry: Entry): void => {
    for (const kind of ['amountFC', 'amountDC'] as const) {
      const difference = entry.postings.reduce((sum, posting) => sum + posting[kind], 0);
      if (difference !== 0) throw new Error(`simulator: entry ${entry.journal}/${entry.entryNumber} is out of balance by ${difference}`);
    }
  };
  const index = (entry: Entry): void => {
    byNumber.set(`${entry.journal} ${entry.entryNumber}`, entry);
    byId.set(entry.entryId, entry);
  };
  return {
    master,
    entries,
    openInvoices,
    documents: new Map(),
    attachments: new Map(),
    matched: new Set(),
    find,
    byId: (entryId) => byId.get(entryId),
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
      mustBalance(entry);
      if (find(entry.journal, entry.entryNumber)) throw new Error(`simulator: entry number ${entry.entryNumber} is taken`);
      entries.push(entry);
      index(entry);
    },
    replace(entry) {
      mustBalance(entry);
      const at = entries.findIndex((candidate) => candidate.entryId === entry.entryId);
      if (at < 0) throw new Error(`simulator: no entry ${entry.entryId}`);
      entries[at] = entry;
      index(entry);
    },
    remove(entryId) {
      const at = entries.findIndex((candidate) => candidate.entryId === entryId);
      const gone = at < 0 ? undefined : entries.splice(at, 1)[0];
      if (!gone) return;
      byId.delete(entryId);
      byNumber.delete(`${gone.journal} ${gone.entryNumber}`);
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
