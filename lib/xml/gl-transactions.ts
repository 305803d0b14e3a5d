/**
 * Topic GLTransactions: sales entries (20) and sales credit notes (21), in the schema's fixed order (facts: exact-xml 2.6, 3.1).
 * Sides are said as Debit and Credit, so that no sign has to be guessed.
 */
import type { AccountRecord } from '../booking/account';
import type { Booking, BookingLine } from '../booking/booking';
import type { EntryShape } from '../booking/rules';
import type { Minor } from '../invoice/money';
import { describedAccount } from './accounts';
import { codeElement, textElement } from './document';
import { amountText, cutText, escapeXml, fractionText } from './text';

/** Longest `Description` (facts: exact-xml 0.7). */
const DESCRIPTION = 255;
/** Regimes on codes of type N, which give no base either: outside the tax, small-business scheme, services outside the EU, exempt. */
const OUTSIDE_TAX = /^(OUT|KOR|EXP-S|[A-Z]{2}-EX)$/;

/** What the shapes need beyond the Booking. The two accounts are used by the shape `full` only. */
export interface EntryOptions {
  readonly shape: EntryShape;
  readonly receivableAccount: string;
  readonly vatAccount: string;
  /** The administration's own currency; EUR where nothing is known of it. */
  readonly ownCurrency?: string;
}

/**
 * One `GLTransaction`, as text with a line end. Shapes: `vat-code` leaves the VAT to the code; `vat-amount` says base and VAT
 * in ForeignAmount; `full` writes receivable, revenue and VAT lines. `describes`: the debtor, where Exact does not know it yet; it is
 * described once, in the header, as addresses that are sent twice may be made twice. Throws RangeError on amounts that are no integers.
 */
export function glTransaction(booking: Booking, options: EntryOptions, describes?: AccountRecord): string {
  const entry = booking.entryNumber === undefined ? '' : ` entry="${String(booking.entryNumber)}"`;
  const account = codeElement('Account', booking.debtor.code);
  const around: Around = {
    booking,
    own: booking.currency === (options.ownCurrency ?? 'EUR'),
    open: `<GLTransactionLine type="${String(booking.type)}" line="`,
    date: `<Date>${booking.date}</Date>`,
    account,
    references: referencesOf(booking),
  };
  return (
    `<GLTransaction${entry}>` +
    `<TransactionType number="${String(booking.type)}"/>` +
    codeElement('Journal', booking.journal) +
    codeElement('PaymentCondition', booking.paymentCondition) +
    `<Date>${booking.date}</Date>` +
    textElement('Description', cutText(booking.description, DESCRIPTION)) +
    (describes ? describedAccount('Account', describes) : account) +
    (options.shape === 'full' ? fullLines(around, options) : revenueLines(around, options.shape)) +
    '</GLTransaction>\n'
  );
}

/** The parts that every line of one entry repeats. */
interface Around {
  readonly booking: Booking;
  /** The booking is in the administration's currency. */
  readonly own: boolean;
  readonly open: string;
  readonly date: string;
  readonly account: string;
  readonly references: string;
}

function revenueLines(around: Around, shape: 'vat-code' | 'vat-amount'): string {
  const { booking, own } = around;
  let text = '';
  booking.lines.forEach((line, index) => {
    const amount = shape === 'vat-amount' ? withVatAmount(line, booking.currency) : withVatCode(line, booking.currency, own);
    text += lineText(around, index + 1, { account: line.account, description: line.description, cost: costOf(line) }, amount);
  });
  return text;
}

function fullLines(around: Around, options: EntryOptions): string {
  const { booking, own } = around;
  const [base, vat] = booking.type === 20 ? ['V', 'A'] : ['X', 'Z'];
  let number = 1;
  let text = lineText(around, number, { account: options.receivableAccount, accountType: '20', description: booking.description }, amountElement(own, booking.currency, -booking.gross, ''));
  for (const line of booking.lines) {
    number += 1;
    const outsideTax = line.kind === 'rounding' || OUTSIDE_TAX.test(line.regime ?? '');
    const amount = amountElement(own, booking.currency, line.net, codeElement('VAT', line.vatCode) + baseElement(line.net, line.net, booking.currency));
    const where = { vatType: outsideTax ? 'S' : base, account: line.account, description: line.description, cost: costOf(line) };
    // What is no turnover may stand on a balance account, so only Exact knows that account's type.
    const isTurnover = line.kind !== 'rounding' && line.regime !== 'OUT';
    text += lineText(around, number, isTurnover ? { ...where, accountType: '110' } : where, amount);
  }
  for (const [code, sums] of vatByCode(booking)) {
    number += 1;
    const amount = amountElement(own, booking.currency, sums.vat, codeElement('VAT', code) + baseElement(sums.net, sums.vat, booking.currency));
    text += lineText(around, number, { vatType: vat, account: options.vatAccount, accountType: '24', description: `VAT ${code}` }, amount);
  }
  return text;
}

/** VAT and base per code, in order of first use; codes without VAT need no line of their own. */
function vatByCode(booking: Booking): ReadonlyMap<string, { net: Minor; vat: Minor }> {
  const sums = new Map<string, { net: Minor; vat: Minor }>();
  for (const line of booking.lines) {
    const sum = sums.get(line.vatCode) ?? { net: 0, vat: 0 };
    sums.set(line.vatCode, { net: sum.net + line.net, vat: sum.vat + line.vat });
  }
  return new Map([...sums].filter(([, sum]) => sum.vat !== 0));
}

/** What one line says of itself; the rest is the entry's or its amount. */
interface LineText {
  readonly vatType?: string;
  readonly account: string;
  readonly accountType?: string;
  readonly description: string;
  /** Elements of cost centre and unit. */
  readonly cost?: string;
}

function lineText(around: Around, number: number, { vatType, account, accountType, description, cost = '' }: LineText, amount: string): string {
  return (
    `${around.open}${String(number)}">` +
    around.date +
    (vatType === undefined ? '' : `<VATType>${vatType}</VATType>`) +
    `<GLAccount code="${escapeXml(account)}"${accountType === undefined ? '' : ` type="${accountType}"`}/>` +
    textElement('Description', cutText(description, DESCRIPTION)) +
    `<InvoiceDate>${around.booking.date}</InvoiceDate>` +
    around.account +
    cost +
    amount +
    around.references +
    '</GLTransactionLine>'
  );
}

/** Empty where the line names none. */
function costOf({ costCenter, costUnit }: BookingLine): string {
  return codeElement('Costcenter', costCenter ?? '') + codeElement('Costunit', costUnit ?? '');
}

/** Revenue stands on the credit side; a discount line, or the lines of a credit note, on the debit side. */
function side(amount: Minor, currency: string): string {
  return amount < 0 ? `<Debit>${amountText(-amount, currency)}</Debit>` : `<Credit>${amountText(amount, currency)}</Credit>`;
}

function withVatCode(line: BookingLine, currency: string, own: boolean): string {
  return amountElement(own, currency, line.net, `${codeElement('VAT', line.vatCode)}<VATPercentage>${fractionText(line.rate)}</VATPercentage>`);
}

/** Only ForeignAmount can carry the VAT as invoiced; `Amount` has no such element (facts: vat 5.5). Base and VAT count on the line's own side. */
function withVatAmount(line: BookingLine, currency: string): string {
  const turned = line.net < 0 ? -1 : 1;
  return (
    `<ForeignAmount><Currency code="${escapeXml(currency)}"/>${side(line.net, currency)}` +
    codeElement('VAT', line.vatCode) +
    `<VATPercentage>${fractionText(line.rate)}</VATPercentage>` +
    `<VATBaseAmount>${amountText(turned * line.net, currency)}</VATBaseAmount>` +
    `<VATAmount>${amountText(turned * line.vat, currency)}</VATAmount></ForeignAmount>`
  );
}

/** `Amount` is in the administration's own currency; other currencies go into ForeignAmount and Exact converts. */
function amountElement(own: boolean, currency: string, amount: Minor, vat: string): string {
  const name = own ? 'Amount' : 'ForeignAmount';
  return `<${name}><Currency code="${escapeXml(currency)}"/>${side(amount, currency)}${vat}</${name}>`;
}

/** The base counts on the side of the line's own amount, as the amount does. */
function baseElement(base: Minor, amount: Minor, currency: string): string {
  return `<VATBaseAmount>${amountText(amount < 0 ? -base : base, currency)}</VATBaseAmount>`;
}

/** `InvoiceNumber` takes digits only; the printed code travels in the other two, and `YourRef` is what look-ups go by. */
function referencesOf(booking: Booking): string {
  return (
    '<References>' +
    (/^\d+$/.test(booking.invoiceCode) ? textElement('InvoiceNumber', booking.invoiceCode) : '') +
    textElement('OrderNumber', booking.orderCode) +
    textElement('PaymentReference', booking.invoiceCode) +
    textElement('YourRef', booking.reference) +
    '</References>'
  );
}
