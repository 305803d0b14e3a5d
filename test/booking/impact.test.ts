/** What a batch changes in the books, against sums made by hand. */
import { describe, expect, it } from 'vitest';
import type { Booking, BookingLine, Refusal } from '../../lib/booking/booking';
import { boxesOf } from '../../lib/booking/boxes';
import { causeKey, consentCause } from '../../lib/booking/cause';
import { ImpactSum, type Impact } from '../../lib/booking/impact';

const line = (account: string, vatCode: string, regime: string, rate: number, net: number, vat: number, more: Partial<BookingLine> = {}): BookingLine => ({
  account, vatCode, regime, rate, net, vat, description: '', kind: 'row', rule: 'table:revenue|||', ...more,
});

let last = 0;
function booking(lines: readonly BookingLine[], more: Partial<Booking> = {}): Booking {
  const id = (last += 1);
  const sum = (of: (one: BookingLine) => number): number => lines.reduce((total, one) => total + of(one), 0);
  return {
    tenantId: 't1', shopId: 12, invoiceId: id, invoiceCode: String(2600000 + id), type: 20, reference: String(2600000 + id), date: '2026-02-10', currency: 'EUR', journal: '70', paymentCondition: '14',
    debtor: { code: '1001', kind: 'collective', country: 'NL' }, description: '', orderCode: '', lines, net: sum((one) => one.net), vat: sum((one) => one.vat), gross: sum((one) => one.net + one.vat), remarks: [], settingsVersion: 1, ...more,
  };
}
const refusal = (code: Refusal['code'], params: Refusal['params'] = {}): Refusal => ({ tenantId: 't1', shopId: 12, invoiceId: (last += 1), invoiceCode: `F${String(last)}`, code, params });

function impactOf(bookings: readonly Booking[], refusals: readonly Refusal[] = [], boxes = true): Impact {
  const sum = new ImpactSum(boxes ? (one) => boxesOf(one) : null);
  for (const one of bookings) sum.addBooking(one);
  for (const one of refusals) sum.addRefusal(one);
  return sum.view();
}

const LAMP = line('8000', '2', 'NL-21', 2100, 10_000, 2_100);
const BOOK = line('8001', '1', 'NL-9', 900, 2_000, 180);

describe('impact of a batch', () => {
  it('sums accounts with debtor and VAT so that debit and credit are equal', () => {
    const { accounts } = impactOf([booking([LAMP, BOOK]), booking([line('8000', '2', 'NL-21', 2100, -4_000, -840)], { type: 21 })]);
    expect(accounts.map(({ account, role, credit, lines }) => [role, account, lines, credit])).toEqual([
      ['receivable', '', 2, -(14_280 - 4_840)],
      ['line', '8000', 2, 6_000],
      ['line', '8001', 1, 2_000],
      ['vat', '', 2, 1_440],
    ]);
    expect(accounts.reduce((sum, { credit }) => sum + credit, 0)).toBe(0);
  });

  it('keeps one row per VAT code, regime and rate, with the box that its regime expects', () => {
    const { codes } = impactOf([
      booking([LAMP, BOOK]),
      booking([line('8005', '6', 'EXP', 0, 5_000, 0)], { date: '2026-03-31' }),
      booking([line('8004', '7', 'ICS-G', 0, 7_000, 0)], { debtor: { code: '9077', kind: 'own', country: 'DE', vatNumber: 'DE136695976' } }),
      booking([line('8006', 'DE1', 'OSS-DE-19', 1900, 3_000, 570, { ossQuarter: '2026-Q1' })]),
    ]);
    expect(codes.map(({ vatCode, box, net, vat }) => [vatCode, box, net, vat])).toEqual([['1', '1b', 2_000, 180], ['2', '1a', 10_000, 2_100], ['6', '3a', 5_000, 0], ['7', '3b', 7_000, 0], ['DE1', '', 3_000, 570]]);
  });

  it('puts the return together per quarter, with One Stop Shop and listing apart; a credit of another quarter stays in its own', () => {
    const { boxes, oss, icp } = impactOf([
      booking([LAMP]),
      booking([LAMP], { date: '2026-04-01' }),
      booking([line('8004', '7', 'ICS-G', 0, 7_000, 0)], { debtor: { code: '9077', kind: 'own', vatNumber: 'DE136695976' } }),
      booking([line('8004', '7', 'ICS-G', 0, -1_000, 0)], { type: 21, debtor: { code: '9077', kind: 'own', vatNumber: 'DE136695976' } }),
      booking([line('8006', 'FR1', 'OSS-FR-20', 2000, -900, -180, { ossQuarter: '2025-Q4' })], { type: 21 }),
      booking([line('8006', 'FR1', 'OSS-FR-20', 2000, 1_500, 300, { ossQuarter: '2026-Q1' })]),
    ]);
    expect(boxes).toEqual([
      { box: '1a', quarter: '2026-Q1', currency: 'EUR', base: 10_000, vat: 2_100 },
      { box: '3b', quarter: '2026-Q1', currency: 'EUR', base: 6_000, vat: 0 },
      { box: '1a', quarter: '2026-Q2', currency: 'EUR', base: 10_000, vat: 2_100 },
    ]);
    expect(icp).toEqual([{ number: 'DE136695976', kind: 'L', quarter: '2026-Q1', currency: 'EUR', base: 6_000 }]);
    expect(oss.map(({ quarter, base, vat }) => [quarter, base, vat])).toEqual([['2025-Q4', -900, -180], ['2026-Q1', 1_500, 300]]);
    // The listing's total is box 3b of the same period (facts: vat 1.3).
    expect(icp[0]?.base).toBe(boxes?.find(({ box }) => box === '3b')?.base);
  });

  it('never adds up two currencies', () => {
    const { totals, boxes, accounts } = impactOf([booking([LAMP]), booking([line('8005', '6', 'EXP', 0, 5_000, 0)], { currency: 'GBP' })]);
    expect(totals.map(({ currency, gross }) => [currency, gross])).toEqual([['EUR', 12_100], ['GBP', 5_000]]);
    expect(boxes?.map(({ box, currency, base }) => [box, currency, base])).toEqual([['1a', 'EUR', 10_000], ['3a', 'GBP', 5_000]]);
    for (const currency of ['EUR', 'GBP']) expect(accounts.filter((row) => row.currency === currency).reduce((sum, { credit }) => sum + credit, 0)).toBe(0);
  });

  it('counts own relations once each and collective debtors by code', () => {
    const own = (code: string): Partial<Booking> => ({ debtor: { code, kind: 'own', country: 'BE' } });
    const { debtors } = impactOf([booking([LAMP]), booking([LAMP]), booking([BOOK], own('9001')), booking([BOOK], own('9001')), booking([BOOK], own('9002'))]);
    expect(debtors.map(({ kind, code, relations, invoices, gross }) => [kind, code, relations, invoices, gross])).toEqual([['collective', '1001', 1, 2, 24_200], ['own', '', 2, 3, 6_540]]);
  });

  it('says nothing of boxes where nothing may be said', () => {
    const { boxes, codes, oss } = impactOf([booking([LAMP])], [], false);
    expect([boxes, codes[0]?.box, oss]).toEqual([null, null, []]);
  });

  it('groups what waits by cause, the largest first, keeping only what all of a cause share', () => {
    const { causes, waiting } = impactOf([], [
      refusal('R-KIND', { product: 'GIFT', rate: 0 }),
      refusal('R-OSS-RATE', { country: 'DE', rate: 2100, total: 5 }),
      refusal('R-OSS-RATE', { country: 'DE', rate: 2100, total: 9 }),
      refusal('R-OSS-RATE', { country: 'FR', rate: 2100, total: 9 }),
      ...Array.from({ length: 25 }, (_, at) => refusal('R-ADDS-UP', { expected: at, actual: at + 5, currency: 'EUR' })),
    ]);
    expect(waiting).toBe(29);
    expect(causes.map(({ code, count, params }) => [code, count, params])).toEqual([
      ['R-ADDS-UP', 25, { currency: 'EUR' }],
      ['R-OSS-RATE', 2, { country: 'DE', rate: 2100 }],
      ['R-KIND', 1, { product: 'GIFT', rate: 0 }],
      ['R-OSS-RATE', 1, { country: 'FR', rate: 2100, total: 9 }],
    ]);
    expect(causes[0]?.invoices).toHaveLength(20);
  });

  it('names each invoice once per remark', () => {
    const twice = booking([LAMP], { remarks: [{ code: 'F-SHIP-HIGH', params: { rate: 2100 } }, { code: 'F-SHIP-HIGH', params: { rate: 900 } }, { code: 'F-PROOF' }] });
    expect(impactOf([twice]).remarks.map(({ code, count }) => [code, count])).toEqual([['F-PROOF', 1], ['F-SHIP-HIGH', 1]]);
  });

  it('adds a hundred times as many in about a hundred times the time', () => {
    const many = Array.from({ length: 20_000 }, (_, at) => booking([LAMP, BOOK], { date: `2026-0${String(1 + (at % 9))}-15` }));
    const time = (count: number): number => {
      const begun = performance.now();
      impactOf(many.slice(0, count));
      return performance.now() - begun;
    };
    time(2_000);
    const [few, all] = [Math.max(time(2_000), 2), time(20_000)];
    expect(all / few).toBeLessThan(40);
  });
});

describe('causes', () => {
  it('are the same for one row of the mapping, and others for another country or regime', () => {
    const of = (params: Refusal['params']): string => causeKey({ code: 'no-mapping', params });
    expect(of({ regime: 'NL-21', use: 'revenue', country: 'NL', rate: 2100 })).toBe(of({ regime: 'NL-21', use: 'revenue', country: 'NL', rate: 2100 }));
    expect(of({ regime: 'NL-21', use: 'revenue', country: 'NL', rate: 2100 })).not.toBe(of({ regime: 'NL-21', use: 'shipping', country: 'NL', rate: 2100 }));
    expect(of({ regime: 'OSS-DE-19', country: 'DE' })).not.toBe(of({ regime: 'OSS-FR-20', country: 'FR' }));
  });
  it('are confirmed by name only where the law leaves it to a person', () => {
    expect(consentCause({ code: 'R-OSS-RATE', params: { country: 'DE' } })).toBe('R-OSS-RATE|DE');
    expect(consentCause({ code: 'R-ADDS-UP', params: {} })).toBeNull();
  });
});
