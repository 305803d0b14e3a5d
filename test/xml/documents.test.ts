import fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import type { Booking, BookingLine } from '../../lib/booking/booking';
import type { AccountRecord } from '../../lib/booking/account';
import { account } from '../../lib/xml/accounts';
import { documentOf } from '../../lib/xml/document';
import { glTransaction } from '../../lib/xml/gl-transactions';
import { salesInvoice } from '../../lib/xml/invoices';
import { hasOfficialSchema, problems } from './validate';

const line = (net: number, vat: number, change: Partial<BookingLine> = {}): BookingLine => ({
  account: '8000', vatCode: '2', rate: 2100, net, vat, description: 'Blue mug', kind: 'row', rule: 'table:|home|NL|2100', ...change,
});

function booking(change: Partial<Booking> = {}): Booking {
  const lines = change.lines ?? [line(1000, 210)];
  const net = lines.reduce((sum, each) => sum + each.net, 0);
  const vat = lines.reduce((sum, each) => sum + each.vat, 0);
  return {
    tenantId: 't1', shopId: 12, invoiceId: 1, invoiceCode: 'F2024-17', type: 20, reference: 'LL-F2024-17', date: '2024-03-05', currency: 'EUR', journal: '70', paymentCondition: '30',
    debtor: { code: '1001', kind: 'collective' }, description: 'F2024-17 / O501', orderCode: 'O501', lines, net, vat, gross: net + vat, remarks: [], settingsVersion: 1, ...change,
  };
}

const SHAPES = ['vat-code', 'vat-amount', 'full'] as const;
const options = (shape: (typeof SHAPES)[number]): Parameters<typeof glTransaction>[1] => ({ shape, receivableAccount: '1300', vatAccount: '1500' });
const entries = (bookings: readonly Booking[], shape: (typeof SHAPES)[number]): string => [...documentOf('GLTransactions', bookings.map((each) => glTransaction(each, options(shape))))].join('');

describe('the envelope', () => {
  it('is UTF-8 without byte order mark, with schema hint, and ends with its container', () => {
    const text = entries([booking()], 'vat-amount');
    expect(text.startsWith('<?xml version="1.0" encoding="UTF-8"?>\n<eExact xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="eExact-XML.xsd">')).toBe(true);
    expect(text.endsWith('</GLTransactions>\n</eExact>\n')).toBe(true);
    expect(problems(text)).toEqual([]);
  });

  it('writes no empty container', () => {
    expect([...documentOf('Invoices', [])]).toEqual([]);
  });

  it('streams: a record is asked for only when the one before was taken', () => {
    let made = 0;
    const endless = (function* (): Generator<string> {
      for (;;) {
        made += 1;
        yield glTransaction(booking(), options('vat-code'));
      }
    })();
    const stream = documentOf('GLTransactions', endless);
    for (let chunk = 0; chunk < 5; chunk += 1) stream.next();
    expect(made).toBeLessThanOrEqual(5);
  });
});

describe('sales entries', () => {
  it('say base and VAT of each line in ForeignAmount by default', () => {
    expect(glTransaction(booking({ invoiceCode: '20240017', entryNumber: 20240017, reference: '20240017' }), options('vat-amount'))).toBe(
      '<GLTransaction entry="20240017"><TransactionType number="20"/><Journal code="70"/><PaymentCondition code="30"/><Date>2024-03-05</Date><Description>F2024-17 / O501</Description><Account code="1001"/>' +
        '<GLTransactionLine type="20" line="1"><Date>2024-03-05</Date><GLAccount code="8000"/><Description>Blue mug</Description><InvoiceDate>2024-03-05</InvoiceDate><Account code="1001"/>' +
        '<ForeignAmount><Currency code="EUR"/><Credit>10.00</Credit><VAT code="2"/><VATPercentage>0.21</VATPercentage><VATBaseAmount>10.00</VATBaseAmount><VATAmount>2.10</VATAmount></ForeignAmount>' +
        '<References><InvoiceNumber>20240017</InvoiceNumber><OrderNumber>O501</OrderNumber><PaymentReference>20240017</PaymentReference><YourRef>20240017</YourRef></References></GLTransactionLine></GLTransaction>\n',
    );
  });

  it('carry no entry and no invoice number for codes that are no digits', () => {
    const text = glTransaction(booking(), options('vat-amount'));
    expect(text.startsWith('<GLTransaction><')).toBe(true);
    expect(text).not.toContain('InvoiceNumber');
    expect(text).toContain('<YourRef>LL-F2024-17</YourRef>');
  });

  it('turn the side on credit notes and discounts, never the sign of a side', () => {
    const credit = booking({ type: 21, lines: [line(-1000, -210), line(100, 21, { kind: 'discount' })] });
    const text = glTransaction(credit, options('vat-amount'));
    expect(text).toContain('<TransactionType number="21"/>');
    expect(text).toContain('<Debit>10.00</Debit><VAT code="2"/><VATPercentage>0.21</VATPercentage><VATBaseAmount>10.00</VATBaseAmount><VATAmount>2.10</VATAmount>');
    expect(text).toContain('<Credit>1.00</Credit>');
    expect(text).not.toMatch(/<(Debit|Credit)>-/);
  });

  it('leave the VAT to the code in the shape vat-code', () => {
    const text = glTransaction(booking(), options('vat-code'));
    expect(text).toContain('<Amount><Currency code="EUR"/><Credit>10.00</Credit><VAT code="2"/><VATPercentage>0.21</VATPercentage></Amount>');
    expect(text).not.toContain('VATAmount');
  });

  it('put other currencies into ForeignAmount', () => {
    for (const shape of SHAPES) {
      const text = glTransaction(booking({ currency: 'USD' }), options(shape));
      expect(text).toContain('<ForeignAmount><Currency code="USD"/>');
      expect(text).not.toContain('<Amount>');
    }
  });

  it('take Amount for the administration\'s own currency, whichever it is', () => {
    for (const shape of ['vat-code', 'full'] as const) {
      const british = { ...options(shape), ownCurrency: 'GBP' };
      expect(glTransaction(booking({ currency: 'GBP' }), british)).toContain('<Amount><Currency code="GBP"/>');
      expect(glTransaction(booking(), british)).toContain('<ForeignAmount><Currency code="EUR"/>');
      expect(glTransaction(booking(), british)).not.toContain('<Amount>');
    }
  });

  it('are in balance as a full entry, with one VAT line per code', () => {
    const many = booking({ lines: [line(1000, 210), line(500, 45, { vatCode: '1', rate: 900 }), line(-200, -42, { kind: 'discount' }), line(1, 0, { kind: 'rounding', vatCode: '0', rate: 0, account: '8999' })] });
    for (const type of [20, 21] as const) {
      const text = glTransaction({ ...many, type }, options('full'));
      const cents = (name: string): number => [...text.matchAll(new RegExp(`<${name}>(\\d+)\\.(\\d\\d)</${name}>`, 'g'))].reduce((sum, match) => sum + Number(match[1]) * 100 + Number(match[2]), 0);
      expect(cents('Debit')).toBe(cents('Credit'));
      expect(text.match(/<VATType>[AZ]/g)).toHaveLength(2);
      expect(text).toContain('<GLAccount code="1300" type="20"/>');
      expect(problems(entries([{ ...many, type }], 'full'))).toEqual([]);
    }
  });

  it('name cost centre and unit after the relation, in every shape', () => {
    const one = booking({ lines: [line(1000, 210, { costCenter: 'WEB', costUnit: 'K&L' }), line(413, 87, { kind: 'shipping', costCenter: 'WEB' }), line(100, 21)] });
    for (const shape of SHAPES) {
      const text = entries([one], shape);
      expect(problems(text)).toEqual([]);
      expect([...text.matchAll(/<Account code="1001"\/>(<Cost[^<]*\/>)?(<Costunit[^<]*\/>)?<(?:Foreign)?Amount>/g)].map(([, center = '', unit = '']) => center + unit).filter((cost) => cost !== '')).toEqual([
        '<Costcenter code="WEB"/><Costunit code="K&amp;L"/>', '<Costcenter code="WEB"/>',
      ]);
    }
    expect(salesInvoice(one, { itemCode: 'WEB' })).toContain('</UnitPrice><Costcenter code="WEB"/><GLAccount');
  });

  it('say as a full entry which lines have no base, and name no account type where it may be a balance account', () => {
    const outside = (regime: string, change: Partial<BookingLine> = {}): BookingLine => line(500, 0, { rate: 0, vatCode: 'N', regime, ...change });
    const one = booking({ lines: [line(1000, 210, { regime: 'NL-21' }), outside('NL-EX'), outside('OUT', { account: '1400', use: 'voucher' }), outside('EXP', { vatCode: '6' }), outside('NL-MARGIN', { vatCode: 'M' })] });
    const text = entries([one], 'full');
    expect(problems(text)).toEqual([]);
    expect([...text.matchAll(/<VATType>(.)<\/VATType><GLAccount code="(\d+)"( type="\d+")?/g)].map(([, type, account, of = '']) => [type, account, of])).toEqual([
      ['V', '8000', ' type="110"'], ['S', '8000', ' type="110"'], ['S', '1400', ''], ['V', '8000', ' type="110"'], ['V', '8000', ' type="110"'], ['A', '1500', ' type="24"'],
    ]);
  });

  it.each(SHAPES)('are valid in the shape %s for whatever text and amounts come', (shape) => {
    const amount = fc.integer({ min: -10_000_000, max: 10_000_000 });
    const texts = fc.oneof(fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 })).map((text) => `x${text}`);
    const lines = fc.array(fc.record({ net: amount, vat: amount, description: texts, rate: fc.constantFrom(0, 550, 900, 2100), kind: fc.constantFrom('row' as const, 'rounding' as const) }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(lines, texts, fc.constantFrom(20 as const, 21 as const), fc.constantFrom('EUR', 'JPY', 'KWD', 'SEK'), (given, text, type, currency) => {
        const one = booking({ type, currency, description: text, orderCode: text, reference: text, lines: given.map((each) => line(each.net, each.vat, each)) });
        expect(problems(entries([one], shape))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});

describe('sales invoices', () => {
  const document = (bookings: readonly Booking[]): string => [...documentOf('Invoices', bookings.map((each) => salesInvoice(each, { itemCode: 'WEB' })))].join('');

  it('name an item, the account and the VAT code of each line', () => {
    const text = document([booking({ lines: [line(1000, 210), line(-100, -21, { kind: 'discount', description: 'Korting' })] })]);
    expect(problems(text)).toEqual([]);
    expect(text).toContain('<InvoiceLine line="2"><Description>Korting</Description><Item code="WEB"/><Quantity>-1</Quantity><UnitPrice><Currency code="EUR"/><Value>1.00</Value><VAT code="2"/></UnitPrice><GLAccount code="8000"/></InvoiceLine>');
    expect(text).toContain('<YourRef>LL-F2024-17</YourRef><OrderedBy code="1001"/><InvoiceTo code="1001"/>');
  });

  it('never carry a credit note', () => {
    expect(() => salesInvoice(booking({ type: 21 }), { itemCode: 'WEB' })).toThrow(RangeError);
  });
});

describe('debtors', () => {
  const record = (change: Partial<AccountRecord> = {}): AccountRecord => ({
    code: 'W77', name: 'Jansen & Zn', email: 'a@b.example', phone: '020', addressLine1: 'Dorpsstraat 1', addressLine2: 'b', postalCode: '1234 AB', city: 'Utrecht', country: 'NL', vatNumber: 'NL1', cocNumber: '123', ...change,
  });
  const document = (records: readonly AccountRecord[]): string => [...documentOf('Accounts', records.map(account))].join('');

  it('follow the order of the schema and leave out what is empty', () => {
    const text = document([record(), record({ code: 'W78', email: '', phone: '', addressLine1: '', addressLine2: '', postalCode: '', city: '', country: '', vatNumber: '', cocNumber: '' }), record({ code: 'W79', addressLine1: '' })]);
    expect(problems(text)).toEqual([]);
    expect(text).toContain('<Account code="W78" status="C"><Name>Jansen &amp; Zn</Name></Account>');
    const read = new XMLParser({ ignoreAttributes: false }).parse(text) as { eExact: { Accounts: { Account: readonly Record<string, unknown>[] } } };
    expect(read.eExact.Accounts.Account).toHaveLength(3);
    expect(Object.keys(read.eExact.Accounts.Account[0] ?? {}).filter((key) => !key.startsWith('@'))).toEqual(['Name', 'Phone', 'Email', 'Address', 'VATNumber', 'ChamberOfCommerce']);
  });

  it('are described where an entry or invoice names them, once', () => {
    for (const shape of ['vat-amount', 'vat-code', 'full'] as const) {
      const options = { shape, receivableAccount: '1300', vatAccount: '1500' };
      const own = booking({ debtor: { code: 'W77', kind: 'own' } });
      const text = [...documentOf('GLTransactions', [glTransaction(own, options, record()), glTransaction(own, options)])].join('');
      expect(problems(text)).toEqual([]);
      expect(text.split('<Name>')).toHaveLength(2);
      expect(text).toMatch(/<Description>[^<]*<\/Description><Account code="W77" status="C"><Name>Jansen &amp; Zn<\/Name>.*<\/Account><GLTransactionLine/);
    }
    const text = [...documentOf('Invoices', [salesInvoice(booking({ debtor: { code: 'W77', kind: 'own' } }), { itemCode: 'WEB' }, record())])].join('');
    expect(problems(text)).toEqual([]);
    expect(text).toContain('<ChamberOfCommerce>123</ChamberOfCommerce></OrderedBy><InvoiceTo code="W77"/>');
  });
});

describe('the schemas themselves', () => {
  it('catch what they are there for', () => {
    const good = entries([booking()], 'vat-amount');
    for (const bad of [
      good.replace('<Journal code="70"/>', ''),
      good.replace('<Credit>10.00</Credit>', '<Credit>1e2</Credit>'),
      good.replace('<Credit>10.00</Credit>', '<Credit>-10.00</Credit>'),
      good.replace('<Date>2024-03-05</Date><Description>', '<Description>'),
      good.replace('<GLTransaction>', '<GLTransaction entry="F17">'),
      good.replace('Blue mug', 'x'.repeat(256)),
      good.replace(/<References>.*?<\/References>/, ''),
    ]) {
      expect(bad).not.toBe(good);
      expect(problems(bad)).not.toEqual([]);
    }
  });

  it.runIf(hasOfficialSchema)('include the official one, which refuses a wrong order', () => {
    const swapped = entries([booking()], 'vat-amount').replace(/(<PaymentReference>.*?<\/PaymentReference>)(<YourRef>.*?<\/YourRef>)/, '$2$1');
    expect(problems(swapped).some((problem) => problem.startsWith('official'))).toBe(true);
  });
});
