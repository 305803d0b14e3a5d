/** Reads worked cases out of text (README.txt beside this file) and builds the invoice that each is about, the way ShopCtrl would give it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RowKind } from '../../../lib/booking/profile';
import type { Finding, Invoice, OriginalRow } from '../../../lib/invoice/invoice';
import { readInvoice, toInvoice } from '../../../lib/shopctrl/normalise';

export interface Case {
  readonly name: string;
  readonly profile: string;
  readonly date: string;
  readonly given: string;
  readonly title: string;
  /** Fields of each line by its first word, in order. */
  readonly of: (word: string) => readonly (readonly string[])[];
}

const WORDS = new Set(['in', 'sum', 'kind', 'tariff', 'orig', 'before', 'out', 'box', 'oss', 'icp', 'foreign', 'refuse', 'skip', 'flag', 'also', 'debtor', 'type', 'date', 'vary', 'rule']);

export function readCases(): readonly Case[] {
  const texts = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.txt') && file !== 'README.txt').sort();
  return texts.flatMap((file) => readFileSync(join(import.meta.dirname, file), 'utf8').split(/\n{2,}/).flatMap((block) => caseOf(block, file)));
}

function caseOf(block: string, file: string): Case[] {
  const [head = '', ...rest] = block.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  if (head === '') return [];
  const fields = head.split('|').map((field) => field.trim());
  const [name = '', profile = '', date = '', given = '', title = ''] = fields;
  if (fields.length !== 5 || !/^C\d\d\d?$/.test(name)) throw new Error(`${file}: no head of a case: ${head}`);
  const lines = rest.map((line) => line.split('|').map((field) => field.trim()));
  for (const [word = ''] of lines) if (!WORDS.has(word)) throw new Error(`${name}: what is "${word}"?`);
  if (!lines.some(([word]) => word === 'rule')) throw new Error(`${name}: without the source of its rule`);
  return [{ name, profile, date, given, title, of: (word) => lines.filter(([first]) => first === word).map(([, ...more]) => more) }];
}

/** "12.34" in cents. */
export function cents(text: string | undefined): number {
  if (!/^-?\d+\.\d\d$/.test(text ?? '')) throw new Error(`no amount: ${String(text)}`);
  return Number((text ?? '').replace('.', '')) + 0;
}

/** Words after which the rest of a part of the head is a value. */
interface Given {
  readonly company: boolean;
  readonly number: string;
  readonly bill: string;
  readonly ship: string;
  readonly ordered: string;
  readonly shipped: string;
  readonly warehouse: string;
  readonly obfuscated: boolean;
  readonly currency: string;
  /** Units of the currency for one euro, as text. */
  readonly perEuro: string;
}

export function givenOf(text: string): Given {
  const [first = '', ...parts] = text.split(',').map((part) => part.trim());
  const [who = '', country = ''] = first.split(' ');
  if (who !== 'consumer' && who !== 'company') throw new Error(`neither consumer nor company: ${text}`);
  let given: Given = { company: who === 'company', number: '', bill: country, ship: '', ordered: '', shipped: '', warehouse: '', obfuscated: false, currency: 'EUR', perEuro: '1' };
  for (const part of parts) {
    const [word = '', ...more] = part.split(' ');
    const value = more.join(' ');
    if (word === 'bill' || word === 'ship' || word === 'ordered' || word === 'shipped' || word === 'warehouse') given = { ...given, [word]: value };
    else if (part === 'obfuscated') given = { ...given, obfuscated: true };
    else if (/^[A-Z]{3}$/.test(word)) given = { ...given, currency: word, perEuro: value };
    else given = { ...given, number: part };
  }
  return given.ship === '' ? { ...given, ship: given.bill } : given;
}

/** What is different from the case as it stands. */
export interface Change {
  readonly date?: string;
  readonly given?: Partial<Given>;
  /** All rows at this percentage, with the VAT that it gives. */
  readonly percentage?: number;
}

interface Row {
  readonly kind: string;
  readonly text: string;
  readonly ex: number;
  readonly inc: number;
  readonly percentage: number;
}

/** The invoice as the reader of ShopCtrl's answers makes it, or the finding where it cannot. */
export function invoiceOf(one: Case, change: Change = {}): Invoice | Finding {
  const given = { ...givenOf(one.given), ...change.given };
  const rows = one.of('in').map(([kind = '', text = '', ex, vat, inc, percentage = '']): Row => {
    if (cents(ex) + cents(vat) !== cents(inc)) throw new Error(`${one.name}: ${text} does not add up`);
    const at = change.percentage ?? Number(percentage === '-' ? 0 : percentage);
    const net = cents(ex);
    return { kind, text, ex: net, inc: change.percentage === undefined ? cents(inc) : net + Math.round((net * at) / 100), percentage: at };
  });
  const [ex, , inc] = one.of('sum')[0] ?? [];
  const sum = change.percentage === undefined ? { ex: cents(ex), inc: cents(inc) } : { ex: rows.reduce((all, row) => all + row.ex, 0), inc: rows.reduce((all, row) => all + row.inc, 0) };
  const money = (amount: number): string => (amount / 100).toFixed(2);
  const header = (kind: string, name: string, sign = 1): Record<string, string> => {
    const found = rows.filter((row) => row.kind === kind);
    const total = (of: (row: Row) => number): string => money(sign * found.reduce((all, row) => all + of(row), 0));
    return { [`${name}ExVat`]: total((row) => row.ex), [`${name}IncVat`]: total((row) => row.inc) };
  };
  const date = change.date ?? one.date;
  const contact = (place: string, more: Record<string, unknown> = {}): Record<string, unknown> => {
    const [CountryCode = '', ...rest] = place.split(' ');
    const City = rest.filter((word) => /^[A-Z][a-z]+$/.test(word)).join(' ');
    return { FullName: given.obfuscated ? 'GDPR: removed' : 'A. Buyer', CountryCode, PostalCode: rest.filter((word) => !/^[A-Z][a-z]+$/.test(word)).join(' '), City, ...more };
  };
  const goods = rows.filter((row) => row.kind === 'row');
  const originals = new Map<number, OriginalRow>(goods.flatMap((row, index) => originalOf(one, row).map((original) => [500 + index, original] as const)));
  const reading = readInvoice(
    'tenant',
    1,
    {
      id: 7001,
      invoice: {
        Id: 7001, InvoiceCode: '2600001', InvoiceDate: date, ShopId: 1, OrderId: 4901, CurrencyCode: given.currency, ChangedTimestamp: `${date}T12:00:00Z`,
        InvoiceTotalExVat: money(sum.ex), InvoiceTotalIncVat: money(sum.inc), ...header('ship', 'ShippingCosts'), ...header('fee', 'PaymentFee'), ...header('disc', 'Discount', -1),
      },
      rows: goods.map((row, index) => ({
        Id: index + 1, OrderRowId: 500 + index, ProductCode: row.text, ProductName: row.text, VatTariffCode: `${row.text} tariff`, ItemQuantity: row.ex < 0 && sum.inc < 0 ? -1 : 1,
        VatPercentage: row.percentage, RowTotalExVat: money(row.ex), RowTotalIncVat: money(row.inc),
      })),
      order: {
        Id: 4901, OrderCode: 'W1', Date: given.ordered, CustomerId: 9, CustomerCode: 'K9', ViewModusIncVAT: false,
        BillToContact: contact(given.bill, { VatNumber: given.number, ...(given.company ? { CompanyName: 'Buyer Ltd' } : {}) }),
        ...(given.ship === 'none' ? {} : { ShipToContact: contact(given.ship) }),
        Shipments: given.shipped === '' && given.warehouse === '' ? [] : [{ Id: 1, WarehouseId: given.warehouse || null, ShippedTimestamp: given.shipped, OrderRows: goods.map((_, index) => ({ OrderRowId: 500 + index })) }],
      },
      customer: null,
      orderChangedAt: null,
      originals,
    },
    { currencies: new Map(), countries: new Map() },
  );
  if (reading.kind === 'finding') return reading.finding;
  if (reading.kind === 'left-out') throw new Error(`${one.name}: left out`);
  return toInvoice('tenant', reading.value, [{ rows: 'after', header: 'minus' }], 'net');
}

function originalOf(one: Case, row: Row): OriginalRow[] {
  for (const [date = '', ...more] of one.of('orig')) {
    const value = (word: string): string | undefined => more.find((part) => part.startsWith(`${word} `))?.slice(word.length + 1);
    const only = value('row');
    if (only !== undefined && only !== row.text) continue;
    const supplyDate = value('supplied');
    const rate = value('rate');
    return [{
      invoiceId: 6001, invoiceCode: '2500001', date, kind: more.includes('credit') ? 'credit' : 'invoice', rate: Math.round(Number(rate ?? row.percentage) * 100),
      ...(supplyDate === undefined ? {} : { supplyDate }),
    }];
  }
  return [];
}

/** Rules on what rows are, as the case gives them. */
export function kindsOf(one: Case): { readonly by: 'tariff' | 'product'; readonly code: string; readonly country: string; readonly kind: RowKind }[] {
  const rules = (by: 'tariff' | 'product') => ([text = '', kind = '', country = '']: readonly string[]) => ({ by, code: by === 'tariff' ? `${text} tariff` : text, country, kind: kind as RowKind });
  return [...one.of('kind').map(rules('product')), ...one.of('tariff').map(rules('tariff'))];
}
