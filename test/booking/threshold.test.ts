import { describe, expect, it } from 'vitest';
import { counted, countedBefore, countedFrom, countsTowards, crossBorderSale, NOTHING_COUNTED, THRESHOLD, type ThresholdState } from '../../lib/booking/threshold';
import type { Invoice } from '../../lib/invoice/invoice';
import { aLine, aParty, anInvoice, aProfile } from './fixtures';

const BELOW = aProfile({ consumers: [{ from: '', to: '', scheme: 'below' }], kinds: [{ by: 'product', code: 'GIFT', country: '', kind: 'voucher-multi' }, { by: 'product', code: 'OLD', country: '', kind: 'margin' }] });
const to = (country: string, change: Partial<Invoice> = {}, postalCode = ''): Invoice => anInvoice({ billTo: aParty({ country, postalCode }), shipTo: aParty({ country, postalCode }), ...change });
const german = (net: number, change: Partial<Invoice> = {}): Invoice => to('DE', { lines: [aLine(net, Math.round(net * 0.21), 2100)], ...change }, '10115');
const after = (invoices: readonly Invoice[], profile = BELOW): ThresholdState => invoices.reduce((state, invoice) => counted(state, invoice, profile), NOTHING_COUNTED);

describe('what counts towards the threshold', () => {
  it('are sales to consumers that cross into another member state, without VAT', () => {
    expect(crossBorderSale(german(10_000), BELOW)).toBe(10_000);
    expect(crossBorderSale(german(-4000, { kind: 'credit' }), BELOW)).toBe(-4000);
    expect(crossBorderSale(to('NL'), BELOW)).toBe(0);
    expect(crossBorderSale(to('US'), BELOW)).toBe(0);
    expect(crossBorderSale(to('ES', {}, '38001'), BELOW)).toBe(0);
    expect(crossBorderSale(to('GB', {}, 'BT9 6AA'), BELOW)).toBe(1000);
    expect(crossBorderSale(anInvoice({ billTo: aParty({ country: 'DE', vatNumber: 'DE136695976' }), shipTo: aParty({ country: 'DE' }) }), BELOW)).toBe(0);
    expect(crossBorderSale(german(0, { lines: [aLine(5000, 0, 0, { productCode: 'GIFT' }), aLine(7000, 0, 0, { productCode: 'OLD' }), aLine(300, 63, 2100, { kind: 'shipping' })] }), BELOW)).toBe(300);
  });

  it('is counted in euros, whichever way round the exchange rate stands', () => {
    const swedish = (exchangeRate?: string): number => crossBorderSale(to('SE', { currency: 'SEK', lines: [aLine(112_000, 23_520, 2100)], ...(exchangeRate === undefined ? {} : { exchangeRate }) }), BELOW);
    expect([swedish('11.2'), swedish('0.08928571428571429'), swedish(), swedish('1')]).toEqual([10_000, 10_000, 10_000, 10_000]);
    expect(crossBorderSale(to('DE', { currency: 'JPY', lines: [aLine(16_000, 3360, 2100)] }), BELOW)).toBe(10_000);
  });
});

describe('the counter', () => {
  it('knows the sum of the calendar year of supply before an invoice', () => {
    const state = after([german(600_000, { date: '2024-12-30' }), german(300_000, { date: '2025-01-02', shipmentDate: '2024-12-31' }), german(50_000, { date: '2025-02-01' })]);
    expect(countedBefore(state, german(1, { date: '2024-12-31' }), BELOW)).toBe(900_000);
    expect(countedBefore(state, german(1, { date: '2025-03-01' }), BELOW)).toBe(50_000);
    expect(countedBefore(state, german(1, { date: '2026-03-01' }), BELOW)).toBe(0);
  });

  it('stays passed in that year and the next, whatever is credited', () => {
    const state = after([german(1_000_100), german(-900_000)]);
    expect(countedBefore(state, german(1), BELOW)).toBeGreaterThan(THRESHOLD);
    expect(countedBefore(state, german(1, { date: '2025-03-01' }), BELOW)).toBeGreaterThan(THRESHOLD);
    expect(countedBefore(state, german(1, { date: '2026-03-01' }), BELOW)).toBe(0);
    expect(countedBefore(after([german(900_000), german(-100_000)]), german(1), BELOW)).toBe(800_000);
  });

  it('is only kept for profiles that are below the threshold at some time, from the start of the year before', () => {
    expect([countsTowards(BELOW), countsTowards(aProfile())]).toEqual([true, false]);
    expect(countedFrom('2024-06-15')).toBe('2023-01-01');
  });
});
