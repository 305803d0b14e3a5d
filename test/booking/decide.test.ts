import { describe, expect, it } from 'vitest';
import { accountOf } from '../../lib/booking/account';
import type { Booking, Refusal } from '../../lib/booking/booking';
import { decide } from '../../lib/booking/decide';
import type { BookingRules } from '../../lib/booking/rules';
import type { Invoice } from '../../lib/invoice/invoice';
import { aLine, aParty, anInvoice, aProfile, aRow, someRules } from './fixtures';

function booked(invoice: Invoice, rules: BookingRules = someRules()): Booking {
  const decision = decide(invoice, rules, 3);
  if (!decision.ok) throw new Error(`refused: ${JSON.stringify(decision.refusal)}`);
  return decision.booking;
}

function refused(invoice: Invoice, rules: BookingRules = someRules()): Refusal {
  const decision = decide(invoice, rules, 3);
  if (decision.ok) throw new Error('booked');
  return decision.refusal;
}

const to = (country: string, postalCode = '', vatNumber = ''): Partial<Invoice> => ({
  shipTo: aParty({ country, postalCode }),
  billTo: aParty({ country, postalCode, vatNumber }),
});

describe('a domestic invoice', () => {
  it('books each line on the account and VAT code of its rate, and is balanced', () => {
    const booking = booked(anInvoice({ lines: [aLine(1000, 210, 2100), aLine(500, 45, 900, { quantity: '3', description: 'Book' }), aLine(413, 87, 2100, { kind: 'shipping', description: 'Verzending' })] }));
    expect(booking.lines.map(({ account, vatCode, net, vat, description, rule }) => ({ account, vatCode, net, vat, description, rule }))).toEqual([
      { account: '8000', vatCode: '2', net: 1000, vat: 210, description: 'Blue mug', rule: 'table:|home|NL|2100' },
      { account: '8010', vatCode: '1', net: 500, vat: 45, description: '3 x Book', rule: 'table:|home|NL|900' },
      { account: '8000', vatCode: '2', net: 413, vat: 87, description: 'Verzending', rule: 'table:|home|NL|2100' },
    ]);
    expect(booking).toMatchObject({ type: 20, net: 1913, vat: 342, gross: 2255, journal: '70', settingsVersion: 3, debtor: { code: '1001', kind: 'collective', country: 'NL' } });
    expect(booking.lines.reduce((sum, line) => sum + line.net + line.vat, 0)).toBe(booking.gross);
  });

  it('is refused at 0 % without a kind, and booked with one that has its row', () => {
    const invoice = anInvoice({ lines: [aLine(1000, 0, 0)] });
    expect(refused(invoice).code).toBe('R-KIND');
    const profile = aProfile({ kinds: [{ by: 'product', code: 'mug', country: '', kind: 'zero-rate' }] });
    expect(refused(invoice, someRules({ profile }))).toMatchObject({ code: 'no-mapping', params: { use: 'revenue', regime: 'NL-0', country: 'NL', rate: 0, what: 'account-and-code' } });
    expect(booked(invoice, someRules({ profile, table: [aRow({ regime: 'home-zero', account: '8050', vatCode: '9' })] })).lines[0]).toMatchObject({ account: '8050', vatCode: '9', regime: 'NL-0' });
  });

  it('leaves zero lines out, but books an invoice of total zero that moves VAT', () => {
    expect(booked(anInvoice({ lines: [aLine(1000, 210, 2100), aLine(0, 0, 900)] })).lines).toHaveLength(1);
    const barter = anInvoice({ lines: [aLine(1000, 210, 2100), aLine(-1110, -100, 900)] });
    expect(barter.gross).toBe(0);
    expect(booked(barter).lines).toHaveLength(2);
    expect(refused(anInvoice({ lines: [aLine(0, 0, 2100)] })).code).toBe('zero-invoice');
  });

  it('books a credit as type 21 with the signs of the invoice', () => {
    expect(booked(anInvoice({ kind: 'credit', lines: [aLine(-1000, -210, 2100)] }))).toMatchObject({ type: 21, net: -1000, vat: -210, gross: -1210 });
  });

  it('says what is missing where a row is only half filled in', () => {
    expect(refused(anInvoice(), someRules({ table: [aRow({ regime: 'home', account: '8000' })] })).params).toMatchObject({ what: 'vat-code' });
    expect(refused(anInvoice(), someRules({ table: [aRow({ regime: 'home', country: 'NL', rate: 2100, vatCode: '2' })] })).params).toMatchObject({ what: 'account' });
  });
});

describe('lines and total', () => {
  it('shows the missing cents as a rounding line within the limit', () => {
    const booking = booked(anInvoice({ gross: 1212 }));
    expect(booking.lines.at(-1)).toMatchObject({ kind: 'rounding', account: '8999', vatCode: '0', net: 2, vat: 0, rule: 'rounding', use: 'rounding' });
    expect(booking.lines.reduce((sum, line) => sum + line.net + line.vat, 0)).toBe(1212);
  });

  it('refuses beyond the limit, with both figures', () => {
    expect(refused(anInvoice({ gross: 1213 }))).toMatchObject({ code: 'R-ADDS-UP', params: { expected: 1213, actual: 1210 } });
    expect(refused(anInvoice({ gross: 1211 }), someRules({ roundingLimit: 0 })).code).toBe('R-ADDS-UP');
  });

  it('holds rounding lines of the invoice to the same limit', () => {
    const lines = [aLine(1000, 210, 2100), aLine(3, 0, 0, { kind: 'rounding' })];
    expect(refused(anInvoice({ lines })).code).toBe('R-ADDS-UP');
    expect(booked(anInvoice({ lines }), someRules({ roundingLimit: 3 })).lines.at(-1)).toMatchObject({ kind: 'rounding', net: 3, account: '8999' });
  });

  it('refuses a line that contradicts itself, whatever the total', () => {
    expect(refused(anInvoice({ lines: [aLine(1000, 210, 2100, { gross: 1200 })], gross: 1210 })).code).toBe('R-ADDS-UP');
  });

  it('asks for the rounding account before it is needed silently', () => {
    expect(refused(anInvoice({ gross: 1211 }), someRules({ roundingAccount: '' }))).toMatchObject({ code: 'no-settings', params: { setting: 'rounding' } });
  });
});

describe('where the goods arrive', () => {
  it('takes account and code of the regime there', () => {
    expect(booked(anInvoice({ ...to('DE', '10115'), lines: [aLine(1000, 190, 1900)] })).lines[0]).toMatchObject({ vatCode: 'DE1', rule: 'table:|oss|DE|1900', regime: 'OSS-DE-19', ossQuarter: '2024-Q1' });
    expect(booked(anInvoice({ ...to('BE', '1000') })).lines[0]).toMatchObject({ vatCode: 'BE1', regime: 'OSS-BE-21' });
    expect(refused(anInvoice({ ...to('FR', '75001'), lines: [aLine(1000, 200, 2000)] }))).toMatchObject({ code: 'no-mapping', params: { rate: 2000, regime: 'OSS-FR-20', country: 'FR', use: 'revenue' } });
  });

  it('takes ship-to over bill-to, and says so when only bill-to is there', () => {
    expect(booked(anInvoice({ shipTo: aParty({ country: 'US' }), lines: [aLine(1000, 0, 0)] })).lines[0]?.regime).toBe('EXP');
    const without: Partial<Invoice> = { ...anInvoice() };
    delete (without as { shipTo?: unknown }).shipTo;
    expect(booked(without as Invoice).remarks).toEqual([{ code: 'F-BILL-TO' }]);
    expect(booked(anInvoice()).remarks).toEqual([]);
    expect(refused(anInvoice({ shipTo: aParty({ country: '' }), billTo: aParty({ country: '' }) })).code).toBe('no-country');
  });

  it.each(['collective', 'own'] as const)('books a business of another state at 0 %% on a relation of its own, debtors %s', (debtorMode) => {
    const invoice = anInvoice({ ...to('DE', '10115', 'DE 136.695.976'), lines: [aLine(1000, 0, 0)] });
    const booking = booked(invoice, someRules({ debtorMode, ownDebtorPrefix: '9' }));
    expect(booking.lines[0]).toMatchObject({ vatCode: '7', regime: 'ICS-G' });
    expect(booking.debtor).toEqual({ code: '9C77', kind: 'own', country: 'DE', vatNumber: 'DE136695976' });
  });

  it.each(['', '-', 'n.v.t.'])('refuses 0 %% to a member state without a VAT number ("%s")', (number) => {
    const invoice = anInvoice({ ...to('DE', '10115', number), lines: [aLine(1000, 0, 0)] });
    expect(refused(invoice, someRules({ debtorMode: 'own' }))).toMatchObject({ code: 'R-VATNO-MISSING', params: { country: 'DE' } });
  });

  it('refuses 0 % to a company whose data ShopCtrl has removed: the number that the listing needs is gone', () => {
    const { billTo, ...rest } = anInvoice({ ...to('DE', '10115'), lines: [aLine(1000, 0, 0)] });
    expect(refused({ ...rest, billTo: { ...billTo, companyName: 'GDPR: removed', vatNumber: 'GDPR: removed', obfuscated: true } }).code).toBe('R-OBFUSCATED');
  });

  it('takes 0 % as a state\'s own rate only where a kind says so for that state by name', () => {
    const invoice = anInvoice({ ...to('IE', 'D01'), lines: [aLine(1000, 0, 0)] });
    const rules = (country: string): BookingRules =>
      someRules({ profile: aProfile({ kinds: [{ by: 'product', code: 'MUG', country, kind: 'zero-rate' }] }), table: [aRow({ regime: 'oss', country: 'IE', rate: 0, account: '8300', vatCode: 'IE0' })] });
    expect(refused(invoice, rules('')).code).toBe('R-VATNO-MISSING');
    expect(booked(invoice, rules('IE')).lines[0]).toMatchObject({ vatCode: 'IE0', regime: 'OSS-IE-0' });
  });

  it('refuses VAT of another state to a company with a number, unless somebody said once to book it as invoiced', () => {
    const invoice = anInvoice({ ...to('DE', '10115', 'DE136695976'), lines: [aLine(1000, 190, 1900)] });
    expect(refused(invoice).code).toBe('R-OSS-B2B');
    expect(booked(invoice, someRules({ consents: [{ cause: 'R-OSS-B2B|DE', by: 'Anna', at: '' }] })).lines[0]?.regime).toBe('OSS-DE-19');
  });

  it('refuses where EU law is suspended', () => {
    expect(refused(anInvoice({ ...to('CY', '99010'), lines: [aLine(1000, 0, 0)] }))).toMatchObject({ code: 'R-TERRITORY', params: { country: 'CY', reason: 'suspended' } });
  });
});

describe('debtors', () => {
  const own = someRules({ debtorMode: 'own', ownDebtorPrefix: 'W' });

  it('makes the same code for the same customer', () => {
    expect(booked(anInvoice(), own).debtor).toEqual({ code: 'WC77', kind: 'own', country: 'NL' });
    expect(booked(anInvoice({ customerCode: ' ' }), own).debtor.code).toBe('W77');
  });

  it('refuses codes that Exact would cut, and customers without any', () => {
    expect(booked(anInvoice({ customerCode: 'x'.repeat(17) }), own).debtor.code).toHaveLength(18);
    expect(refused(anInvoice({ customerCode: 'x'.repeat(18) }), own)).toMatchObject({ code: 'debtor-code', params: { length: 19, limit: 18 } });
    const nobody: Partial<Invoice> = { ...anInvoice({ customerCode: '' }) };
    delete (nobody as { customerId?: unknown }).customerId;
    expect(refused(nobody as Invoice, own).code).toBe('debtor-code');
  });

  it('refuses obfuscated contacts for an own debtor only', () => {
    const invoice = anInvoice({ billTo: aParty({ obfuscated: true }) });
    expect(refused(invoice, own).code).toBe('R-OBFUSCATED');
    expect(booked(invoice).debtor.kind).toBe('collective');
  });
});

describe('a company of another member state beside a collective debtor', () => {
  const company = (change: Partial<Invoice> = {}): Invoice => {
    const invoice = anInvoice({ ...to('DE', '10115', 'DE136695976'), lines: [aLine(1000, 0, 0)], ...change });
    return { ...invoice, billTo: { ...invoice.billTo, ...change.billTo } };
  };

  it('has a relation of its own, and so has every company, while consumers share theirs', () => {
    expect(booked(company()).debtor).toEqual({ code: 'C77', kind: 'own', country: 'DE', vatNumber: 'DE136695976' });
    expect(booked(anInvoice({ billTo: aParty({ companyName: 'Licht B.V.' }) })).debtor).toEqual({ code: 'C77', kind: 'own', country: 'NL' });
    expect(booked(anInvoice({ ...to('DE', '10115'), lines: [aLine(1000, 190, 1900)] })).debtor).toEqual({ code: '1001', kind: 'collective', country: 'DE' });
    expect(booked(anInvoice({ shipTo: aParty({ country: 'US' }), lines: [aLine(1000, 0, 0)] })).debtor).toEqual({ code: '1001', kind: 'collective', country: 'US' });
  });

  it('leaves consumers of a country with a collective debtor of its own to that one', () => {
    const rules = someRules({ debtors: [{ country: 'DE', code: '1002' }, { country: 'BE', code: '' }] });
    expect(booked(anInvoice({ ...to('DE', '10115'), lines: [aLine(1000, 190, 1900)] }), rules).debtor.code).toBe('1002');
    expect(booked(anInvoice({ ...to('BE', '1000') }), rules).debtor.code).toBe('1001');
    expect(booked(anInvoice(), rules).debtor.code).toBe('1001');
    // Exact may refuse codes that do not fit the relation's country: said, not refused.
    const told = (invoice: Invoice): unknown => booked(invoice, rules).remarks.find(({ code }) => code === 'F-DEBTOR-COUNTRY')?.params;
    expect(told(anInvoice({ ...to('BE', '1000') }))).toEqual({ country: 'BE', debtor: '1001' });
    expect([told(anInvoice({ shipTo: aParty({ country: 'US' }), lines: [aLine(1000, 0, 0)] })), told(anInvoice({ ...to('DE', '10115'), lines: [aLine(1000, 190, 1900)] })), told(anInvoice()), told(company())]).toEqual([undefined, undefined, undefined, undefined]);
    expect(refused(company({ customerCode: '1002' }), rules).code).toBe('R-COLLECTIVE');
  });

  it('is refused without a code, with an overwritten contact, and with the code of all the others', () => {
    expect(refused(company({ customerCode: 'x'.repeat(19) }))).toMatchObject({ code: 'debtor-code' });
    expect(refused(company({ billTo: aParty({ vatNumber: 'DE136695976', country: 'DE', obfuscated: true }) })).code).toBe('R-OBFUSCATED');
    expect(refused(company({ customerCode: '1001' })).code).toBe('R-COLLECTIVE');
    expect(refused(anInvoice({ billTo: aParty({ companyName: 'Licht B.V.' }), customerCode: '1001' })).code).toBe('debtor-code');
    expect(booked(company({ customerCode: '1001' }), someRules({ ownDebtorPrefix: '5' })).debtor.code).toBe('51001');
  });

  it('is described with what Exact can read', () => {
    const described = (billTo: Partial<Invoice['billTo']>, shipTo: Partial<Invoice['billTo']> = {}): unknown => {
      const account = accountOf(anInvoice({ billTo: aParty(billTo), shipTo: aParty(shipTo) }), { code: 'C77', kind: 'own' });
      return account && { name: account.name, email: account.email, vatNumber: account.vatNumber };
    };
    expect(described({ companyName: 'Licht GmbH', vatNumber: 'de 136.695-976', email: ' info@licht.example ' })).toEqual({ name: 'Licht GmbH', email: 'info@licht.example', vatNumber: 'DE136695976' });
    expect(described({ vatNumber: 'GR 094259216', email: 'a@b.example;c@d.example' })).toEqual({ name: 'Anna Jansen', email: '', vatNumber: 'EL094259216' });
    expect(described({ vatNumber: 'CHE-123.456.788 MWST', email: 'none' })).toEqual({ name: 'Anna Jansen', email: '', vatNumber: '' });
    expect(['DE136695977', 'EU372000041', 'DE136695976EX', 'GB980780684'].map((vatNumber) => described({ vatNumber }))).toEqual(new Array(4).fill(expect.objectContaining({ vatNumber: '' })));
    expect(described({}, { vatNumber: 'BE0123456749' })).toMatchObject({ vatNumber: 'BE0123456749' });
    expect(accountOf(anInvoice(), { code: '1001', kind: 'collective' })).toBeNull();
  });
});

it('gives amounts that have no text of their own a Dutch one', () => {
  const nameless = { description: '', productCode: '' };
  const lines = [aLine(1000, 210, 2100, nameless), aLine(400, 84, 2100, { kind: 'shipping', ...nameless }), aLine(100, 21, 2100, { kind: 'paymentFee', ...nameless }), aLine(-200, -42, 2100, { kind: 'discount', ...nameless }), aLine(1, 0, 0, { kind: 'rounding', ...nameless })];
  expect(booked(anInvoice({ lines })).lines.map((line) => line.description)).toEqual(['Artikel', 'Verzendkosten', 'Betaalkosten', 'Korting', 'Afronding']);
  expect(booked(anInvoice({ gross: 1211 })).lines.at(-1)?.description).toBe('Afronding');
  expect(booked(anInvoice({ lines: [aLine(1000, 210, 2100, { ...nameless, productCode: 'MUG' })] })).lines[0]?.description).toBe('MUG');
});

describe('reference and entry number', () => {
  it.each([{ referencePrefix: 'L-' }, { referenceYear: true }])('has no entry number where the code alone is not the reference: %o', (change) => {
    const invoice = anInvoice({ code: '12' });
    expect(decide(invoice, someRules(), 1)).toMatchObject({ booking: { entryNumber: 12 } });
    const decision = decide(invoice, someRules(change), 1);
    expect(decision.ok && decision.booking).toMatchObject({ invoiceCode: '12' });
    expect(decision.ok && 'entryNumber' in decision.booking).toBe(false);
  });

  it.each([
    ['20240017', 20240017],
    ['2147483647', 2147483647],
    ['2147483648', undefined],
    ['0017', undefined],
    ['F2024-17', undefined],
    ['-5', undefined],
    ['0', undefined],
    ['1e3', undefined],
    ['', undefined],
  ])('code %s has entry number %s', (code, expected) => {
    expect(booked(anInvoice({ code })).entryNumber).toBe(expected);
  });

  it('is prefix, code and, where asked, the year of the invoice', () => {
    expect(booked(anInvoice({ code: 'F17' })).reference).toBe('F17');
    expect(booked(anInvoice({ code: 'F17' }), someRules({ referencePrefix: 'LL-', referenceYear: true })).reference).toBe('LL-F17-2024');
  });
});

it('is pure: frozen input, equal output', () => {
  const freeze = <T>(value: T): T => {
    if (typeof value === 'object' && value !== null) Object.values(value).forEach(freeze);
    return Object.freeze(value);
  };
  const invoice = freeze(anInvoice());
  const rules = freeze(someRules());
  expect(decide(invoice, rules, 1)).toEqual(decide(structuredClone(invoice), structuredClone(rules), 1));
});
