/** What the administration offers, and everything else that the rules choose beside account and code. */
import { describe, expect, it } from 'vitest';
import type { BookAccount, BookJournal, Books, BookVatCode } from '../../lib/booking/books';
import type { Booking, Refusal } from '../../lib/booking/booking';
import { decide, type DecideOptions } from '../../lib/booking/decide';
import type { BookingRules } from '../../lib/booking/rules';
import type { Invoice } from '../../lib/invoice/invoice';
import { aLine, aParty, anInvoice, aProfile, aRow, someRules } from './fixtures';

const vat = (code: string, rate: number, change: Partial<BookVatCode> = {}): BookVatCode => ({
  code, description: '', type: rate > 0 ? 'E' : 'B', transaction: 'S', blocked: false, charged: false, listing: 'N', ossCountry: '', margin: false, percentages: [{ rate, from: '', to: '' }], ...change,
});
const account = (code: string, change: Partial<BookAccount> = {}): BookAccount => ({ id: code, code, description: '', type: 110, blocked: false, vatCode: '', costCenter: 0, costUnit: 0, ...change });
const journal = (code: string, change: Partial<BookJournal> = {}): BookJournal => ({ code, description: '', type: 20, currency: 'EUR', variableCurrency: false, variableRate: false, blocked: false, ...change });

function books(change: Partial<Books> = {}): Books {
  return {
    division: 1, country: 'NL', currency: 'EUR', readAt: '',
    vatCodes: [vat('2', 2100), vat('1', 900), vat('7', 0, { listing: 'L' }), vat('6', 0), vat('0', 0, { type: 'N', percentages: [] }), vat('DE1', 1900, { ossCountry: 'DE' })],
    accounts: ['8000', '8010', '8100', '8200', '8400', '8999'].map((code) => account(code)),
    journals: [journal('70'), journal('71', { variableCurrency: true }), journal('72', { currency: 'USD' })],
    paymentConditions: [{ code: '30', description: '', discount: 0 }, { code: '31', description: '', discount: 0.02 }, { code: 'ID', description: '', discount: 0 }],
    costCenters: [{ code: 'WEB', description: '' }], costUnits: [], currencies: ['EUR', 'USD', 'GBP'], habits: [], periods: [],
    ...change,
  };
}

function booked(invoice: Invoice, rules: BookingRules = someRules(), options: DecideOptions = { books: books() }): Booking {
  const decision = decide(invoice, rules, 3, options);
  if (!decision.ok) throw new Error(`refused: ${JSON.stringify(decision.refusal)}`);
  return decision.booking;
}
function refused(invoice: Invoice, rules: BookingRules = someRules(), options: DecideOptions = { books: books() }): Pick<Refusal, 'code' | 'params'> {
  const decision = decide(invoice, rules, 3, options);
  if (decision.ok) throw new Error('booked');
  return decision.refusal;
}
const american = (change: Partial<Invoice> = {}): Invoice => anInvoice({ currency: 'USD', shipTo: aParty({ country: 'US' }), lines: [aLine(1000, 0, 0)], ...change });

describe('what Exact does not have', () => {
  it('is a refusal with one cause, and nothing is left to a default', () => {
    expect(booked(anInvoice()).lines[0]).toMatchObject({ account: '8000', vatCode: '2' });
    expect(refused(anInvoice(), someRules(), { books: books({ vatCodes: [] }) })).toMatchObject({ code: 'R-CODE', params: { what: 'vat-code', vatCode: '2', regime: 'NL-21', reason: 'missing' } });
    expect(refused(anInvoice(), someRules(), { books: books({ vatCodes: [vat('2', 2000)] }) }).params).toMatchObject({ reason: 'percentage' });
    expect(refused(anInvoice(), someRules(), { books: books({ accounts: [] }) })).toMatchObject({ code: 'R-CODE', params: { what: 'account', account: '8000', reason: 'missing' } });
    expect(refused(anInvoice(), someRules({ journal: '99' })).params).toEqual({ what: 'journal', journal: '99', reason: 'missing' });
    expect(refused(anInvoice(), someRules({ paymentCondition: '99' })).params).toEqual({ what: 'payment-condition', value: '99', reason: 'missing' });
    expect(refused(anInvoice(), someRules({ paymentCondition: '31' })).params).toMatchObject({ reason: 'payment-discount' });
    expect(refused(anInvoice(), someRules({ paymentCondition: '' }))).toEqual(expect.objectContaining({ code: 'no-settings', params: { setting: 'paymentCondition' } }));
    expect(booked(anInvoice(), someRules(), {}).lines).toHaveLength(1);
  });

  it.each([
    [{ blocked: true }, 'blocked'],
    [{ type: 20 }, 'account-type'],
    [{ type: 24 }, 'account-type'],
  ])('an account %o is refused as %s', (change, reason) => {
    expect(refused(anInvoice(), someRules(), { books: books({ accounts: [account('8000', change)] }) }).params).toMatchObject({ what: 'account', reason });
  });

  it.each([
    [{ type: 12 }, 'journal-type'],
    [{ blocked: true }, 'blocked'],
    [{ currency: 'USD' }, 'journal-currency'],
  ])('a journal %o is refused as %s', (change, reason) => {
    expect(refused(anInvoice(), someRules(), { books: books({ journals: [journal('70', change)] }) }).params).toMatchObject({ what: 'journal', reason });
  });

  it('holds the rounding line to the same', () => {
    const given = books({ vatCodes: [vat('2', 2100), vat('0', 0)] });
    expect(refused(anInvoice({ gross: 1211 }), someRules(), { books: given })).toMatchObject({ code: 'R-CODE', params: { vatCode: '0', regime: 'OUT', reason: 'type' } });
    expect(booked(anInvoice({ gross: 1211 })).lines.at(-1)).toMatchObject({ kind: 'rounding', net: 1 });
  });

  it('margin goods need the code made for them', () => {
    const profile = aProfile({ kinds: [{ by: 'product', code: 'MUG', country: '', kind: 'margin' }] });
    const invoice = anInvoice({ lines: [aLine(20_000, 0, 0)] });
    const rules = someRules({ profile, table: [aRow({ regime: 'margin', account: '8000', vatCode: 'M' })] });
    expect(refused(invoice, someRules({ profile })).code).toBe('R-MARGIN');
    expect(refused(invoice, rules, { books: books({ vatCodes: [vat('M', 0, { type: 'N' })] }) }).code).toBe('R-MARGIN');
    expect(booked(invoice, rules, { books: books({ vatCodes: [vat('M', 0, { type: 'N', margin: true })] }) }).lines[0]).toMatchObject({ use: 'margin', regime: 'NL-MARGIN' });
  });
});

describe('a gift card', () => {
  const profile = aProfile({ voucherUse: 'row', kinds: [{ by: 'product', code: 'GIFT*', country: '', kind: 'voucher-multi' }] });
  const rules = someRules({ profile, table: [...someRules().table, aRow({ use: 'voucher', account: '1400' }), aRow({ regime: 'no-supply', vatCode: '0' })] });
  const liability = books({ accounts: [...books().accounts, account('1400', { type: 90 })] });

  it('is a liability when sold and a payment when used, also down to a total of zero', () => {
    const used = booked(anInvoice({ lines: [aLine(10_000, 2100, 2100), aLine(-12_100, 0, 0, { productCode: 'GIFT-50' })] }), rules, { books: liability });
    expect(used.lines.map(({ account: at, vatCode, net, vat: tax, regime }) => [at, vatCode, net, tax, regime])).toEqual([['8000', '2', 10_000, 2100, 'NL-21'], ['1400', '0', -12_100, 0, 'OUT']]);
    expect([used.gross, used.type]).toEqual([0, 20]);
  });

  it('never stands on a revenue account', () => {
    const revenue = books({ accounts: [...books().accounts, account('1400')] });
    expect(refused(anInvoice({ lines: [aLine(5000, 0, 0, { productCode: 'GIFT-50' })] }), rules, { books: revenue }).params).toMatchObject({ account: '1400', reason: 'not-balance' });
  });
});

describe('journal, payment condition, cost centre', () => {
  it('the journal is that of the currency; the general one must take it', () => {
    expect(booked(american(), someRules({ journals: [{ currency: 'USD', journal: '72' }] }))).toMatchObject({ journal: '72', currency: 'USD', gross: 1000 });
    expect(booked(american(), someRules({ journal: '71' })).journal).toBe('71');
    expect(refused(american()).params).toEqual({ what: 'journal', journal: '70', reason: 'journal-currency', currency: 'USD' });
    expect(refused(american({ currency: 'JPY' }), someRules({ journal: '71' })).params).toEqual({ what: 'currency', value: 'JPY', reason: 'missing' });
    expect(booked(american(), someRules(), {}).journal).toBe('70');
  });

  it('the payment condition is that of the payment type, else the general one', () => {
    const rules = someRules({ paymentConditions: [{ paymentTypeId: 4, code: 'ID' }, { paymentTypeId: 5, code: '31' }] });
    expect(booked(anInvoice({ paymentTypeId: 4 }), rules).paymentCondition).toBe('ID');
    expect(booked(anInvoice({ paymentTypeId: 6 }), rules).paymentCondition).toBe('30');
    expect(booked(anInvoice(), rules).paymentCondition).toBe('30');
    expect(refused(anInvoice({ paymentTypeId: 5 }), rules).code).toBe('R-CODE');
  });

  it('a cost centre that the account asks for must be there, and one that it does not take is not sent unless a row says so', () => {
    const of = (costCenter: 0 | 1 | 2): DecideOptions => ({ books: books({ accounts: [account('8000', { costCenter })] }) });
    expect(refused(anInvoice(), someRules(), of(1)).params).toEqual({ what: 'cost-center', onAccount: '8000', reason: 'mandatory' });
    expect(booked(anInvoice(), someRules({ costCenter: 'WEB' }), of(1)).lines[0]?.costCenter).toBe('WEB');
    expect(booked(anInvoice(), someRules({ costCenter: 'WEB' }), of(2)).lines[0]).not.toHaveProperty('costCenter');
    const own = (costCenter: 0 | 1 | 2): DecideOptions => ({ books: books({ accounts: [account('8000', { costCenter, defaultCostCenter: 'WEB', defaultCostUnit: 'SHOP' })] }) });
    const told = (rules: BookingRules, options: DecideOptions): unknown => booked(anInvoice(), rules, options).remarks.filter(({ code }) => code.startsWith('F-COST')).map(({ code, params }) => [code, params?.['account'], params?.['value']]);
    expect(told(someRules(), own(0))).toEqual([['F-COST-CENTER', '8000', 'WEB'], ['F-COST-UNIT', '8000', 'SHOP']]);
    expect(told(someRules({ costCenter: 'WEB' }), own(0))).toEqual([['F-COST-UNIT', '8000', 'SHOP']]);
    expect(told(someRules(), own(2))).toEqual([['F-COST-UNIT', '8000', 'SHOP']]);
    expect(told(someRules(), of(0))).toEqual([]);
    expect(refused(anInvoice(), someRules({ costCenter: 'OLD' }), of(0)).params).toEqual({ what: 'cost-center', value: 'OLD', reason: 'missing' });
    const named = someRules({ table: [aRow({ regime: 'home', country: 'NL', rate: 2100, account: '8000', vatCode: '2', costCenter: 'WEB' })] });
    expect(refused(anInvoice(), named, of(2)).params).toEqual({ what: 'cost-center', value: 'WEB', onAccount: '8000', reason: 'not-allowed' });
  });
});

describe('lines together', () => {
  const rules = someRules({ grouping: 'accounts' });
  const lines = [aLine(1000, 210, 2100), aLine(413, 87, 2100, { kind: 'shipping', description: 'Verzending' }), aLine(500, 45, 900), aLine(-200, -42, 2100, { kind: 'discount' }), aLine(2000, 420, 2100)];

  it('are one per account, code, rate and regime, with opposite signs apart', () => {
    const booking = booked(anInvoice({ lines }), rules);
    expect(booking.lines.map(({ account: at, net, vat: tax, description }) => [at, net, tax, description])).toEqual([['8000', 3413, 717, 'Omzet 21%'], ['8010', 500, 45, 'Blue mug'], ['8000', -200, -42, 'Blue mug']]);
    expect([booking.net, booking.vat, booking.gross]).toEqual([3713, 720, 4433]);
  });

  it('keep the rounding line and other cost centres apart', () => {
    const own = someRules({ grouping: 'accounts', table: [...someRules().table, aRow({ use: 'shipping', costCenter: 'WEB' })] });
    expect(booked(anInvoice({ lines: lines.slice(0, 2), gross: 1711 }), own).lines.map(({ net, costCenter = '' }) => [net, costCenter])).toEqual([[1000, ''], [413, 'WEB'], [1, '']]);
  });

  it('never form a group of net 0.00 with VAT', () => {
    const barter = booked(anInvoice({ lines: [aLine(1000, 210, 2100), aLine(-1000, -209, 2100)] }), rules);
    expect(barter.lines.map(({ net }) => net)).toEqual([1000, -1000]);
    // A share of a cent rounded per rate has VAT without a net.
    const cents = booked(anInvoice({ lines: [aLine(0, 1, 2100), aLine(0, 1, 2100), aLine(1000, 210, 2100)] }), rules);
    expect(cents.lines.map(({ net, vat: tax }) => [net, tax])).toEqual([[0, 1], [0, 1], [1000, 210]]);
  });
});

describe('sums (facts: vat 5.5)', () => {
  it('C07: VAT rounded once per rate is spread over its lines, without a rounding line', () => {
    const bolt = (): ReturnType<typeof aLine> => aLine(107, 22, 2100);
    const booking = booked(anInvoice({ lines: [bolt(), bolt(), bolt()], net: 321, vat: 67, gross: 388 }));
    expect(booking.lines.map(({ net, vat: tax }) => [net, tax])).toEqual([[107, 23], [107, 22], [107, 22]]);
  });

  it('C56, C57: one cent is a rounding line, five are a refusal; no line is put right', () => {
    expect(booked(anInvoice({ lines: [aLine(10_000, 2100, 2100)], gross: 12_101 })).lines.map(({ net, vat: tax, regime }) => [net, tax, regime])).toEqual([[10_000, 2100, 'NL-21'], [1, 0, 'OUT']]);
    expect(refused(anInvoice({ lines: [aLine(10_000, 2100, 2100)], gross: 12_105 }))).toMatchObject({ code: 'R-ADDS-UP', params: { expected: 12_105, actual: 12_100 } });
    // A cent of the line's own rounding and a cent of a sum rounded per rate, and no more.
    expect(booked(anInvoice({ lines: [aLine(10_000, 2102, 2100)] })).vat).toBe(2102);
    for (const tax of [2097, 2103]) expect(refused(anInvoice({ lines: [aLine(10_000, tax, 2100)] })).code).toBe('R-RATE-AMOUNT');
    expect(refused(anInvoice({ lines: [aLine(10_000, 2150, 2100)] }))).toMatchObject({ code: 'R-RATE-AMOUNT', params: { net: 10_000, gross: 12_150, rate: 2100 } });
  });
});

describe('one VAT code per kind of sale (facts: vat 0.5)', () => {
  const goods = (country: string): Invoice => anInvoice({ billTo: aParty({ country, companyName: 'X', vatNumber: country === 'DE' ? 'DE136695976' : '' }), shipTo: aParty({ country }), lines: [aLine(1000, 0, 0)] });
  const twice = someRules({ table: [aRow({ regime: 'export', account: '8400', vatCode: '6' }), aRow({ regime: 'intra-goods', account: '8400', vatCode: ' 6' }), aRow({ regime: 'home', country: 'NL', rate: 2100, account: '8000', vatCode: '2' })] });

  it('an export code serves no intra-Community sale, also where nothing of Exact is known', () => {
    for (const country of ['DE', 'US']) expect(refused(goods(country), twice, {})).toMatchObject({ code: 'R-CODE', params: { what: 'vat-code', reason: 'shared' } });
    expect(booked(anInvoice(), twice, {}).lines[0]?.vatCode).toBe('2');
  });

  it('boxes that no property of the code tells apart: zero rate at home and export, local sales abroad and home', () => {
    const solar = anInvoice({ lines: [aLine(1000, 0, 0, { productCode: 'SOLAR' })] });
    const kinds = aProfile({ kinds: [{ by: 'product', code: 'SOLAR', country: '', kind: 'zero-rate' }] });
    const zero = aRow({ regime: 'home-zero', account: '8400', vatCode: '6' });
    expect(booked(solar, someRules({ profile: kinds, table: [zero] })).lines[0]?.regime).toBe('NL-0');
    expect(refused(solar, someRules({ profile: kinds, table: [zero, aRow({ regime: 'export', account: '8400', vatCode: '6' })] })).params).toMatchObject({ regime: 'NL-0', vatCode: '6', reason: 'shared' });

    const local = aRow({ regime: 'local', country: 'BE', rate: 2100, account: '8000', vatCode: '2' });
    const belgian = aProfile({ consumers: [{ from: '', to: '', scheme: 'registered' }], registrations: [{ country: 'BE', number: '', from: '', to: '' }] });
    const sale = anInvoice({ shipTo: aParty({ country: 'BE' }) });
    expect(booked(sale, someRules({ profile: belgian, table: [local] })).lines[0]?.regime).toBe('LOCAL-BE-21');
    expect(refused(sale, someRules({ profile: belgian, table: [local, ...someRules().table] })).params).toMatchObject({ regime: 'LOCAL-BE-21', reason: 'shared' });
  });

  it('what is in no box may have one code, and so may one sale for all its uses', () => {
    const kinds = aProfile({ kinds: [{ by: 'product', code: 'COURSE', country: '', kind: 'exempt' }] });
    const table = [...someRules().table, aRow({ regime: 'exempt', account: '8400', vatCode: '0' }), aRow({ regime: 'no-supply', account: '8400', vatCode: '0' }), aRow({ use: 'shipping', regime: 'home', country: 'NL', rate: 2100, account: '8000', vatCode: '2' })];
    expect(booked(anInvoice({ lines: [aLine(1000, 0, 0, { productCode: 'COURSE' }), aLine(1000, 210, 2100)] }), someRules({ profile: kinds, table })).lines.map(({ vatCode }) => vatCode)).toEqual(['0', '2']);
  });
});

describe('an administration outside the Netherlands is mapped by hand', () => {
  const abroad = (vatCodes: readonly BookVatCode[]): DecideOptions => ({ books: books({ country: 'BE', vatCodes }) });
  const rules = (...rows: readonly (readonly [string, number, string])[]): BookingRules =>
    someRules({ table: rows.map(([country, rate, vatCode]) => aRow({ regime: 'home', country, rate, account: '8000', vatCode })) });
  const to = (country: string, net: number, tax: number, rate: number): Invoice => anInvoice({ shipTo: aParty({ country }), lines: [aLine(net, tax, rate)] });

  it('nothing is said of listings, types without VAT, the One Stop Shop or one code for two countries', () => {
    expect(booked(to('DE', 1000, 0, 0), rules(['DE', 0, 'L']), abroad([vat('L', 0, { listing: 'L', charged: true })])).lines[0]?.vatCode).toBe('L');
    expect(booked(to('US', 1000, 0, 0), rules(['US', 0, 'X'], ['CH', 0, 'X']), abroad([vat('X', 0, { type: 'N', percentages: [] })])).lines[0]?.vatCode).toBe('X');
    expect(booked(to('FR', 1000, 200, 2000), rules(['FR', 2000, 'F']), abroad([vat('F', 2000, { ossCountry: 'FR' })])).lines[0]?.vatCode).toBe('F');
  });

  it.each([
    ['percentage', vat('F', 1900)], ['type', vat('F', 2000, { type: 'I' })], ['type', vat('F', 2000, { type: 'N' })], ['blocked', vat('F', 2000, { blocked: true })], ['transaction', vat('F', 2000, { transaction: 'P' })],
  ])('but what would change amounts is refused: %s', (reason, code) => {
    expect(refused(to('FR', 1000, 200, 2000), rules(['FR', 2000, 'F']), abroad([code])).params).toMatchObject({ what: 'vat-code', vatCode: 'F', reason });
  });
});

describe('a list that Exact did not show', () => {
  it('refuses nothing', () => {
    const closed = books({ paymentConditions: [], costCenters: [], unread: ['payment-conditions', 'cost-centers'] });
    expect(booked(anInvoice(), someRules({ costCenter: 'WEB' }), { books: closed }).lines[0]?.costCenter).toBe('WEB');
    expect(refused(anInvoice(), someRules(), { books: books({ paymentConditions: [] }) }).params).toMatchObject({ what: 'payment-condition', reason: 'missing' });
    expect(refused(anInvoice(), someRules({ costCenter: 'SHOP' }), { books: books() }).params).toMatchObject({ what: 'cost-center', reason: 'missing' });
  });
});
