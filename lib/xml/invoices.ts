/** Topic Invoices: open sales invoices of type 8020, in the schema's fixed order (facts: exact-xml 2.2, 2.3). */
import type { AccountRecord } from '../booking/account';
import type { Booking, BookingLine } from '../booking/booking';
import { describedAccount } from './accounts';
import { codeElement, textElement } from './document';
import { amountText, cutText, escapeXml } from './text';

const DESCRIPTION = 255;

/** What an invoice in Exact needs beyond the Booking: the item that every line must name. */
export interface InvoiceOptions {
  readonly itemCode: string;
}

/**
 * One `Invoice`, as text with a line end. Credit notes must not come here: the topic cannot carry them (`booking/sales-invoice`).
 * Each line is one piece at its net amount, so that Exact multiplies nothing; negative lines have quantity -1.
 * `describes`: the debtor, where Exact does not know it yet.
 */
export function salesInvoice(booking: Booking, options: InvoiceOptions, describes?: AccountRecord): string {
  if (booking.type !== 20) throw new RangeError('the topic Invoices carries no credit notes');
  return (
    '<Invoice type="8020">' +
    codeElement('Journal', booking.journal) +
    `<OrderDate>${booking.date}</OrderDate>` +
    textElement('Description', cutText(booking.description, DESCRIPTION)) +
    textElement('YourRef', booking.reference) +
    (describes ? describedAccount('OrderedBy', describes) : codeElement('OrderedBy', booking.debtor.code)) +
    codeElement('InvoiceTo', booking.debtor.code) +
    codeElement('PaymentCondition', booking.paymentCondition) +
    textElement('PaymentReference', booking.invoiceCode) +
    booking.lines.map((line, index) => lineText(line, index + 1, booking.currency, options)).join('') +
    '</Invoice>\n'
  );
}

function lineText(line: BookingLine, number: number, currency: string, options: InvoiceOptions): string {
  const negative = line.net < 0;
  return (
    `<InvoiceLine line="${String(number)}">` +
    textElement('Description', cutText(line.description, DESCRIPTION)) +
    `<Item code="${escapeXml(options.itemCode)}"/>` +
    `<Quantity>${negative ? '-1' : '1'}</Quantity>` +
    `<UnitPrice><Currency code="${escapeXml(currency)}"/><Value>${amountText(negative ? -line.net : line.net, currency)}</Value>` +
    `${codeElement('VAT', line.vatCode)}</UnitPrice>` +
    codeElement('Costcenter', line.costCenter ?? '') +
    codeElement('Costunit', line.costUnit ?? '') +
    codeElement('GLAccount', line.account) +
    '</InvoiceLine>'
  );
}
