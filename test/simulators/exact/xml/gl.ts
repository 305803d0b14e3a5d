/**
 * Topic GLTransactions: sales entries (20) and sales credit notes (21) (facts: exact-xml 3.1).
 * Amounts inside are debit positive, as in the file; the books turn them so that sales are positive.
 *
 * `VATAmount` stands on the same side as the amount beside it: with Debit/Credit it counts for that side, with Value it has the sign of Value.
 */
import type { Entry } from '../books';
import { buildEntry, turned } from '../entry';
import { rateOn } from '../master-data';
import type { Account, GlAccount, Journal, Period, VatCode } from '../master-data';
import { guid } from '../people';
import { netOf, vatOf } from './amounts';
import { attributeOf, child, children, textOf } from './parser';
import type { XmlNode } from './parser';
import { doubtsAbout } from '../doubts';
import { accountOf, checkSalesAccount, customerOf, dueDate, glAccountOf, minorOf, openPeriod, paymentConditionOf, problem, salesJournal, vatCodeOf } from './records';
import type { RecordContext } from './records';

interface Line {
  readonly gl: GlAccount;
  readonly kind: 'receivable' | 'vat' | 'base';
  /** Entry currency, debit positive. */
  readonly amount: number;
  /** Administration's currency, when the file says it beside a foreign amount. */
  readonly amountDC: number | undefined;
  readonly vatCode: VatCode | undefined;
  readonly vatAmount: number | undefined;
  readonly vatBase: number | undefined;
  readonly description: string;
  readonly costCenter: string;
  readonly costUnit: string;
}

interface Worked {
  readonly line: Line;
  readonly net: number;
  readonly vat: number;
  /** The VAT account that a full entry names; otherwise the code decides. */
  readonly vatAccount?: string | undefined;
}

interface Money {
  readonly currency: string;
  readonly amount: number;
  readonly side: 1 | -1;
}

export function importTransaction(record: RecordContext, node: XmlNode): Entry | undefined {
  const { texts, ctx, books } = record;
  const journal = salesJournal(record, attributeOf(node, 'Journal', 'code'));
  const rows = children(node, 'GLTransactionLine');
  const first = rows[0];
  const typeText = attributeOf(node, 'TransactionType', 'number') ?? first?.attributes['type'] ?? '20';
  const type = typeText === '20' ? 20 : typeText === '21' ? 21 : problem(record, texts.finding('invalid', 'type', typeText));
  const date = textOf(node, 'Date') || textOf(first, 'Date');
  if (date === '') problem(record, texts.finding('mandatory', 'date'));
  const period = date === '' ? undefined : openPeriod(record, date);
  checkPeriod(record, node, period);
  // Every account that is mentioned is looked at, in the order of the file (facts: exact-xml 1, 3.2).
  const [named, onLine] = [child(node, 'Account'), child(first, 'Account')];
  if (named && onLine && accountOf(record, named) === undefined) return undefined;
  const customer = customerOf(record, onLine ?? named);
  const condition = paymentConditionOf(record, attributeOf(node, 'PaymentCondition', 'code'), customer);
  const entryNumber = numberOf(record, node, journal);
  if (journal && customer && customer.glAr !== null && customer.glAr !== journal.glAccount) problem(record, texts.receivableDiffers);

  const currency = currencyOf(record, rows, journal, date);
  const lines = rows.map((row) => lineOf(record, row, currency, customer, date));
  if (record.problems.length > 0 || !journal || !period || !customer || condition === undefined || type === undefined || !currency) return undefined;
  const known = lines.filter((line): line is Line => line !== undefined);
  const full = known.some((line) => line.kind !== 'base');
  const worked = full ? workFull(record, known, journal, currency.code, entryNumber ?? 0) : workOneSided(record, known);
  if (!worked || record.problems.length > 0) return undefined;

  const total = -worked.reduce((sum, { net, vat }) => sum + net + vat, 0);
  if ((type === 20 && total < 0) || (type === 21 && total > 0)) ctx.violate('sign-against-type', `entry of type ${type} with a total on the other side`);
  if (rows.some((row) => row.attributes['type'] !== undefined && row.attributes['type'] !== String(type))) ctx.violate('line-type-differs', `a line's type is not ${type}`);
  const references = child(first, 'References');
  const yourRef = textOf(references, 'YourRef');
  if (yourRef === '') ctx.violate('missing-reference', 'an entry without References/YourRef cannot be found again');
  const entry = buildEntry(
    record.master,
    {
      entryId: guid(ctx), entryNumber: entryNumber ?? books.nextNumber(journal.code, period.year), topic: 'GLTransactions', type, journal: journal.code, date, dueDate: textOf(first, 'DueDate') || dueDate(record.master, condition, date), year: period.year, period: period.period,
      currency: currency.code, rate: currency.rate, debtor: customer.code, paymentCondition: condition, description: textOf(node, 'Description'), yourRef,
      invoiceNumber: textOf(references, 'InvoiceNumber') || textOf(child(references, 'Sales'), 'InvoiceNumber'), orderNumber: textOf(references, 'OrderNumber') || textOf(child(references, 'Sales'), 'OrderNumber'), paymentReference: textOf(references, 'PaymentReference'),
      status: 20, created: ctx.clock.now(), modified: ctx.clock.now(), creator: '', document: null, receivable: customer.glAr ?? journal.glAccount, flags: doubtsAbout(worked.flatMap(({ line }) => line.vatCode ?? []), customer),
    },
    worked.map(({ line, net, vat, vatAccount }) => ({
      id: guid(ctx), account: line.gl.code, vatCode: line.vatCode, net: turned(net), vat: turned(vat), description: line.description, costCenter: line.costCenter, costUnit: line.costUnit, netDC: line.amountDC === undefined ? undefined : turned(line.amountDC), vatAccount,
    })),
  );
  books.post(entry);
  return entry;
}

/** Year and period may be left out; named, they must be those of the date or exist themselves. */
function checkPeriod(record: RecordContext, node: XmlNode, period: Period | undefined): void {
  const year = attributeOf(node, 'FinYear', 'number');
  const month = attributeOf(node, 'FinPeriod', 'number');
  if (year === undefined && month === undefined) return;
  const named = record.master.periods.find((candidate) => candidate.year === Number(year ?? period?.year) && candidate.period === Number(month ?? period?.period));
  if (!named) problem(record, record.texts.finding('unknown', 'year'));
  else if (named.closed) problem(record, record.texts.periodClosed(named.year, named.period));
}

function numberOf(record: RecordContext, node: XmlNode, journal: Journal | undefined): number | undefined {
  const text = node.attributes['entry'];
  if (text === undefined) return undefined;
  const number = Number(text);
  if (number <= 0 || number > 2_147_483_647) return problem(record, record.texts.finding('invalid', 'entryNumber', text));
  if (journal && record.books.find(journal.code, number)) return problem(record, record.texts.alreadyExists(number, journal.code));
  return number;
}

interface Currency {
  readonly code: string;
  readonly home: boolean;
  /** Units of the administration's currency for one unit. */
  readonly rate: number;
}

function currencyOf(record: RecordContext, rows: readonly XmlNode[], journal: Journal | undefined, date: string): Currency | undefined {
  const { texts, master } = record;
  const own = master.division.currency;
  const codes = new Set(rows.map((row) => (attributeOf(child(row, 'ForeignAmount'), 'Currency', 'code') ?? attributeOf(child(row, 'Amount'), 'Currency', 'code') ?? own).trim()));
  const [code = own] = codes;
  if (codes.size > 1) return problem(record, texts.finding('invalid', 'currency', [...codes].join(', ')));
  const table = rateOn(master, code, date);
  if (table === undefined) return problem(record, texts.finding('unknown', 'currency', code));
  if (journal && code !== journal.currency && !journal.variableCurrency) return problem(record, texts.finding('notAllowed', 'currency', code));
  const rates = new Set(rows.map((row) => textOf(child(row, 'ForeignAmount'), 'Rate')).filter((text) => text !== ''));
  const [stated] = rates;
  const rate = stated === undefined ? table : Number(stated);
  if (rates.size > 1 || !(rate > 0)) return problem(record, texts.finding('invalid', 'rate', [...rates].join(', ')));
  if (stated !== undefined && (code === own ? rate !== 1 : rate !== table && journal?.variableRate === false)) return problem(record, texts.finding('notAllowed', 'rate', stated));
  return { code, home: code === own, rate };
}

function moneyOf(record: RecordContext, node: XmlNode | undefined): Money | undefined {
  if (!node) return undefined;
  const [debit, credit, value] = ['Debit', 'Credit', 'Value'].map((name) => minorOf(record, node, name));
  if (debit === undefined && credit === undefined && value === undefined) return problem(record, record.texts.finding('mandatory', 'amount'));
  return { currency: attributeOf(node, 'Currency', 'code') ?? '', amount: value ?? (debit ?? 0) - (credit ?? 0), side: value === undefined && debit === undefined ? -1 : 1 };
}

function lineOf(record: RecordContext, row: XmlNode, currency: Currency | undefined, customer: Account | undefined, date: string): Line | undefined {
  const { texts } = record;
  const gl = glAccountOf(record, attributeOf(row, 'GLAccount', 'code'));
  const [amountNode, foreignNode] = [child(row, 'Amount'), child(row, 'ForeignAmount')];
  const [home, foreign] = [moneyOf(record, amountNode), moneyOf(record, foreignNode)];
  const main = foreign ?? home;
  if (!main) return problem(record, texts.finding('mandatory', 'amount'));
  if (!gl || !currency) return undefined;
  if (home && foreign && currency.home && home.amount !== foreign.amount) return problem(record, texts.finding('invalid', 'amount'));
  const vatType = textOf(row, 'VATType');
  const kind = gl.type === 20 ? 'receivable' : gl.type === 24 ? 'vat' : 'base';
  if (vatType !== '' && (kind === 'base' ? !['V', 'X', 'S'].includes(vatType) : kind === 'vat' ? !['A', 'Z'].includes(vatType) : vatType !== 'S')) record.ctx.violate('vat-type', `VATType ${vatType} on a ${kind} line`);
  const codes = [attributeOf(amountNode, 'VAT', 'code'), attributeOf(foreignNode, 'VAT', 'code')].filter((code): code is string => code !== undefined);
  const percentages = [textOf(amountNode, 'VATPercentage'), textOf(foreignNode, 'VATPercentage')].filter((text) => text !== '');
  if (kind === 'base') checkSalesAccount(record, gl, attributeOf(row, 'Costcenter', 'code'), attributeOf(row, 'Costunit', 'code'));
  const vatCode = kind === 'receivable' ? undefined : vatCodeOf(record, codes, percentages, kind === 'base' ? gl.vatCode : null, customer, date);
  if (kind !== 'receivable' && !vatCode) return undefined;
  const vatAmount = minorOf(record, foreignNode, 'VATAmount');
  return {
    gl, kind, amount: main.amount, amountDC: currency.home ? undefined : home?.amount, vatCode, description: textOf(row, 'Description'), costCenter: attributeOf(row, 'Costcenter', 'code') ?? '', costUnit: attributeOf(row, 'Costunit', 'code') ?? '',
    vatAmount: vatAmount === undefined ? undefined : vatAmount * (foreign?.side ?? 1),
    vatBase: minorOf(record, foreignNode, 'VATBaseAmount') ?? minorOf(record, amountNode, 'VATBaseAmount'),
  };
}

/** Only revenue lines: Exact makes the VAT from the codes and the receivable from the journal. */
function workOneSided(record: RecordContext, lines: readonly Line[]): readonly Worked[] {
  return lines.flatMap((line): readonly Worked[] => {
    const code = line.vatCode;
    const worked = code ? vatOfLine(record, line, code) : undefined;
    if (worked && line.vatBase !== undefined && Math.abs(Math.abs(line.vatBase) - Math.abs(worked.net)) > 1) problem(record, record.texts.input17);
    return worked ? [worked] : [];
  });
}

function vatOfLine(record: RecordContext, line: Line, code: VatCode): Worked | undefined {
  const { texts, ctx } = record;
  if (code.type === 'N' || code.type === 'B' || code.percentage === 0) {
    if ((line.vatAmount ?? 0) !== 0) return problem(record, code.type === 'N' ? texts.vatOnNoVat : texts.input17);
    return { line, net: line.amount, vat: 0 };
  }
  if (code.type === 'I') {
    // The amount counts as including VAT; a net amount with its VAT beside it then contradicts itself.
    const net = netOf(line.amount, code.percentage);
    const vat = line.amount - net;
    if (line.vatAmount !== undefined && Math.abs(line.vatAmount - vat) > ctx.options.vatDeviationLimit) return problem(record, texts.input17);
    return { line, net, vat };
  }
  const computed = vatOf(line.amount, code.percentage);
  const stated = line.vatAmount;
  if (stated === undefined || ctx.options.vatAmount === 'ignored') return { line, net: line.amount, vat: computed };
  if (!accepted(record, stated, computed, line.amount, 1)) return problem(record, texts.input17);
  return { line, net: line.amount, vat: stated };
}

/** Whether stated VAT may stand beside computed VAT. Even where it is honoured, another rate's VAT is not. */
function accepted(record: RecordContext, stated: number, computed: number, net: number, lines: number): boolean {
  const { vatAmount, vatDeviationLimit } = record.ctx.options;
  const deviation = Math.abs(stated - computed);
  if (vatAmount === 'honoured') return deviation <= Math.max(100, Math.abs(net) / 100) && !(stated !== 0 && computed !== 0 && Math.sign(stated) !== Math.sign(computed));
  return deviation <= vatDeviationLimit * lines;
}

/** Receivable, revenue and VAT lines are all there: they must agree with each other. */
function workFull(record: RecordContext, lines: readonly Line[], journal: Journal, currency: string, entryNumber: number): readonly Worked[] | undefined {
  const { texts } = record;
  const difference = lines.reduce((sum, line) => sum + line.amount, 0);
  if (difference !== 0) return problem(record, texts.notBalanced(`${journal.code} ${entryNumber}`, currency, difference));
  if (lines.some((line) => line.kind === 'receivable' && line.gl.code !== journal.glAccount)) return problem(record, texts.receivableDiffers);
  const result = new Map<Line, Worked>();
  for (const code of new Set(lines.flatMap((line) => line.vatCode ?? []))) {
    const bases = lines.filter((line) => line.kind === 'base' && line.vatCode === code);
    const vatLines = lines.filter((line) => line.kind === 'vat' && line.vatCode === code);
    const stated = vatLines.reduce((sum, line) => sum + line.amount, 0);
    const computed = bases.map((line) => (code.type === 'E' ? vatOf(line.amount, code.percentage) : code.type === 'I' ? line.amount - netOf(line.amount, code.percentage) : 0));
    const sum = computed.reduce((total, vat) => total + vat, 0);
    if (code.type === 'N' && stated !== 0) return problem(record, texts.vatOnNoVat);
    if (bases.length === 0 && stated !== 0) return problem(record, texts.input17);
    if (code.type === 'E' ? !accepted(record, stated, sum, bases.reduce((total, line) => total + line.amount, 0), bases.length) : stated !== sum) return problem(record, texts.input17);
    // What the VAT line says beyond the sum of the lines is shown with the last one.
    bases.forEach((line, at) => result.set(line, { line, net: line.amount, vat: (computed[at] ?? 0) + (at === bases.length - 1 ? stated - sum : 0), vatAccount: vatLines[0]?.gl.code }));
  }
  return lines.flatMap((line) => result.get(line) ?? []);
}
