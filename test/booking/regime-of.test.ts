/** Tables of numbers, places and departures; the worked cases (`cases.test.ts`) show each rule in a whole invoice. */
import { describe, expect, it } from 'vitest';
import { DEFAULT_PROFILE, type RowKind, type SellerProfile } from '../../lib/booking/profile';
import { regimeName } from '../../lib/booking/regime';
import { regimesOf, type RegimeOptions } from '../../lib/booking/regime-of';
import type { Invoice, Party } from '../../lib/invoice/invoice';
import { reasonText } from '../../lib/words/reasons';
import { aLine, aParty, anInvoice } from './fixtures';

const OSS: SellerProfile = { ...DEFAULT_PROFILE, homeCountry: 'NL', consumers: [{ from: '', to: '', scheme: 'oss' }], voucherUse: 'row' };
const NO_OPTIONS: RegimeOptions = { confirmedNumbers: [], consents: [] };
const BERLIN: Partial<Party> = { country: 'DE', postalCode: '10115' };
const UTRECHT: Partial<Party> = { country: 'NL', postalCode: '3511 LX' };
const BELFAST: Partial<Party> = { country: 'GB', postalCode: 'BT1 5GS' };
const LONDON: Partial<Party> = { country: 'GB', postalCode: 'SW1A 1AA' };

function sold(address: Partial<Party>, vatNumber = '', lines = [aLine(1000, 0, 0)], change: Partial<Invoice> = {}): Invoice {
  return anInvoice({ date: '2026-03-10', billTo: aParty({ ...address, vatNumber }), shipTo: aParty(address), lines, ...change });
}

/** Names of the regimes and remarks in one text, or the refusal with its figures. */
function said(invoice: Invoice, profile = OSS, options = NO_OPTIONS): string {
  const result = regimesOf(invoice, profile, options);
  if (!result.ok) return [result.code, ...Object.values(result.params)].join(' ');
  expect(result.lines.length).toBe(result.invoice.lines.length);
  return [...new Set(result.lines.map((line) => (line ? regimeName(line.regime) : '-'))), ...result.remarks.map(({ code }) => code).sort()].join(' ');
}

describe('0 % to another member state', () => {
  it.each([
    ['DE136695976', 'ICS-G F-NUMBER-UNVERIFIED F-PROOF'],
    ['de 136.695.976', 'ICS-G F-NUMBER-UNVERIFIED F-PROOF'],
    ['136695976', 'ICS-G F-NUMBER-UNVERIFIED F-PREFIX-ADDED F-PROOF'],
    ['BE0428759497', 'ICS-G F-NUMBER-OTHER-STATE F-NUMBER-UNVERIFIED F-PROOF'],
    ['', 'R-VATNO-MISSING DE'],
    ['geen', 'R-VATNO-MISSING DE'],
    ['DE13669597', 'R-VATNO-FORM DE form'],
    ['DE136695977', 'R-VATNO-CHECK DE'],
    ['NL123456789B01', 'R-VATNO-CHECK DE'],
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

  it('a person may confirm a number that looks wrong, but not whose it is', () => {
    const confirmed = (number: string): RegimeOptions => ({ ...NO_OPTIONS, confirmedNumbers: [{ number, date: '2026-03-01', consultation: 'W1', by: 'A' }] });
    expect(said(sold(BERLIN, 'DE136695977'), OSS, confirmed('DE136695977'))).toBe('ICS-G F-PROOF');
    expect(said(sold(BERLIN, 'DE 136 695 976'), OSS, confirmed('DE136695976'))).toBe('ICS-G F-PROOF');
    expect(said(sold(BERLIN, 'DE136695976'), OSS, confirmed('DE999999999'))).toBe('ICS-G F-NUMBER-UNVERIFIED F-PROOF');
    expect(said(sold(BERLIN, 'NL004495445B01'), OSS, confirmed('NL004495445B01'))).toBe('R-VATNO-HOME DE');
    expect(said(sold(BERLIN, 'EU372000041'), OSS, confirmed('EU372000041'))).toBe('R-VATNO-FORM DE seller');
    expect(said(sold(BERLIN, 'DE136695976EX'), OSS, confirmed('DE136695976EX'))).toBe('R-VATNO-EX DE');
  });

  it('asks Northern Ireland for the number of Northern Ireland', () => {
    expect(said(sold(BELFAST, 'XI980780684'))).toBe('ICS-G F-NUMBER-UNVERIFIED F-PROOF');
    expect(said(sold(BELFAST, 'GB980780684'))).toBe('R-VATNO-XI');
    expect(said(sold(BELFAST, '980780684'))).toBe('R-VATNO-XI');
    expect(said(sold(BELFAST, ''))).toBe('R-VATNO-MISSING XI');
    expect(said(sold(LONDON, 'GB980780684'))).toBe('EXP F-PROOF');
  });

  it('takes British numbers until the end of 2020', () => {
    expect(said(sold(LONDON, 'GB980780684', undefined, { date: '2020-12-31' }))).toBe('ICS-G F-NUMBER-UNVERIFIED F-PROOF');
    expect(said(sold(LONDON, 'GB980780684', undefined, { date: '2021-01-01' }))).toBe('EXP F-PROOF');
    expect(said(sold(LONDON, 'GB980780684', undefined, { date: '2021-01-04', shipmentDate: '2020-12-30' }))).toBe('ICS-G F-NUMBER-UNVERIFIED F-PROOF');
  });

  it('is refused over a bad number even where 0 % is mapped for that state: the sale was meant otherwise', () => {
    const profile: SellerProfile = { ...OSS, kinds: [{ by: 'product', code: 'MUG', country: 'IE', kind: 'zero-rate' }] };
    const dublin = { country: 'IE', postalCode: 'D01' };
    expect(said(sold(dublin, 'IE6433435E'), profile)).toBe('R-VATNO-CHECK IE');
    expect(said(sold(dublin, ''), profile)).toBe('OSS-IE-0');
    expect(said(sold(dublin, ''), { ...profile, consumers: [{ from: '', to: '', scheme: 'below' }] })).toBe('R-OSS-OFF 0 IE');
    expect(said(sold(BERLIN, '', undefined, { date: '2022-05-01' }), { ...OSS, kinds: [{ by: 'product', code: 'MUG', country: 'DE', kind: 'zero-rate' }] })).toBe('R-RATE-UNKNOWN 0 DE 2022-05-01');
  });

  it('says what is wrong in words, and never the number', () => {
    const result = regimesOf(sold(BERLIN, 'DE136695977'), OSS, NO_OPTIONS);
    if (result.ok) throw new Error('booked');
    expect(JSON.stringify(result)).not.toContain('136695977');
    expect(reasonText('en', result)).toContain('(Germany), but the check digit of the VAT number is wrong');
  });

  it('a mapped kind that is meant for other sales explains nothing', () => {
    const mapped = (kind: RowKind, address: Partial<Party>, number = ''): string => said(sold(address, number), { ...OSS, kinds: [{ by: 'product', code: 'MUG', country: '', kind }] });
    for (const kind of ['goods', 'reverse-charge'] as const) expect(mapped(kind, BERLIN)).toBe('R-VATNO-MISSING DE');
    for (const address of [BERLIN, UTRECHT, LONDON]) expect(mapped('voucher-single', address, 'DE136695976')).toBe('R-KIND MUG voucher-single');
  });
});

describe('where VAT was charged', () => {
  it.each([
    [BERLIN, 'DE136695976', 1900, 'R-OSS-B2B 1900 DE'],
    [BERLIN, 'DE136695976', 2100, 'R-OSS-RATE 2100 DE'],
    [BERLIN, 'DE136695977', 1900, 'OSS-DE-19 F-NUMBER-BAD'],
    [BERLIN, 'EU372000041', 1900, 'OSS-DE-19 F-NUMBER-BAD'],
    [BERLIN, 'CHE-1', 1900, 'OSS-DE-19'],
    [BERLIN, '', 2000, 'R-RATE-UNKNOWN 2000 DE 2026-03-10'],
    [UTRECHT, 'NL123456789B01', 2100, 'NL-21 F-NUMBER-BAD'],
    [UTRECHT, 'NL004495445B01', 2100, 'NL-21'],
    [UTRECHT, 'BE0428759497', 2100, 'NL-21'],
    [UTRECHT, '', 1900, 'R-RATE-UNKNOWN 1900 NL 2026-03-10'],
    [{ country: 'US', postalCode: '10001' }, '12-3456789', 2100, 'NL-21 F-VAT-ON-EXPORT'],
    [{ country: 'US', postalCode: '10001' }, '', 700, 'R-PROFILE registration US'],
    [{ country: 'CH', postalCode: '8001' }, '', 770, 'R-RATE-UNKNOWN 770 CH 2026-03-10'],
  ])('%j %s at %d: %s', (address, number, rate, expected) => {
    expect(said(sold(address, number, [aLine(1000, rate / 10, rate)]))).toBe(expected);
  });

  it('a company without number is a consumer, and said so only where it matters', () => {
    const company = (address: Partial<Party>, rate: number): Invoice => sold({ ...address, companyName: 'Koper BV' }, '', [aLine(1000, rate / 10, rate)]);
    expect(said(company(BERLIN, 1900))).toBe('OSS-DE-19 F-COMPANY-AS-CONSUMER');
    expect(said(company(UTRECHT, 2100))).toBe('NL-21');
  });

  it('the scheme of the day of supply counts', () => {
    const profile: SellerProfile = { ...OSS, consumers: [{ from: '2025-01-01', to: '2026-03-09', scheme: 'below' }, { from: '2026-03-10', to: '', scheme: 'oss' }] };
    const at = (date: string, rate: number, change: Partial<Invoice> = {}): string => said(sold(BERLIN, '', [aLine(1000, rate / 10, rate)], { date, ...change }), profile);
    expect(at('2026-03-09', 2100)).toBe('NL-21 F-BELOW');
    expect(at('2026-03-10', 2100)).toBe('R-OSS-RATE 2100 DE');
    expect(at('2026-03-10', 2100, { shipmentDate: '2026-03-09' })).toBe('NL-21 F-BELOW');
    expect(at('2026-03-10', 1900)).toBe('OSS-DE-19');
    expect(at('2024-12-31', 1900)).toBe('R-PROFILE consumers');
  });

  it('one question covers all states', () => {
    const silent = { ...OSS, consumers: [] };
    const answers = ['DE', 'FR', 'AT'].map((country) => said(sold({ country }, '', [aLine(1000, 200, 2000)]), silent));
    expect(new Set(answers)).toEqual(new Set(['R-PROFILE consumers']));
  });

  it('the threshold counts other channels, never credits, and is passed by a cent', () => {
    const below: SellerProfile = { ...OSS, consumers: [{ from: '', to: '', scheme: 'below' }], belowElsewhere: 400_000 };
    const sale = sold(BERLIN, '', [aLine(100_000, 21_000, 2100)]);
    expect(said(sale, below, { ...NO_OPTIONS, before: 500_000 })).toBe('NL-21 F-BELOW');
    expect(said(sale, below, { ...NO_OPTIONS, before: 500_001 })).toBe('R-THRESHOLD 1000001 DE EUR');
    const credit = sold(BERLIN, '', [aLine(-100_000, -21_000, 2100)], { kind: 'credit' });
    expect(said(credit, below, { ...NO_OPTIONS, before: 2_000_000 })).toBe('NL-21 F-BELOW');
  });
});

describe('places with rules of their own', () => {
  it.each([
    ['ES', '38001', 0, 'EXP F-PROOF F-TERRITORY'],
    ['ES', '51001', 2100, 'R-TERRITORY ES 2100 not-there'],
    ['FI', '22100', 0, 'EXP F-PROOF F-TERRITORY'],
    ['FI', '22100', 2550, 'R-TERRITORY FI 2550 not-there'],
    ['FI', '22100', 2100, 'NL-21 F-TERRITORY F-VAT-ON-EXPORT'],
    ['AX', '22100', 0, 'EXP F-PROOF'],
    ['US', '38001', 0, 'EXP F-PROOF'],
    ['GB', 'BT9 5AA', 2000, 'OSS-XI-20'],
    ['GB', 'BFPO 57', 1900, 'OSS-CY-19'],
    ['DE', '87568', 2000, 'OSS-AT-20'],
    ['MC', '98000', 2000, 'OSS-FR-20'],
    ['FR', '20000', 1300, 'OSS-FR-13'],
    ['PT', '9500-011', 1600, 'OSS-PT-16'],
    ['PT', '1000-001', 1600, 'R-RATE-UNKNOWN 1600 PT 2026-03-10'],
    ['CY', '99010', 1900, 'R-TERRITORY CY suspended'],
    ['IM', 'IM1 1AA', 0, 'EXP F-PROOF'],
  ])('%s %s at %d: %s', (country, postalCode, rate, expected) => {
    expect(said(sold({ country, postalCode }, '', [aLine(1000, rate / 10, rate)]))).toBe(expected);
  });

  it('asks for the city where a post code is shared', () => {
    const at = (city: string): string => said(sold({ country: 'IT', postalCode: '23030', city }, '', [aLine(1000, 0, 0)]));
    expect([at('Livigno'), at('Tirano'), at('')]).toEqual(['EXP F-PROOF F-TERRITORY', 'R-VATNO-MISSING IT', 'R-TERRITORY IT unclear']);
  });

  it('no country, no regime', () => {
    expect(said(sold({ country: '' }))).toBe('no-country');
  });
});

describe('from where the goods left', () => {
  const stock: SellerProfile = {
    ...OSS, warehouses: [{ warehouse: '1', country: 'NL' }, { warehouse: '2', country: 'DE' }, { warehouse: '3', country: 'CN' }],
    registrations: [{ country: 'DE', number: '', from: '2026-01-01', to: '2026-06-30' }, { country: 'CN', number: '', from: '', to: '' }],
  };
  const from = (warehouseId: number | undefined, address: Partial<Party>, rate: number, change: Partial<Invoice> = {}): string =>
    said(sold(address, '', [aLine(1000, rate / 10, rate)], { ...(warehouseId === undefined ? {} : { warehouseId }), ...change }), stock);

  it.each([
    [1, BERLIN, 1900, 'OSS-DE-19'],
    [2, BERLIN, 1900, 'LOCAL-DE-19'],
    [2, BERLIN, 2100, 'R-RATE-UNKNOWN 2100 DE 2026-03-10'],
    [2, { country: 'AT' }, 2000, 'OSS-AT-20'],
    [2, { country: 'AT' }, 1900, 'R-OSS-RATE 1900 AT'],
    [2, UTRECHT, 2100, 'OSS-NL-21'],
    [2, { country: 'US' }, 0, 'R-DISPATCH DE other-state'],
    [2, { country: 'US' }, 1900, 'LOCAL-DE-19 F-VAT-ON-EXPORT'],
    [3, BERLIN, 1900, 'R-DISPATCH CN import'],
    [9, UTRECHT, 2100, 'R-DISPATCH 9'],
    [undefined, UTRECHT, 2100, 'NL-21'],
  ])('warehouse %s to %j at %d: %s', (warehouse, address, rate, expected) => {
    expect(from(warehouse, address, rate)).toBe(expected);
  });

  it('goods of several warehouses need one country', () => {
    expect(from(1, UTRECHT, 2100, { otherWarehouseIds: [2] })).toBe('R-DISPATCH several-countries');
    expect(from(1, UTRECHT, 2100, { otherWarehouseIds: [1] })).toBe('NL-21');
    expect(from(1, UTRECHT, 2100, { otherWarehouseIds: [9] })).toBe('R-DISPATCH 9');
  });

  it('a registration that ended carries nothing', () => {
    expect(from(2, BERLIN, 1900, { date: '2026-06-30' })).toBe('LOCAL-DE-19');
    expect(from(2, BERLIN, 1900, { date: '2026-07-01' })).toBe('R-DISPATCH DE');
  });

  it('stock in one country abroad alone', () => {
    expect(said(sold(BERLIN, '', [aLine(1000, 190, 1900)]), { ...OSS, dispatchCountry: 'DE', registrations: stock.registrations })).toBe('LOCAL-DE-19');
    expect(said(sold(BERLIN, '', [aLine(1000, 190, 1900)]), { ...OSS, dispatchCountry: 'DE' })).toBe('R-DISPATCH DE');
  });
});

describe('an invoice as a whole', () => {
  it('has a country of taxation: of the largest supply, of arrival where no VAT is due, of home without a supply', () => {
    const taxation = (invoice: Invoice, profile = OSS): string => {
      const result = regimesOf(invoice, profile, NO_OPTIONS);
      return result.ok ? result.taxation : result.code;
    };
    expect(taxation(sold(BERLIN, '', [aLine(1000, 190, 1900)]))).toBe('DE');
    expect(taxation(sold({ country: 'US' }))).toBe('US');
    expect(taxation(sold({ country: 'US' }, '', [aLine(1000, 210, 2100)]))).toBe('NL');
    expect(taxation(sold(BELFAST, '', [aLine(1000, 200, 2000)]))).toBe('XI');
    expect(taxation(sold(BERLIN, '', [aLine(1000, 0, 0)]), { ...OSS, kinds: [{ by: 'product', code: 'MUG', country: '', kind: 'deposit' }] })).toBe('NL');
  });

  it('gives each line its place, zero lines none, and each remark once', () => {
    const result = regimesOf(sold(BERLIN, '', [aLine(1000, 190, 1900), aLine(0, 0, 1900), aLine(500, 95, 1900), aLine(100, 19, 1900, { kind: 'shipping' })], { billTo: aParty({ ...BERLIN, companyName: 'K' }) }), OSS, NO_OPTIONS);
    if (!result.ok) throw new Error(result.code);
    expect(result.lines.map((line) => line && [regimeName(line.regime), line.kind, line.ossQuarter])).toEqual([['OSS-DE-19', 'goods', '2026-Q1'], null, ['OSS-DE-19', 'goods', '2026-Q1'], ['OSS-DE-19', 'goods', '2026-Q1']]);
    expect(result.remarks).toEqual([{ code: 'F-COMPANY-AS-CONSUMER' }]);
  });

  it('shipping at a rate of credited rows of two quarters belongs to neither', () => {
    const row = (date: string) => aLine(-1000, -190, 1900, { original: { invoiceId: 1, invoiceCode: '1', date, rate: 1900, kind: 'invoice' } });
    const credit = (dates: readonly string[]): string => said(sold(BERLIN, '', [...dates.map(row), aLine(-100, -19, 1900, { kind: 'shipping' })], { kind: 'credit', date: '2026-04-10' }));
    expect(credit(['2026-02-01', '2026-03-01'])).toBe('OSS-DE-19 F-LATE-CREDIT');
    expect(credit(['2025-12-01', '2026-03-01'])).toBe('R-PERIOD DE quarters');
  });

  it('the limit of the reverse charge counts rows and discounts of the kind together, in euros', () => {
    const profile: SellerProfile = { ...OSS, kinds: [{ by: 'product', code: 'LAPTOP*', country: '', kind: 'reverse-charge' }] };
    const laptops = (nets: readonly number[], discount = 0, change: Partial<Invoice> = {}): string =>
      said(sold(UTRECHT, 'NL004495445B01', [...nets.map((net) => aLine(net, 0, 0, { productCode: 'LAPTOP 15' })), ...(discount === 0 ? [] : [aLine(discount, 0, 0, { kind: 'discount' })])], change), profile);
    expect(laptops([500_000, 500_000])).toBe('NL-RC F-NUMBER-UNVERIFIED');
    expect(laptops([999_999])).toBe('R-RC rc-amount LAPTOP* 999999 EUR');
    expect(laptops([1_000_000], -1)).toBe('R-RC rc-amount LAPTOP* 999999 EUR');
    expect(laptops([2_000_000], 0, { currency: 'USD' })).toBe('R-RC rc-currency');
    expect(laptops([-100_000], 0, { kind: 'credit' })).toBe('NL-RC F-NUMBER-UNVERIFIED');
  });

  it('each rule of the profile is one kind of goods for the limit, and what is always reverse-charged has none', () => {
    const rule = (code: string, kind: RowKind): SellerProfile['kinds'][number] => ({ by: 'product', code, country: '', kind });
    const profile: SellerProfile = { ...OSS, kinds: [rule('LAPTOP*', 'reverse-charge'), rule('PHONE*', 'reverse-charge'), rule('SCRAP', 'reverse-charge-always')] };
    const bought = (wares: readonly (readonly [string, number])[], discount = 0, change: Partial<Invoice> = {}): string =>
      said(sold(UTRECHT, 'NL004495445B01', [...wares.map(([productCode, net]) => aLine(net, 0, 0, { productCode })), ...(discount === 0 ? [] : [aLine(discount, 0, 0, { kind: 'discount' })])], change), profile);
    expect(bought([['LAPTOP 15', 600_000], ['PHONE 3', 600_000]])).toBe('R-RC rc-amount LAPTOP* 600000 EUR');
    expect(bought([['LAPTOP 15', 1_200_000], ['PHONE 3', 600_000]])).toBe('R-RC rc-amount PHONE* 600000 EUR');
    expect(bought([['LAPTOP 15', 600_000], ['laptop 17', 600_000]])).toBe('NL-RC F-NUMBER-UNVERIFIED');
    expect(bought([['LAPTOP 15', 1_200_000], ['PHONE 3', 1_050_000]], -100_000)).toBe('NL-RC F-NUMBER-UNVERIFIED');
    expect(bought([['LAPTOP 15', 1_200_000], ['PHONE 3', 1_010_000]], -100_000)).toBe('R-RC rc-amount PHONE* 964299 EUR');
    expect(bought([['SCRAP', 5000]])).toBe('NL-RC F-NUMBER-UNVERIFIED');
    expect(bought([['SCRAP', 5000]], 0, { currency: 'USD' })).toBe('NL-RC F-NUMBER-UNVERIFIED');
    expect(bought([['SCRAP', 900_000], ['LAPTOP 15', 600_000]])).toBe('R-RC rc-amount LAPTOP* 600000 EUR');
    expect(said(sold(UTRECHT, '', [aLine(5000, 0, 0, { productCode: 'SCRAP' })]), profile)).toBe('R-RC rc-number');
  });

  it('a rate of the invoice that was none on the day of the supply is said', () => {
    const tallinn: Partial<Party> = { country: 'EE', postalCode: '10111' };
    expect(said(sold(tallinn, '', [aLine(1000, 240, 2400)], { date: '2025-07-03', shipmentDate: '2025-06-28' }))).toBe('OSS-EE-24 F-RATE-BY-INVOICE');
    expect(said(sold(tallinn, '', [aLine(1000, 240, 2400)], { date: '2025-07-03', shipmentDate: '2025-07-01' }))).toBe('OSS-EE-24');
  });

  it('of administrations elsewhere nothing is said but country and rate', () => {
    const belgian = { ...OSS, homeCountry: 'BE', consumers: [] };
    expect(said(sold(BERLIN, 'x', [aLine(1000, 70, 700), aLine(100, 7, 700, { kind: 'shipping' }), aLine(5, 0, 0)]), belgian)).toBe('DE-7 DE-0');
    expect(said(sold({ country: 'CY', postalCode: '99010' }, '', [aLine(1000, 0, 0)], { downPayment: true }), belgian)).toBe('CY-0');
  });
});

describe('a row by the name of a prepayment', () => {
  it.each([
    ['Aanbetaling 50 %', 'R-PREPAYMENT'],
    ['Aanbetaling met korting', 'R-PREPAYMENT'],
    ['Verrekening voorschotten', 'R-PREPAYMENT'],
    ['Korting bij vooruitbetaling', 'NL-21'],
    ['2,5 % korting vooruitbetaling', 'NL-21'],
    ['Vooruitbetaling: korting', 'NL-21'],
    ['Vooruitbetalingskorting 2 %', 'NL-21'],
    ['Vooruitbetaling met korting', 'R-PREPAYMENT'],
    ['Boek: de aanbetaling', 'R-PREPAYMENT'],
    ['Mok Voorschoten', 'NL-21'],
  ])('%s', (description, expected) => {
    expect(said(sold(UTRECHT, '', [aLine(1000, 210, 2100, { description })]))).toBe(expected);
  });
});
