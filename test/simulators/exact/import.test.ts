import { describe, expect, it } from 'vitest';
import { createExact, EXAMPLE_MAPPING, ossCode } from './index';
import type { ExactOptions } from './index';
import { createClock } from '../contract';

const HEAD = '<?xml version="1.0" encoding="UTF-8"?><eExact xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="eExact-XML.xsd">';
const LAMP = 100001;

const start = (options: Partial<ExactOptions> = {}) => createExact({ options: { importLanguage: 'EN', ...options }, clock: createClock(Date.UTC(2026, 10, 23)) });
const wrap = (topic: string, records: string): string => `${HEAD}<${topic}>${records}</${topic}></eExact>`;

interface LineSpec {
  readonly account?: string;
  readonly vat?: string | null;
  readonly side?: 'Debit' | 'Credit' | 'Value';
  readonly amount?: string;
  readonly vatAmount?: string;
  readonly currency?: string;
  readonly reference?: string;
}
const code = (vat: string | null | undefined): string => (vat === null ? '' : `<VAT code="${vat ?? '2'}"/>`);
/** A revenue line: with `vatAmount` in ForeignAmount, else in Amount. */
function line(spec: LineSpec = {}, type = '20'): string {
  const { account = '8000', side = 'Credit', amount = '100.00', currency = 'EUR' } = spec;
  const money = `<Currency code="${currency}"/><${side}>${amount}</${side}>`;
  const amounts = spec.vatAmount === undefined && currency === 'EUR' ? `<Amount>${money}${code(spec.vat)}</Amount>` : `<ForeignAmount>${money}${code(spec.vat)}${spec.vatAmount === undefined ? '' : `<VATAmount>${spec.vatAmount}</VATAmount>`}</ForeignAmount>`;
  return `<GLTransactionLine type="${type}"><Date>2026-03-05</Date><GLAccount code="${account}"/><Description>Lamp</Description>${amounts}<References><InvoiceNumber>1</InvoiceNumber><YourRef>${spec.reference ?? 'F1'}</YourRef></References></GLTransactionLine>`;
}
interface EntrySpec {
  readonly entry?: number;
  readonly type?: number;
  readonly journal?: string;
  readonly date?: string;
  readonly account?: string;
  readonly condition?: string;
}
function entry(lines: string, spec: EntrySpec = {}): string {
  return `<GLTransaction${spec.entry === undefined ? '' : ` entry="${spec.entry}"`}><TransactionType number="${spec.type ?? 20}"/><Journal code="${spec.journal ?? '70'}"/><PaymentCondition code="${spec.condition ?? '14'}"/><Date>${spec.date ?? '2026-03-05'}</Date><Description>Order 1</Description>${spec.account ?? '<Account code="1001"/>'}${lines}</GLTransaction>`;
}
const errors = (answer: { readonly messages: readonly { readonly type: number; readonly description: string }[] }): readonly string[] => answer.messages.filter((message) => message.type === 0 || message.type === 3).map((message) => message.description);

describe('sales entries', () => {
  it('one side is enough: receivable and VAT are made, and the books balance', () => {
    const sim = start();
    const answer = sim.importXml(LAMP, 'GLTransactions', wrap('GLTransactions', entry(line() + line({ account: '8001', vat: '1', amount: '10.05' }), { entry: 26700017 })));
    expect(answer.messages.map(({ type, node, keyAlt, description }) => [type, node, keyAlt, description])).toEqual([
      [2, 'Journal', '70', 'Updated'],
      [2, 'Account', '1001', 'Updated'],
      [2, 'GLTransaction', '26700017', 'Created'],
    ]);
    const [booked] = sim.books(LAMP);
    // 10.05 x 9 % is 0.9045
    expect(booked).toMatchObject({ entryNumber: 26700017, type: 20, journal: '70', date: '2026-03-05', dueDate: '2026-03-19', year: 2026, period: 3, debtor: '1001', yourRef: 'F1', invoiceNumber: '1', net: 11005, vat: 2190, total: 13195 });
    expect(booked?.postings.map(({ account, amountDC }) => [account, amountDC])).toEqual([['1300', 13195], ['8000', -10000], ['1500', -2100], ['8001', -1005], ['1510', -90]]);
    expect(sim.trialBalance(LAMP).sum).toBe(0);
    expect(sim.totalsPerVatCode(LAMP)).toEqual({ 2: { currency: 'EUR', net: 10000, vat: 2100, gross: 12100, entries: 1 }, 1: { currency: 'EUR', net: 1005, vat: 90, gross: 1095, entries: 1 } });
    expect(sim.violations).toEqual([]);
  });

  it('a credit note turns the signs', () => {
    const sim = start();
    sim.importXml(LAMP, 'GLTransactions', wrap('GLTransactions', entry(line({ side: 'Debit' }, '21'), { type: 21 })));
    expect(sim.books(LAMP)[0]).toMatchObject({ type: 21, entryNumber: 26700001, net: -10000, vat: -2100, total: -12100 });
    expect(sim.violations).toEqual([]);
    sim.importXml(LAMP, 'GLTransactions', wrap('GLTransactions', entry(line({ side: 'Credit' }, '21'), { type: 21 })));
    expect(sim.violations.map((violation) => violation.code)).toEqual(['sign-against-type']);
  });

  it('Value is debit positive', () => {
    const sim = start();
    sim.importXml(LAMP, 'GLTransactions', wrap('GLTransactions', entry(line({ side: 'Value', amount: '-100', vatAmount: '-21.01' }))));
    expect(sim.books(LAMP)[0]).toMatchObject({ net: 10000, vat: 2101 });
  });

  it.each([
    ['honoured', '20.99', 2099, []],
    ['limited', '20.99', 2099, []],
    ['limited', '20.90', undefined, ['Input 17: VAT line amount differs from the VAT of the base lines']],
    ['ignored', '20.90', 2100, []],
    ['honoured', '9.00', undefined, ['Input 17: VAT line amount differs from the VAT of the base lines']],
    ['honoured', '-21.00', undefined, ['Input 17: VAT line amount differs from the VAT of the base lines']],
  ] as const)('VATAmount, %s, %s', (mode, vatAmount, booked, refused) => {
    const sim = start({ vatAmount: mode });
    const answer = sim.importXml(LAMP, 'GLTransactions', wrap('GLTransactions', entry(line({ vatAmount }))));
    expect(errors(answer)).toEqual(refused);
    expect(sim.books(LAMP)[0]?.vat).toBe(booked);
  });

  it('a discount line stands on the other side with its VAT', () => {
    const sim = start();
    sim.importXml(LAMP, 'GLTransactions', wrap('GLTransactions', entry(line({ vatAmount: '21.00' }) + line({ side: 'Debit', amount: '10.00', vatAmount: '2.10' }))));
    expect(sim.books(LAMP)[0]).toMatchObject({ net: 9000, vat: 1890 });
  });

  it('codes without VAT: base only, and no VAT beside them', () => {
    const sim = start();
    const answer = sim.importXml(LAMP, 'GLTransactions', wrap('GLTransactions', entry(line({ vat: '6' })) + entry(line({ vat: 'N', vatAmount: '0.01' })) + entry(line({ vat: 'DE1' })) + entry(line({ vat: '7' }), { account: '<Account code="3001"/>' })));
    expect(errors(answer)).toEqual(['A VAT amount is not allowed with a VAT code of type "no VAT"']);
    expect(sim.totalsPerVatCode(LAMP)).toMatchObject({ 6: { net: 10000, vat: 0, entries: 1 }, DE1: { net: 10000, vat: 1900, entries: 1 }, 7: { net: 10000, vat: 0, entries: 1 } });
  });

  it('a code of type inclusive reads the amount as gross, and refuses net with VAT beside it', () => {
    const sim = start();
    const answer = sim.importXml(LAMP, 'GLTransactions', wrap('GLTransactions', entry(line({ vat: '4', amount: '121.00' })) + entry(line({ vat: '4', amount: '100.00', vatAmount: '21.00' }))));
    expect(errors(answer)).toEqual(['Input 17: VAT line amount differs from the VAT of the base lines']);
    expect(sim.books(LAMP).map(({ net, vat }) => [net, vat])).toEqual([[10000, 2100]]);
  });

  it('foreign currency needs a journal that allows it', () => {
    const sim = start();
    const sek = entry(line({ currency: 'SEK', vat: 'SE1', vatAmount: '25.00' }), { journal: '70' });
    expect(errors(sim.importXml(LAMP, 'GLTransactions', wrap('GLTransactions', sek)))).toEqual(['Not allowed: Currency [SEK]']);
    sim.importXml(LAMP, 'GLTransactions', wrap('GLTransactions', sek.replace('code="70"', 'code="71"')));
    expect(sim.books(LAMP)[0]).toMatchObject({ currency: 'SEK', total: 12500, rate: 0.088 });
    expect(sim.books(LAMP)[0]?.postings[0]).toMatchObject({ amountFC: 12500, amountDC: 1100 });
    expect(sim.totalsPerVatCode(LAMP)).toEqual({ 'SE1@SEK': { currency: 'SEK', net: 10000, vat: 2500, gross: 12500, entries: 1 } });
    expect(sim.trialBalance(LAMP).sum).toBe(0);
  });

  it('makes a customer that is described in place, and none from a bare code', () => {
    const sim = start();
    const described = '<Account code="9001" status="C"><Name>Nieuw B.V.</Name><Address type="INV" default="1"><AddressLine1>Straat 1</AddressLine1><City>Delft</City><Country code="NL"/></Address><VATNumber>NL853746333B01</VATNumber></Account>';
    const answer = sim.importXml(LAMP, 'GLTransactions', wrap('GLTransactions', entry(line(), { account: described }) + entry(line(), { account: '<Account code="9002"/>' })));
    expect([answer.done, answer.refused]).toEqual([1, 1]);
    expect(errors(answer)[0]).toBe('Account 9002: Mandatory: Code, Mandatory: Name. Data not created');
    expect(sim.master(LAMP).accounts.get('9001')).toMatchObject({ name: 'Nieuw B.V.', status: 'C', city: 'Delft', country: 'NL' });
  });

  it.each([
    ['unknown journal', entry(line(), { journal: '75' }), 'Unknown: Journal [75]'],
    ['purchase journal', entry(line(), { journal: '60' }), 'Invalid: Journal (type) [60]'],
    ['blocked journal', entry(line(), { journal: '79' }), 'Blocked: Journal [79]'],
    ['prospect', entry(line(), { account: '<Account code="4001"/>' }), 'Invalid: Customer (Type) [4001]'],
    ['supplier', entry(line(), { account: '<Account code="4002"/>' }), 'Invalid: Customer (Type) [4002]'],
    ['blocked customer', entry(line(), { account: '<Account code="4003"/>' }), 'Blocked: Customer [4003]'],
    ['own receivable account', entry(line(), { account: '<Account code="5001"/>' }), "The customer's receivable account differs from that of the sales journal"],
    ['no customer', entry(line(), { account: '' }), 'Mandatory: Customer'],
    ['payment condition', entry(line(), { condition: '99' }), 'Unknown: Payment condition [99]'],
    ['VAT code', entry(line({ vat: 'QQ' })), 'Unknown: VAT code [QQ]'],
    ['blocked VAT code', entry(line({ vat: '9' })), 'Blocked: VAT code [9]'],
    ['purchase VAT code', entry(line({ vat: 'I' })), 'Invalid: VAT code [I]'],
    ['ICP without a number', entry(line({ vat: '7' })), 'Mandatory: VAT number'],
    ['unknown account', entry(line({ account: '8123' })), 'Unknown: G/L account [8123]'],
    ['bank account', entry(line({ account: '1100' })), 'Invalid: G/L account type [1100]'],
    ['blocked account', entry(line({ account: '8098' })), 'Blocked: G/L account [8098]'],
    ['cost centre', entry(line({ account: '4500' })), 'Mandatory: Cost center'],
    ['year', entry(line(), { date: '2024-12-31' }), 'Unknown: Financial year (Period-date table)'],
    ['type', entry(line(), { type: 30 }), 'Invalid: Type [30]'],
    ['entry too large', entry(line(), { entry: 3_000_000_000 }), 'Invalid: Entry number [3000000000]'],
    ['amount', entry(line().replace('<Credit>100.00</Credit>', '')), 'Mandatory: Amount'],
    ['percentage', entry(line().replace('<VAT code="2"/>', '<VAT code="2"/><VATPercentage>0.09</VATPercentage>')), 'Invalid: VAT percentage [0.09]'],
  ])('refuses: %s', (_what, xml, text) => {
    const sim = start();
    const answer = sim.importXml(LAMP, 'GLTransactions', wrap('GLTransactions', xml));
    expect(errors(answer)).toEqual([text]);
    expect(sim.books(LAMP)).toEqual([]);
  });

  it('the same file twice: a number is refused, without one everything is there twice', () => {
    const sim = start({ importLanguage: 'NL' });
    const withNumber = wrap('GLTransactions', entry(line(), { entry: 5 }));
    sim.importXml(LAMP, 'GLTransactions', withNumber);
    expect(errors(sim.importXml(LAMP, 'GLTransactions', withNumber))).toEqual(['Bestaat reeds - Boekstuknummer: 5, Dagboek: 70']);
    expect(sim.importXml(LAMP, 'GLTransactions', withNumber.replace('code="70"', 'code="71"')).done).toBe(1);
    const without = wrap('GLTransactions', entry(line()));
    sim.importXml(LAMP, 'GLTransactions', without);
    sim.importXml(LAMP, 'GLTransactions', without);
    expect(sim.books(LAMP).map(({ journal, entryNumber }) => [journal, entryNumber])).toEqual([['70', 5], ['71', 5], ['70', 26700001], ['70', 26700002]]);
    expect(sim.books(100002)).toEqual([]);
  });

  it('record by record: good ones stay beside bad ones, and a closed period refuses', () => {
    const sim = start({ importLanguage: 'NL' });
    sim.closePeriod(LAMP, 2026, 3);
    const answer = sim.importXml(LAMP, 'GLTransactions', wrap('GLTransactions', entry(line()) + entry(line(), { date: '2026-04-01' }) + entry(line({ vat: 'XX' }), { date: '2026-04-02' })));
    expect(errors(answer)).toEqual(['Periode is afgesloten: 2026 - 3', 'Onbekend: Btw-code [XX]']);
    expect([answer.done, answer.refused]).toEqual([1, 2]);
  });

  it('codes that do not fit the customer\'s country are refused when that switch is on', () => {
    const sim = start({ countryFit: 'refused' });
    const answer = sim.importXml(LAMP, 'GLTransactions', wrap('GLTransactions', entry(line({ vat: 'DE1' })) + entry(line({ vat: 'DE1' }), { account: '<Account code="2001"/>' })));
    expect([errors(answer), answer.done]).toEqual([['Invalid: VAT percentage'], 1]);
  });

  it('every row of the example mapping names a revenue account and a VAT code of that percentage', () => {
    const { vatCodes, glAccounts } = start().master(LAMP);
    for (const row of EXAMPLE_MAPPING) expect([vatCodes.get(row.vatCode)?.percentage, glAccounts.get(row.revenueAccount)?.type]).toEqual([row.rate / 10_000, 110]);
    expect([ossCode('FR', 5.5), new Set(EXAMPLE_MAPPING.map((row) => `${row.rate} ${row.group}`)).size]).toEqual(['FR3', EXAMPLE_MAPPING.length]);
    expect(() => ossCode('DE', 20)).toThrow();
  });

  it('without a VAT code the account\'s own books silently, which is noted; without that one it is refused', () => {
    const sim = start();
    expect(sim.importXml(LAMP, 'GLTransactions', wrap('GLTransactions', entry(line({ vat: null })))).done).toBe(1);
    expect(sim.books(LAMP)[0]?.lines[0]?.vatCode).toBe('2');
    expect(errors(sim.importXml(LAMP, 'GLTransactions', wrap('GLTransactions', entry(line({ vat: null, account: '8099' })))))).toEqual(['Mandatory: VAT code']);
    expect(sim.violations.map((violation) => violation.code)).toEqual(['missing-vat-code', 'missing-vat-code']);
  });
});

describe('entries with all their lines', () => {
  const money = (side: string, amount: string, vat = ''): string => `<Amount><Currency code="EUR"/><${side}>${amount}</${side}>${vat}</Amount>`;
  const row = (account: string, amount: string, vatType = ''): string => `<GLTransactionLine type="20"><Date>2026-03-05</Date>${vatType}<GLAccount code="${account}"/>${amount}<References><YourRef>F2</YourRef></References></GLTransactionLine>`;
  const full = (receivable: string, net: string, vat: string, vatCode = '2', receivableAccount = '1300'): string =>
    wrap('GLTransactions', entry(row(receivableAccount, money('Debit', receivable)) + row('8000', money('Credit', net, `<VAT code="${vatCode}"/>`), '<VATType>V</VATType>') + row('1500', money('Credit', vat, `<VAT code="${vatCode}"/>`), '<VATType>A</VATType>'), { entry: 7 }));

  it('are booked as they stand', () => {
    const sim = start();
    expect(errors(sim.importXml(LAMP, 'GLTransactions', full('29.99', '24.78', '5.21')))).toEqual([]);
    expect(sim.books(LAMP)[0]).toMatchObject({ net: 2478, vat: 521, total: 2999 });
    expect(sim.trialBalance(LAMP).accounts).toEqual({ 1300: 2999, 8000: -2478, 1500: -521 });
    // The account of the VAT line counts, not the one of the code (1530 for One Stop Shop codes).
    sim.importXml(LAMP, 'GLTransactions', full('119.00', '100.00', '19.00', 'DE1').replace('entry="7"', 'entry="8"'));
    expect(sim.books(LAMP)[1]?.postings.map(({ account, amountDC }) => [account, amountDC])).toEqual([['1300', 11900], ['8000', -10000], ['1500', -1900]]);
  });

  it.each([
    ['out of balance', full('29.99', '24.78', '5.20'), 'Entry is not balanced on: 70 7. Difference: EUR 0.01'],
    ['VAT of another rate', full('27.01', '24.78', '2.23').replaceAll('24.78', '2478.00').replace('27.01', '2701.00').replace('2.23', '223.00'), 'Input 17: VAT line amount differs from the VAT of the base lines'],
    ['code of type inclusive', full('29.98', '24.78', '5.20', '4'), 'Input 17: VAT line amount differs from the VAT of the base lines'],
    ['VAT on "no VAT"', full('29.98', '24.78', '5.20', 'N'), 'A VAT amount is not allowed with a VAT code of type "no VAT"'],
    ['foreign receivable account', full('29.98', '24.78', '5.20', '2', '1310'), "The customer's receivable account differs from that of the sales journal"],
  ])('%s is refused', (_what, xml, text) => {
    const sim = start();
    expect(errors(sim.importXml(LAMP, 'GLTransactions', xml))).toEqual([text]);
    expect(sim.books(LAMP)).toEqual([]);
  });
});

describe('sales invoices', () => {
  const invoice = (lines: string, attributes = ''): string => `<Invoice${attributes}><Journal code="70"/><OrderDate>2026-03-05</OrderDate><YourRef>F1</YourRef><OrderedBy code="1001"/><InvoiceTo code="1001"/><PaymentCondition code="14"/>${lines}</Invoice>`;
  const item = (quantity: string, price: string, vat: string, more = ''): string => `<InvoiceLine><Description>Lamp</Description><Item code="STANDAARD"/><Quantity>${quantity}</Quantity><UnitPrice><Currency code="EUR"/><Value>${price}</Value><VAT code="${vat}"/></UnitPrice>${more}</InvoiceLine>`;

  it('are open, get no number, and are booked when printed; the code decides whether the price includes VAT', () => {
    const sim = start();
    const answer = sim.importXml(LAMP, 'Invoices', wrap('Invoices', invoice(item('3', '8.26', '2', '<DiscountPercentage>0.1</DiscountPercentage><GLAccount code="8001"/>') + item('1', '12.10', '4'), ' type="8020" ordernumber="100245"')));
    expect(answer.messages.at(-1)).toMatchObject({ type: 2, node: 'Invoice', key: '100245' });
    expect(sim.books(LAMP)).toEqual([]);
    // 3 x 8.26 less 10 % is 22.302; 12.10 holds 2.10
    expect(sim.openInvoices(LAMP)[0]).toMatchObject({ yourRef: 'F1', net: 2230 + 1000, vat: 468 + 210, total: 3908 });
    expect(sim.totalsPerVatCode(LAMP, { openInvoices: true })).toMatchObject({ 2: { net: 2230, vat: 468, entries: 1 }, 4: { net: 1000, vat: 210, entries: 1 } });
    sim.printInvoices(LAMP, '2026-04-01');
    expect(sim.openInvoices(LAMP)).toEqual([]);
    expect(sim.books(LAMP)[0]).toMatchObject({ entryNumber: 26700001, invoiceNumber: '26700001', date: '2026-04-01', topic: 'Invoices', total: 3908 });
    expect(sim.trialBalance(LAMP).sum).toBe(0);
  });

  it('a second import makes a second set', () => {
    const sim = start();
    const file = wrap('Invoices', invoice(item('1', '10', '2'), ' ordernumber="1"'));
    sim.importXml(LAMP, 'Invoices', file);
    sim.importXml(LAMP, 'Invoices', file);
    expect(sim.openInvoices(LAMP).length).toBe(2);
  });

  it.each([
    ['credit notes by type', invoice(item('1', '10', '2'), ' type="8021"'), 'Not allowed: Type. Credit notes cannot be imported'],
    ['credit notes by quantity', invoice(item('-1', '10', '2')), 'Not allowed: Type. Credit notes cannot be imported'],
    ['unknown items', invoice(item('1', '10', '2').replace('STANDAARD', 'LAMP-1')), 'Unknown: Item [LAMP-1]'],
    ['unknown customers', invoice(item('1', '10', '2')).replaceAll('1001', '9009'), 'Account 9009: Mandatory: Code, Mandatory: Name. Data not created'],
  ])('refuses %s', (_what, xml, text) => {
    const sim = start();
    expect(errors(sim.importXml(LAMP, 'Invoices', wrap('Invoices', xml)))).toEqual([text]);
    expect(sim.openInvoices(LAMP)).toEqual([]);
  });
});

describe('debtors', () => {
  const account = (attributes: string, children: string): string => wrap('Accounts', `<Account ${attributes}>${children}</Account>`);
  it('are made and changed', () => {
    const sim = start();
    expect(sim.importXml(LAMP, 'Accounts', account('code="9001" status="C"', '<Name>Een</Name><Email>a@b.example</Email>')).messages).toEqual([expect.objectContaining({ type: 2, node: 'Account', keyAlt: '9001', description: 'Created' })]);
    expect(sim.importXml(LAMP, 'Accounts', account('code="9001"', '<Name>Twee</Name>')).messages[0]?.description).toBe('Updated');
    expect(sim.master(LAMP).accounts.get('9001')).toMatchObject({ name: 'Twee', status: 'C', email: 'a@b.example' });
  });
  it('without status C nothing can be booked on them', () => {
    const sim = start();
    sim.importXml(LAMP, 'Accounts', account('code="9001"', '<Name>Een</Name>'));
    expect(errors(sim.importXml(LAMP, 'GLTransactions', wrap('GLTransactions', entry(line(), { account: '<Account code="9001"/>' }))))).toEqual(['Invalid: Customer (Type) [9001]']);
  });
  it.each([
    ['an odd e-mail address', account('code="9001"', '<Name>X</Name><Email>nobody</Email>'), 'Invalid: Email [nobody]'],
    ['no name', account('code="9001"', ''), 'Mandatory: Name'],
    ['a code of 19 characters', account('code="1234567890123456789"', '<Name>X</Name>'), 'Invalid: Customer [1234567890123456789]'],
  ])('refuses %s', (_what, xml, text) => {
    expect(errors(start().importXml(LAMP, 'Accounts', xml))).toEqual([text]);
  });
});

describe('the document', () => {
  it('tolerates a byte order mark; other encodings and broken documents are fatal', () => {
    const sim = start();
    const file = wrap('GLTransactions', entry(line()));
    expect(sim.importXml(LAMP, 'GLTransactions', Buffer.from(`\uFEFF${file}`)).done).toBe(1);
    expect(sim.importXml(LAMP, 'GLTransactions', Buffer.from(file, 'utf16le')).messages).toMatchObject([{ type: 3 }]);
    expect(sim.importXml(LAMP, 'GLTransactions', 'nonsense').messages).toEqual([{ type: 3, description: 'Data at the root level is invalid. Line 1, position 1.' }]);
    expect(sim.importXml(LAMP, 'GLTransactions', file.slice(0, -3)).messages).toMatchObject([{ type: 3 }]);
    expect(sim.books(LAMP).length).toBe(1);
  });

  it('a file that breaks the schema is refused whole; the loose setting takes what it can', () => {
    const broken = wrap('GLTransactions', entry(line()) + entry(line()).replace('<Journal code="70"/><PaymentCondition code="14"/>', '<PaymentCondition code="14"/><Journal code="70"/>'));
    const strict = start();
    expect(strict.importXml(LAMP, 'GLTransactions', broken).messages).toEqual([{ type: 3, description: expect.stringContaining('GLTransaction') as string }]);
    expect(strict.books(LAMP)).toEqual([]);
    expect(start({ schema: 'loose' }).importXml(LAMP, 'GLTransactions', broken).done).toBe(2);
  });

  it('reads only the topic that was chosen', () => {
    const sim = start();
    const answer = sim.importXml(LAMP, 'Invoices', wrap('GLTransactions', entry(line())));
    expect(answer.messages.map((message) => message.type)).toEqual([1, 3]);
    expect(sim.books(LAMP)).toEqual([]);
  });

  it('the answer is eExact with messages and begins with a byte order mark', () => {
    const answer = start().importXml(LAMP, 'GLTransactions', wrap('GLTransactions', entry(line(), { journal: '60' })));
    expect(answer.xml.startsWith('\uFEFF<?xml')).toBe(true);
    expect(answer.xml).toContain('<Message type="0"><Topic code="GLTransactions" node="GLTransaction"></Topic><Date>2026-11-23T');
  });
});
