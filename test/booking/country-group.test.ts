import { describe, expect, it } from 'vitest';
import { countryGroupOf } from '../../lib/booking/country-group';
import { decide } from '../../lib/booking/decide';
import type { BookingRules } from '../../lib/booking/rules';
import type { Invoice, Party } from '../../lib/invoice/invoice';
import { reasonText } from '../../lib/words/reasons';
import { remarkText } from '../../lib/words/remarks';
import { aLine, aParty, anInvoice, someRules } from './fixtures';

const BELFAST: Partial<Party> = { country: 'GB', postalCode: 'BT1 5GS' };
const BERLIN: Partial<Party> = { country: 'DE', postalCode: '10115' };
const PARIS: Partial<Party> = { country: 'FR', postalCode: '75001' };

function sold(address: Partial<Party>, vatNumber: string, lines = [aLine(1000, 0, 0)], change: Partial<Invoice> = {}): Invoice {
  return anInvoice({ date: '2026-03-10', billTo: aParty({ ...address, vatNumber }), shipTo: aParty(address), lines, ...change });
}

/** Group and remarks, or the refusal. */
function said(invoice: Invoice): string {
  const result = countryGroupOf(invoice);
  if (!result.ok) return [result.code, ...Object.values(result.params)].join(' ');
  return [result.group, ...result.remarks.map((remark) => remark.code)].join(' ');
}

describe('0 % to another member state', () => {
  it.each([
    ['DE136695976', 'eu-business'],
    ['de 136.695.976', 'eu-business'],
    ['136695976', 'eu-business F-PREFIX-ADDED'],
    ['BE0428759497', 'eu-business F-NUMBER-OTHER-STATE'],
    ['', 'eu-consumer:DE'],
    ['geen', 'eu-consumer:DE'],
    ['DE13669597', 'R-VATNO-FORM DE form'],
    ['DE136695977', 'R-VATNO-FORM DE check'],
    ['NL123456789B01', 'R-VATNO-FORM DE check'],
    ['12345', 'R-VATNO-FORM DE prefix'],
    ['EU372000041', 'R-VATNO-FORM DE seller'],
    ['IM0561234567', 'R-VATNO-FORM DE seller'],
    ['GB980780684', 'R-VATNO-FORM DE outside'],
    ['CHE-123.456.788 MWST', 'R-VATNO-FORM DE outside'],
    ['NL004495445B01', 'R-VATNO-HOME DE'],
    ['NL000099998B57', 'R-VATNO-HOME DE'],
    ['DE136695976EX', 'R-VATNO-EX DE'],
    ['DE123EX', 'R-VATNO-EX DE'],
  ])('with the number "%s": %s', (number, expected) => {
    expect(said(sold(BERLIN, number))).toBe(expected);
  });

  it('knows its own state by the letters of numbers, not of countries', () => {
    expect(said(sold({ country: 'GR', postalCode: '10431' }, 'GR094259216'))).toBe('eu-business');
    expect(said(sold({ country: 'MC', postalCode: '98000' }, 'FR40303265045'))).toBe('eu-business');
  });

  it('asks Northern Ireland for the number of Northern Ireland', () => {
    expect(said(sold(BELFAST, 'XI980780684'))).toBe('eu-business');
    expect(said(sold(BELFAST, 'GB980780684'))).toBe('R-VATNO-XI');
    expect(said(sold(BELFAST, '980780684'))).toBe('R-VATNO-XI');
    expect(said(sold(BELFAST, ''))).toBe('eu-consumer:XI');
    expect(said(sold({ country: 'GB', postalCode: 'SW1A 1AA' }, 'GB980780684'))).toBe('outside-eu');
  });

  it('takes British numbers until the end of 2020', () => {
    const london = { country: 'GB', postalCode: 'SW1A 1AA' };
    expect(said(sold(london, 'GB980780684', undefined, { date: '2020-12-31' }))).toBe('eu-business');
    expect(said(sold(BERLIN, 'GB980780684', undefined, { date: '2020-12-31' }))).toBe('eu-business F-NUMBER-OTHER-STATE');
  });

  it('is refused over a bad number even where 0 % is mapped for that state: the sale was meant otherwise', () => {
    const rules = someRules({ mapping: [{ rate: 0, group: 'eu-consumer:IE', revenueAccount: '8300', vatCode: 'IE0' }] });
    const dublin = { country: 'IE', postalCode: 'D01' };
    expect(decide(sold(dublin, 'IE6433435E'), rules, 1)).toMatchObject({ ok: false, refusal: { code: 'R-VATNO-FORM', params: { country: 'IE', reason: 'check' } } });
    expect(decide(sold(dublin, ''), rules, 1)).toMatchObject({ ok: true });
  });

  it('says what is wrong in words, and never the number', () => {
    const refusal = decide(sold(BERLIN, 'DE136695977'), someRules(), 1);
    if (refusal.ok) throw new Error('booked');
    expect(JSON.stringify(refusal)).not.toContain('136695977');
    expect(reasonText('en', refusal.refusal)).toContain('(Germany), but the VAT number cannot be right: its check digit is wrong');
    expect(reasonText('nl', refusal.refusal)).toContain('(Duitsland), maar het btw-nummer kan niet kloppen: het controlecijfer is fout');
  });
});

describe('where VAT was charged', () => {
  it.each([
    [BERLIN, 'DE136695976', 'eu-consumer:DE'],
    [BERLIN, 'DE136695977', 'eu-consumer:DE F-NUMBER-BAD'],
    [BERLIN, 'EU372000041', 'eu-consumer:DE F-NUMBER-BAD'],
    [BERLIN, 'CHE-1', 'eu-consumer:DE'],
    [PARIS, 'FR1', 'eu-consumer:FR F-NUMBER-BAD'],
    [{ country: 'NL', postalCode: '3511 LX' }, 'NL123456789B01', 'home F-NUMBER-BAD'],
    [{ country: 'NL', postalCode: '3511 LX' }, 'NL004495445B01', 'home'],
    [{ country: 'US', postalCode: '10001' }, '12-3456789', 'outside-eu'],
  ])('a number only makes a remark: %j %s: %s', (address, number, expected) => {
    expect(said(sold(address, number, [aLine(1000, 190, 1900)]))).toBe(expected);
  });
});

describe('places with rules of their own', () => {
  it.each([
    ['ES', '38001', 'outside-eu F-TERRITORY'],
    ['FI', '22100', 'outside-eu F-TERRITORY'],
    ['DE', '78266', 'outside-eu F-TERRITORY'],
    ['AX', '22100', 'outside-eu'],
    ['US', '38001', 'outside-eu'],
    ['GB', 'BT9 5AA', 'eu-consumer:XI'],
    ['GB', 'BFPO 57', 'eu-consumer:CY'],
    ['DE', '87568', 'eu-consumer:AT'],
    ['MC', '98000', 'eu-consumer:FR'],
    ['PT', '9500-011', 'eu-consumer:PT'],
    ['CY', '99010', 'R-TERRITORY CY suspended'],
  ])('%s %s: %s', (country, postalCode, expected) => {
    expect(said(sold({ country, postalCode }, ''))).toBe(expected);
  });

  it('asks for the city where a post code is shared', () => {
    const at = (city: string): string => said(sold({ country: 'IT', postalCode: '23030', city }, '', [aLine(1000, 220, 2200)]));
    expect([at('Livigno'), at('Tirano'), at('')]).toEqual(['outside-eu F-TERRITORY', 'eu-consumer:IT', 'R-TERRITORY IT unclear']);
  });
});

describe('rates that the country does not have', () => {
  const everything = (rates: readonly number[], group: 'home' | 'eu-consumer'): BookingRules =>
    someRules({ mapping: rates.map((rate) => ({ rate, group, revenueAccount: '8300', vatCode: 'X' })) });
  const remarksOf = (invoice: Invoice, rules: BookingRules): readonly unknown[] => {
    const decision = decide(invoice, rules, 1);
    if (!decision.ok) throw new Error(decision.refusal.code);
    return decision.booking.remarks;
  };
  const tallinn: Partial<Party> = { country: 'EE', postalCode: '10111' };

  it('are booked as invoiced, with a remark that names rate, country and date', () => {
    const invoice = sold(BERLIN, '', [aLine(1000, 210, 2100), aLine(500, 105, 2100), aLine(1000, 190, 1900)]);
    const remarks = remarksOf(invoice, everything([2100, 1900], 'eu-consumer'));
    expect(remarks).toEqual([{ code: 'F-RATE-UNKNOWN', params: { rate: 2100, country: 'DE', date: '2026-03-10' } }]);
    expect(remarkText('en', remarks[0] as { code: string })).toContain('The rate of 21 % is not known as a rate of the country of arrival (Germany) on 10 Mar 2026.');
    expect(remarkText('nl', { code: 'F-RATE-UNKNOWN' })).not.toMatch(/[[\]{}]/);
  });

  it('may be those of the order, of shortly before, or of a credited sale', () => {
    const at22 = [aLine(1000, 220, 2200)];
    const rules = everything([2200], 'eu-consumer');
    const codes = (change: Partial<Invoice>, lines = at22): readonly string[] => remarksOf(sold(tallinn, '', lines, change), rules).map((remark) => (remark as { code: string }).code);
    expect(codes({ date: '2025-06-28' })).toEqual([]);
    expect(codes({ date: '2025-07-03' })).toEqual(['F-RATE-BY-DELIVERY']);
    expect(codes({ date: '2025-09-15' })).toEqual(['F-RATE-UNKNOWN']);
    expect(codes({ date: '2025-09-15', orderDate: '2025-06-20' })).toEqual(['F-RATE-BY-DELIVERY']);
    expect(codes({ date: '2026-09-15', kind: 'credit' }, [aLine(-1000, -220, 2200)])).toEqual([]);
  });

  it('are looked up for the part of the state', () => {
    const rules = everything([2200, 2300], 'eu-consumer');
    const at = (postalCode: string, rate: number): number => remarksOf(sold({ country: 'PT', postalCode }, '', [aLine(1000, rate / 10, rate)]), rules).length;
    expect([at('9000-018', 2200), at('9000-018', 2300), at('1000-001', 2200), at('1000-001', 2300)]).toEqual([0, 1, 1, 0]);
  });

  it('are looked for at home too, where 0 % is no matter of rates', () => {
    const rules = everything([2100, 600, 0], 'home');
    const utrecht = { country: 'NL', postalCode: '3511 LX' };
    expect(remarksOf(sold(utrecht, '', [aLine(1000, 210, 2100), aLine(-500, 0, 0)], { date: '2022-05-01' }), rules)).toEqual([]);
    expect(remarksOf(sold(utrecht, '', [aLine(1000, 60, 600)]), rules)).toMatchObject([{ code: 'F-RATE-UNKNOWN' }]);
  });

  it('are nobody\'s business outside the EU', () => {
    const rules = someRules({ mapping: [{ rate: 810, group: 'outside-eu', revenueAccount: '8400', vatCode: 'CH' }] });
    expect(remarksOf(sold({ country: 'CH', postalCode: '8001' }, '', [aLine(1000, 81, 810)]), rules)).toEqual([]);
  });
});

it('gives each remark once', () => {
  const { shipTo, ...rest } = sold(BERLIN, '', [aLine(1000, 190, 1900)], { remarks: [{ code: 'F-BILL-TO' }] });
  expect(shipTo?.country).toBe('DE');
  expect(decide(rest, someRules(), 1)).toMatchObject({ ok: true, booking: { remarks: [{ code: 'F-BILL-TO' }] } });
});
