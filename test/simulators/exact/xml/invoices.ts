/** Topic Invoices: open sales invoices of type 8020. Exact gives number and date when somebody prints them (facts: exact-xml 0.1, 2, 5). */
import type { Books, Entry, OpenInvoice } from '../books';
import { buildEntry } from '../entry';
import { rateOn } from '../master-data';
import type { Account } from '../master-data';
import { guid } from '../people';
import type { Ctx } from '../types';
import { multiply, netOf, oneMinus, readDecimal, toMinor, vatOf } from './amounts';
import { attributeOf, child, children, textOf } from './parser';
import type { XmlNode } from './parser';
import { accountOf, checkSalesAccount, customerOf, dueDate, glAccountOf, paymentConditionOf, problem, salesJournal, vatCodeOf } from './records';
import type { RecordContext } from './records';

type InvoiceLine = OpenInvoice['lines'][number];

export function importInvoice(record: RecordContext, node: XmlNode): OpenInvoice | undefined {
  const { texts, ctx, books, master } = record;
  if (node.attributes['type'] === '8021' || node.attributes['type'] === '8024') problem(record, texts.creditNotImportable);
  const journal = salesJournal(record, attributeOf(node, 'Journal', 'code'));
  const customer = customerOf(record, child(node, 'OrderedBy'));
  const invoiceTo = child(node, 'InvoiceTo');
  if (invoiceTo) accountOf(record, invoiceTo);
  const condition = paymentConditionOf(record, attributeOf(node, 'PaymentCondition', 'code'), customer);
  const rows = children(node, 'InvoiceLine');
  const currencies = new Set(rows.flatMap((row) => attributeOf(child(row, 'UnitPrice'), 'Currency', 'code') ?? []));
  const [currency = master.division.currency] = currencies;
  if (currencies.size > 1 || !(currency === master.division.currency || master.rates.has(currency))) problem(record, texts.finding('invalid', 'currency', [...currencies].join(', ')));
  if (journal && currency !== journal.currency && !journal.variableCurrency) problem(record, texts.finding('notAllowed', 'currency', currency));
  const lines = rows.map((row) => lineOf(record, row, customer));
  const orderText = node.attributes['ordernumber'];
  if (orderText !== undefined && !/^\d{1,9}$/.test(orderText)) problem(record, texts.finding('invalid', 'entryNumber', orderText));
  const known = lines.filter((line): line is InvoiceLine => line !== undefined);
  const sum = (key: 'net' | 'vat' | 'total'): number => known.reduce((total, line) => total + line[key], 0);
  if (sum('total') < 0 && ctx.options.negativeInvoices === 'refused') problem(record, texts.creditNotImportable);
  if (record.problems.length > 0 || !journal || !customer || condition === undefined) return undefined;
  const invoice: OpenInvoice = {
    orderNumber: orderText === undefined ? books.nextOrderNumber() : Number(orderText), journal: journal.code, orderDate: textOf(node, 'OrderDate'), yourRef: textOf(node, 'YourRef'), description: textOf(node, 'Description'),
    debtor: customer.code, paymentCondition: condition, currency, lines: known, net: sum('net'), vat: sum('vat'), total: sum('total'),
  };
  if (invoice.yourRef === '') ctx.violate('missing-reference', 'an invoice without YourRef cannot be found again');
  books.addInvoice(invoice);
  return invoice;
}

function lineOf(record: RecordContext, row: XmlNode, customer: Account | undefined): InvoiceLine | undefined {
  const { texts, master } = record;
  const code = (attributeOf(row, 'Item', 'code') ?? '').trim();
  const item = master.items.get(code);
  if (!item) return problem(record, texts.finding(code === '' ? 'mandatory' : 'unknown', 'item', code === '' ? undefined : code));
  const gl = glAccountOf(record, attributeOf(row, 'GLAccount', 'code') ?? item.glRevenue);
  if (!gl) return undefined;
  const [costCenter, costUnit] = [attributeOf(row, 'Costcenter', 'code') ?? '', attributeOf(row, 'Costunit', 'code') ?? ''];
  checkSalesAccount(record, gl, costCenter, costUnit);
  const price = child(row, 'UnitPrice');
  // Without a price the item's own would count; the items of this administration have none.
  const unit = readDecimal(textOf(price, 'Value'));
  if (!price || !unit) return problem(record, texts.finding('mandatory', 'price'));
  const quantity = readDecimal(textOf(row, 'Quantity') || '1') ?? { digits: 1n, scale: 0 };
  const discount = readDecimal(textOf(row, 'DiscountPercentage') || '0') ?? { digits: 0n, scale: 0 };
  const vatCode = vatCodeOf(record, [attributeOf(price, 'VAT', 'code') ?? ''], [textOf(price, 'VATPercentage')].filter((text) => text !== ''), item.vatCode, customer);
  if (!vatCode) return undefined;
  const amount = toMinor(multiply(multiply(quantity, unit), oneMinus(discount)));
  const net = vatCode.type === 'I' ? netOf(amount, vatCode.percentage) : amount;
  const vat = vatCode.type === 'I' ? amount - net : vatCode.type === 'E' ? vatOf(net, vatCode.percentage) : 0;
  return { id: guid(record.ctx), account: gl.code, vatCode: vatCode.code, percentage: vatCode.percentage, net, vat, total: net + vat, netDC: net, vatDC: vat, costCenter, costUnit, description: textOf(row, 'Description') || item.description, item: item.code, quantity: Number(quantity.digits) / 10 ** quantity.scale };
}

/** What "print" does: number, date, and the entry in the ledger. */
export function printInvoice(ctx: Ctx, books: Books, invoice: OpenInvoice, date: string): Entry | undefined {
  const { master } = books;
  const period = master.periods.find((candidate) => date >= candidate.start && date <= candidate.end);
  const journal = master.journals.get(invoice.journal);
  if (!period || period.closed || !journal) return undefined;
  const number = books.nextNumber(invoice.journal, period.year);
  const entry = buildEntry(
    master,
    {
      entryId: guid(ctx), entryNumber: number, topic: 'Invoices', type: invoice.total < 0 ? 21 : 20, journal: invoice.journal, date, dueDate: dueDate(master, invoice.paymentCondition, date), year: period.year, period: period.period, currency: invoice.currency, rate: rateOn(master, invoice.currency, date) ?? 1,
      debtor: invoice.debtor, paymentCondition: invoice.paymentCondition, description: invoice.description, yourRef: invoice.yourRef, invoiceNumber: String(number), orderNumber: String(invoice.orderNumber), paymentReference: '',
      status: 20, created: ctx.clock.now(), modified: ctx.clock.now(), creator: '', document: null, receivable: journal.glAccount,
    },
    invoice.lines.map(({ id, account, vatCode, net, vat, description, costCenter, costUnit }) => ({ id, account, vatCode: master.vatCodes.get(vatCode), net, vat, description, costCenter, costUnit })),
  );
  books.post(entry);
  return entry;
}
