import { describe, expect, it } from 'vitest';
import { boxesOf, expectedOf } from '../../lib/booking/boxes';
import type { Booking, BookingLine } from '../../lib/booking/booking';
import { REGIME_KINDS, regimeName, regimeOfName, type Regime } from '../../lib/booking/regime';

const line = (regime: string, net: number, vat = 0, more: Partial<BookingLine> = {}): BookingLine => ({
  account: '8000', vatCode: 'X', rate: 0, net, vat, description: '', kind: 'row', rule: '', regime, ...more,
});
const booking = (lines: readonly BookingLine[], more: Partial<Booking> = {}): Booking => ({
  tenantId: 't', shopId: 1, invoiceId: 1, invoiceCode: '1', type: 20, reference: '1', date: '2026-03-31', currency: 'EUR', journal: '70', paymentCondition: '', description: '', orderCode: '',
  debtor: { code: 'K9', kind: 'own', vatNumber: 'DE136695976' }, lines, net: 0, vat: 0, gross: 0, remarks: [], settingsVersion: 1, ...more,
});

describe('expected boxes', () => {
  it.each([
    ['NL-21', '1a', 21], ['NL-9', '1b', 21], ['NL-6', '1c', 21], ['NL-0', '1e', 0], ['NL-RC', '1e', 0], ['ICS-G', '3b', 0], ['ICS-S', '3b', 0], ['EXP', '3a', 0], ['FOREIGN-CH-8.1', '3a', 0],
  ] as const)('%s goes to %s', (regime, box, vat) => {
    expect(boxesOf(booking([line(regime, 100, 21)])).boxes).toEqual([{ box, base: 100, vat }]);
  });

  it.each(['NL-EX', 'NL-MARGIN', 'KOR', 'OUT', 'EXP-S', 'OSS-DE-19', 'LOCAL-DE-19', 'BE-21', '', 'nonsense'])('%s goes to none', (regime) => {
    expect(boxesOf(booking([line(regime, 100, 21)])).boxes).toEqual([]);
  });

  it('adds up per box, and leaves out what comes to nothing', () => {
    const { boxes } = boxesOf(booking([line('NL-21', 100, 21), line('EXP', 50), line('NL-21', -30, -6), line('NL-9', 10, 1), line('NL-9', -10, -1), line('ICS-G', 7), line('ICS-S', 3)]));
    expect(boxes).toEqual([{ box: '1a', base: 70, vat: 15 }, { box: '3a', base: 50, vat: 0 }, { box: '3b', base: 10, vat: 0 }]);
  });

  it('the listing equals box 3b (CBS-ICP), over many bookings', () => {
    const other = booking([line('ICS-G', -25)], { debtor: { code: 'K8', kind: 'own', vatNumber: 'BE0428759497' } });
    const { boxes, icp } = expectedOf([booking([line('ICS-G', 100), line('ICS-S', 40)]), other, booking([line('ICS-G', 10)])], () => (amount) => amount, '2026-Q1');
    expect(icp).toEqual([{ number: 'DE136695976', kind: 'L', base: 110 }, { number: 'DE136695976', kind: 'S', base: 40 }, { number: 'BE0428759497', kind: 'L', base: -25 }]);
    expect(boxes).toEqual([{ box: '3b', base: icp.reduce((sum, { base }) => sum + base, 0), vat: 0 }]);
  });

  it('the One Stop Shop is split by country, rate and quarter, and keeps its currency', () => {
    const result = boxesOf(booking([line('OSS-SE-25', 100, 25), line('OSS-SE-25', 8, 2), line('OSS-SE-6', 50, 3), line('OSS-SE-25', -100, -25, { ossQuarter: '2025-Q4' }), line('NL-21', 1000, 210)]), (amount) => amount / 10);
    expect(result.oss).toEqual([
      { country: 'SE', rate: 2500, quarter: '2026-Q1', base: 108, vat: 27 },
      { country: 'SE', rate: 600, quarter: '2026-Q1', base: 50, vat: 3 },
      { country: 'SE', rate: 2500, quarter: '2025-Q4', base: -100, vat: -25 },
    ]);
    expect([result.quarter, result.boxes]).toEqual(['2026-Q1', [{ box: '1a', base: 100, vat: 21 }]]);
  });
});

describe('names of regimes', () => {
  const samples: readonly Regime[] = REGIME_KINDS.flatMap((kind): readonly Regime[] => {
    if (['home', 'oss', 'local', 'foreign'].includes(kind)) return [2100, 550, 490, 1350, 810, 400].map((rate) => ({ kind, country: 'DE', rate }));
    return [{ kind, country: ['home-zero', 'exempt', 'reverse-charge', 'margin'].includes(kind) ? 'NL' : '', rate: 0 }];
  });

  it.each(samples.map((regime) => [regimeName(regime), regime] as const))('%s is read again', (name, regime) => {
    expect(regimeOfName(name)).toEqual(regime);
  });

  it('a zero rate in another state is one of the One Stop Shop; other texts are none', () => {
    expect(regimeOfName('OSS-IE-0')).toEqual({ kind: 'oss', country: 'IE', rate: 0 });
    expect(['', 'NL', 'NL-', 'NL-X', 'OSS-DE-RC', 'ICS-T', 'constructor', 'toString'].map(regimeOfName)).toEqual(Array.from({ length: 8 }, () => null));
  });
});
