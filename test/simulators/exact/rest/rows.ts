/** Rows of bookings and documents. Amounts leave as decimals; entries are immutable, so their rows are made once. */
import type { Books, Entry, StoredAttachment, StoredDocument } from '../books';
import { blank } from '../entities';
import type { Row } from '../filter';
import { fixedId } from '../master-data';

const major = (minor: number): number => minor / 100;
const day = (date: string): Date => new Date(`${date}T00:00:00Z`);

function remembered<Source extends object, Made>(make: (books: Books, source: Source) => Made): (books: Books, source: Source) => Made {
  const known = new WeakMap<Source, Made>();
  return (books, source) => {
    const made = known.get(source) ?? make(books, source);
    known.set(source, made);
    return made;
  };
}

const numeric = (text: string): number | null => (/^\d{1,10}$/.test(text) ? Number(text) : null);
const audit = (books: Books, entry: Entry): Row => ({ Division: books.master.division.code, Created: new Date(entry.created), Modified: new Date(entry.modified), Creator: blank(entry.creator), Modifier: blank(entry.creator) });

export const salesEntryRow = remembered((books, entry: Entry): Row => {
  const { master } = books;
  const account = master.accounts.get(entry.debtor);
  const condition = master.paymentConditions.get(entry.paymentCondition);
  return {
    ...audit(books, entry), EntryID: entry.entryId, Customer: account?.id ?? null, CustomerName: account?.name ?? null, Journal: entry.journal, JournalDescription: master.journals.get(entry.journal)?.description ?? null, EntryDate: day(entry.date), DueDate: day(entry.dueDate),
    ReportingYear: entry.year, ReportingPeriod: entry.period, YourRef: blank(entry.yourRef), InvoiceNumber: numeric(entry.invoiceNumber) ?? entry.entryNumber, EntryNumber: entry.entryNumber, OrderNumber: numeric(entry.orderNumber), Description: blank(entry.description),
    Currency: entry.currency, Rate: entry.rate, PaymentCondition: entry.paymentCondition, PaymentConditionDescription: condition?.description ?? null, PaymentReference: blank(entry.paymentReference), AmountFC: major(entry.total), AmountDC: major(entry.totalDC),
    VATAmountFC: major(entry.vat), VATAmountDC: major(entry.vatDC), Document: entry.document, Type: entry.type, TypeDescription: entry.type === 20 ? 'Verkoopboeking' : 'Verkoopcreditnota', Status: entry.status, StatusDescription: entry.status === 20 ? 'Open' : 'Verwerkt', Reversal: false,
  };
});

export const salesLineRows = remembered((books, entry: Entry): readonly Row[] =>
  entry.lines.map((line, at): Row => {
    const account = books.master.glAccounts.get(line.account);
    return {
      ID: line.id, EntryID: entry.entryId, AmountFC: major(line.net), AmountDC: major(line.netDC), GLAccount: account?.id ?? null, GLAccountCode: line.account, GLAccountDescription: account?.description ?? null, VATCode: line.vatCode === '' ? null : line.vatCode.padEnd(3),
      VATCodeDescription: books.master.vatCodes.get(line.vatCode)?.description ?? null, VATPercentage: line.percentage, VATAmountFC: major(line.vat), VATAmountDC: major(line.vatDC), VATBaseAmountFC: major(line.net), VATBaseAmountDC: major(line.netDC), Description: blank(line.description),
      CostCenter: blank(line.costCenter), CostUnit: blank(line.costUnit), LineNumber: at + 1, Type: entry.type, Division: books.master.division.code,
    };
  }),
);

/** Line 0 is the receivable, 9999 the VAT, all debit positive: revenue carries the opposite sign of SalesEntryLines (facts: exact-api 4.5, 8.11). */
export const transactionRows = remembered((books, entry: Entry): readonly Row[] => {
  const { master } = books;
  const account = master.accounts.get(entry.debtor);
  const common: Row = {
    ...audit(books, entry), EntryID: entry.entryId, EntryNumber: entry.entryNumber, InvoiceNumber: numeric(entry.invoiceNumber) ?? entry.entryNumber, JournalCode: entry.journal, JournalDescription: master.journals.get(entry.journal)?.description ?? null, YourRef: blank(entry.yourRef),
    PaymentReference: blank(entry.paymentReference), Date: day(entry.date), FinancialYear: entry.year, FinancialPeriod: entry.period, Status: entry.status, Type: entry.type, Account: account?.id ?? null, AccountCode: account ? account.code.padStart(18) : null, AccountName: account?.name ?? null,
    Document: entry.document, Currency: entry.currency, ExchangeRate: entry.rate, DueDate: day(entry.dueDate), OrderNumber: numeric(entry.orderNumber),
  };
  const gl = (code: string): Row => ({ GLAccount: master.glAccounts.get(code)?.id ?? null, GLAccountCode: code, GLAccountDescription: master.glAccounts.get(code)?.description ?? null });
  const code = (text: string | null): Row => ({ VATCode: text === null || text === '' ? null : text.padEnd(3), VATCodeDescription: master.vatCodes.get(text ?? '')?.description ?? null });
  const vatLines = entry.postings.filter((posting) => posting.kind === 'vat');
  return entry.postings
    .filter((posting) => posting.kind === 'receivable')
    .map((posting): Row => ({ ...common, ...gl(posting.account), ID: fixedId(entry.entryId, 0), LineNumber: 0, LineType: 0, AmountFC: major(posting.amountFC), AmountDC: major(posting.amountDC), AmountVATFC: major(entry.vat), Description: blank(entry.description), VATCode: null }))
    .concat(entry.lines.map((line, at): Row => ({ ...common, ...gl(line.account), ...code(line.vatCode), ID: line.id, LineNumber: at + 1, LineType: 1, AmountFC: major(-line.net), AmountDC: major(-line.netDC), AmountVATFC: major(-line.vat), AmountVATBaseFC: major(-line.net), VATPercentage: line.percentage, VATType: entry.type === 20 ? 'V' : 'X', Description: blank(line.description), CostCenter: blank(line.costCenter), CostUnit: blank(line.costUnit) })))
    .concat(vatLines.map((posting, at): Row => ({ ...common, ...gl(posting.account), ...code(posting.vatCode), ID: fixedId(entry.entryId, 9999, at), LineNumber: 9999, LineType: 5, AmountFC: major(posting.amountFC), AmountDC: major(posting.amountDC), VATType: entry.type === 20 ? 'A' : 'Z', Description: null })));
});

/** What the debtor owes for an entry: 20 open, 50 matched (facts: exact-api 4.7). */
export function receivableRow(books: Books, entry: Entry): Row {
  const matched = books.matched.has(entry.entryId);
  return {
    ID: fixedId(entry.entryId, 0), Account: books.master.accounts.get(entry.debtor)?.id ?? null, AmountFC: major(entry.total), TransactionEntryID: entry.entryId, InvoiceNumber: numeric(entry.invoiceNumber) ?? entry.entryNumber, EntryNumber: entry.entryNumber, YourRef: blank(entry.yourRef),
    PaymentReference: blank(entry.paymentReference), PaymentMethod: null, Status: matched ? 50 : 20, IsFullyPaid: matched, LastPaymentDate: null, DueDate: day(entry.dueDate), Division: books.master.division.code,
  };
}

export function documentRow(books: Books, document: StoredDocument, host: string): Row {
  const account = [...books.master.accounts.values()].find(({ id }) => id === document.account);
  return {
    ID: document.id, HID: document.hid, Subject: document.subject, Type: document.type, Account: document.account, AccountCode: account ? account.code.padStart(18) : null, AccountName: account?.name ?? null, DocumentDate: day(document.date), FinancialTransactionEntryID: document.entryId,
    SalesInvoiceNumber: document.salesInvoiceNumber, Body: document.body, AmountFC: document.amount === null ? null : major(document.amount), Currency: document.currency, HasEmptyBody: document.body === null, DocumentViewUrl: `https://${host}/docs/DocView.aspx?DocumentID=%7b${document.id}%7d`,
    Division: books.master.division.code, Created: new Date(document.created), Modified: new Date(document.created),
  };
}

export function attachmentRow(attachment: StoredAttachment, host: string): Row {
  return { ID: attachment.id, Document: attachment.document, FileName: attachment.fileName, FileSize: attachment.bytes.length, Url: `https://${host}/docs/SysAttachment.aspx?ID=%7b${attachment.id}%7d`, Attachment: null };
}
