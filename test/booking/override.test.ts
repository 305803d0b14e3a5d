import { describe, expect, it } from 'vitest';
import type { Booking, Decision } from '../../lib/booking/booking';
import { computedTotal } from '../../lib/booking/computed-vat';
import { decide } from '../../lib/booking/decide';
import { overrideAt, withOverride } from '../../lib/booking/override';
import type { BookingRules } from '../../lib/booking/rules';
import type { InvoiceLine } from '../../lib/invoice/invoice';
import { aLine, anInvoice, someRules } from './fixtures';

function booking(lines: readonly InvoiceLine[], gross?: number): Booking {
  const decision = decide(anInvoice({ lines, ...(gross === undefined ? {} : { gross }) }), someRules(), 1);
  if (!decision.ok) throw new Error('refused');
  return decision.booking;
}
const of = (decision: Decision): Booking => {
  if (!decision.ok) throw new Error(`refused: ${JSON.stringify(decision.refusal)}`);
  return decision.booking;
};
const amounts = ({ lines }: Booking): unknown => lines.map(({ net, vat, kind }) => [net, vat, kind]);

/** 0.50 at 21 % is 0.105: Exact says 0.11, this shop 0.10. */
const HALF = aLine(50, 10, 2100);

describe('VAT that Exact computes itself', () => {
  it('is the invoice\'s where both agree', () => {
    const same = booking([aLine(1000, 210, 2100)]);
    expect(withOverride(same, someRules(), 'ignored')).toEqual({ ok: true, booking: same });
  });

  it('keeps the invoice total with one visible line', () => {
    const result = of(withOverride(booking([HALF, aLine(1000, 210, 2100)]), someRules(), 'ignored'));
    expect(amounts(result)).toEqual([[50, 11, 'row'], [1000, 210, 'row'], [-1, 0, 'rounding']]);
    expect(computedTotal(result)).toBe(1270);
    expect(result.net + result.vat).toBe(1270);
  });

  it('joins cents with those of the invoice itself, and drops a line that comes to nothing', () => {
    expect(amounts(of(withOverride(booking([HALF], 61), someRules(), 'ignored')))).toEqual([[50, 11, 'row']]);
    expect(withOverride(booking([HALF, HALF, HALF]), someRules(), 'ignored')).toMatchObject({ ok: false, refusal: { code: 'R-ADDS-UP', params: { expected: 180, actual: 183 } } });
  });

  it('asks for the rounding account', () => {
    expect(withOverride(booking([HALF]), someRules({ roundingAccount: '' }), 'ignored')).toMatchObject({ ok: false, refusal: { code: 'no-settings' } });
  });

  it('mirrors a credit', () => {
    const credit = decide(anInvoice({ kind: 'credit', lines: [aLine(-50, -10, 2100), aLine(-1000, -210, 2100)] }), someRules(), 1);
    expect(amounts(of(withOverride(of(credit), someRules(), 'ignored')))).toEqual([[-50, -11, 'row'], [-1000, -210, 'row'], [1, 0, 'rounding']]);
  });
});

describe('the shop\'s VAT', () => {
  it.each(['unknown', 'honoured', 'limited'] as const)('travels as it stands while cents apart, %s', (mode) => {
    const own = booking([HALF, HALF, HALF]);
    expect(withOverride(own, someRules(), mode)).toEqual({ ok: true, booking: own });
  });

  it('gives way beyond five cents of a line where the override is limited', () => {
    const far: Booking = { ...booking([aLine(1000, 210, 2100)]), gross: 1204, vat: 204 };
    const line = { ...far, lines: far.lines.map((one) => ({ ...one, vat: 204 })) };
    expect(withOverride(line, someRules(), 'limited')).toMatchObject({ ok: false, refusal: { code: 'R-ADDS-UP', params: { expected: 1204, actual: 1210 } } });
    expect(amounts(of(withOverride(line, someRules({ roundingLimit: 6 }), 'limited')))).toEqual([[1000, 210, 'row'], [-6, 0, 'rounding']]);
    expect(withOverride(line, someRules(), 'honoured')).toMatchObject({ ok: true });
  });

  it('goes row by row where together it would be more than the exit takes', () => {
    const rules: BookingRules = someRules({ grouping: 'accounts', override: { api: 'limited', xml: 'unknown' } });
    const many = anInvoice({ lines: Array.from({ length: 12 }, () => HALF) });
    const together = decide(many, rules, 1);
    expect(of(together).lines).toHaveLength(1);
    const exit = of(decide(many, rules, 1, { exit: 'api' }));
    expect(exit.lines).toHaveLength(12);
    expect(exit.vat).toBe(120);
  });
});

describe('what an exit does', () => {
  it('is what was learnt, except where the shape of a file decides', () => {
    const rules = someRules({ override: { api: 'limited', xml: 'ignored' } });
    expect(overrideAt(rules, 'api')).toBe('limited');
    expect(overrideAt(rules, 'xml')).toBe('ignored');
    expect(overrideAt({ ...rules, entryShape: 'vat-code' }, 'xml')).toBe('ignored');
    expect(overrideAt({ ...rules, entryShape: 'full' }, 'xml')).toBe('honoured');
  });
});
