import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Booking } from '../../lib/booking/booking';
import { computedTotal, computedVat, withComputedVat } from '../../lib/booking/computed-vat';
import { decide } from '../../lib/booking/decide';
import type { InvoiceLine } from '../../lib/invoice/invoice';
import { aLine, anInvoice, someRules } from './fixtures';

function booking(lines: readonly InvoiceLine[], gross?: number): Booking {
  const decision = decide(anInvoice({ lines, ...(gross === undefined ? {} : { gross }) }), someRules(), 1);
  if (!decision.ok) throw new Error('refused');
  return decision.booking;
}

describe('VAT as Exact computes it', () => {
  it.each([
    [50, 2100, 11],
    [-50, 2100, -11],
    [49, 2100, 10],
    [1000, 550, 55],
    [9_007_199_254, 2100, 1_891_511_843],
    [0, 2100, 0],
  ])('%d at %d is %d', (net, rate, vat) => {
    expect(computedVat(net, rate)).toBe(vat);
  });

  it('mirrors credits', () => {
    fc.assert(fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 10_000 }), (net, rate) => {
      expect(computedVat(-net, rate) + computedVat(net, rate)).toBe(0);
    }));
  });
});

describe('a booking whose VAT is left to the codes', () => {
  it('stays as it is where both agree', () => {
    const same = booking([aLine(1000, 210, 2100)]);
    expect(withComputedVat(same, someRules())).toEqual({ ok: true, booking: same });
  });

  it('keeps the invoice total with one visible line', () => {
    const decision = withComputedVat(booking([aLine(50, 10, 2100), aLine(1000, 210, 2100)]), someRules());
    if (!decision.ok) throw new Error('refused');
    expect(decision.booking.lines.map(({ net, vat, kind }) => [net, vat, kind])).toEqual([[50, 11, 'row'], [1000, 210, 'row'], [-1, 0, 'rounding']]);
    expect(computedTotal(decision.booking)).toBe(1270);
    expect(decision.booking.net + decision.booking.vat).toBe(1270);
  });

  it('joins cents with those of the invoice itself, and drops a line that comes to nothing', () => {
    const joined = withComputedVat(booking([aLine(50, 10, 2100)], 61), someRules());
    expect(joined.ok && joined.booking.lines.map(({ kind }) => kind)).toEqual(['row']);
    const three = withComputedVat(booking([aLine(50, 10, 2100), aLine(50, 10, 2100), aLine(50, 10, 2100)]), someRules());
    expect(three).toMatchObject({ ok: false, refusal: { code: 'R-ADDS-UP', params: { expected: 180, actual: 183 } } });
  });

  it('asks for the rounding account', () => {
    const rules = someRules({ roundingAccount: '' });
    expect(withComputedVat(booking([aLine(50, 10, 2100)]), rules)).toMatchObject({ ok: false, refusal: { code: 'no-settings' } });
  });
});
