/** Properties of the decider over generated sales: 5,000 here, 100,000 with TEST_LONG=1. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../lib/booking/decide';
import type { Booking } from '../../lib/booking/booking';
import { build, plans, regimeOfCode, type Built, type Sums } from './generated/build';

const RUNS = process.env['TEST_LONG'] === '1' ? 100_000 : 5_000;
const decided = ({ invoice, rules }: Built) => decide(invoice, rules, 3, { before: 0 });

function sumsByCode(booking: Booking): Sums {
  const sums: Record<string, { net: number; vat: number }> = {};
  for (const { vatCode, net, vat } of booking.lines) {
    const name = regimeOfCode(vatCode);
    const before = sums[name] ?? { net: 0, vat: 0 };
    sums[name] = { net: before.net + net, vat: before.vat + vat };
  }
  return sums;
}
/** What the books have to hold; a regime of which nothing is left is in no line. */
const told = (sums: Sums): Sums => Object.fromEntries(Object.entries(sums).filter(([, { net, vat }]) => net !== 0 || vat !== 0));

describe('generated sales', () => {
  it(`${String(RUNS)} of them are booked per VAT code as the generator says, or refused as it says`, { timeout: 600_000 }, () => {
    const met = new Map<string, number>();
    fc.assert(
      fc.property(plans, (plan) => {
        const built = build(plan);
        const decision = decided(built);
        met.set(plan.name, (met.get(plan.name) ?? 0) + 1);
        if ('refused' in built.expected) {
          if (decision.ok) throw new Error(`booked instead of ${built.expected.refused.join(' or ')}: ${JSON.stringify(decision.booking.lines)}`);
          expect(built.expected.refused).toContain(decision.refusal.code);
          return;
        }
        if (!decision.ok) throw new Error(`refused: ${JSON.stringify(decision.refusal)}`);
        const { booking } = decision;
        expect(told(sumsByCode(booking))).toEqual(told(built.expected.sums));
        expect(booking.type).toBe(built.expected.type);
        expect(booking.lines.reduce((total, line) => total + line.net + line.vat, 0)).toBe(built.invoice.gross);
        expect(booking.lines.every((line) => Number.isSafeInteger(line.net) && Number.isSafeInteger(line.vat))).toBe(true);
        for (const code of built.sale.remarks ?? []) expect(booking.remarks.map((remark) => remark.code)).toContain(code);
        if (built.sale.debtor) expect(booking.debtor.kind).toBe(built.sale.debtor);
        if (built.sale.listed) expect(booking.debtor.vatNumber).toBe(built.sale.listed);
      }),
      { numRuns: RUNS, seed: 20261122 },
    );
    // Every scenario was there: a generator that leaves one out would prove nothing about it.
    const least = Math.min(...[...met.values()]);
    console.log(`${String(met.size)} scenarios, each at least ${String(least)} times`);
    expect(met.size).toBeGreaterThanOrEqual(43);
    expect(least).toBeGreaterThan(RUNS / 200);
  });

  it('a credit of all its rows mirrors the sale line by line', { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const [sale, credit] = [decided(build({ ...plan, credit: false })), decided(build({ ...plan, credit: true }))];
        if (!sale.ok || !credit.ok || credit.booking.type === sale.booking.type) return;
        const turned = credit.booking.lines.map((line) => ({ account: line.account, vatCode: line.vatCode, net: 0 - line.net, vat: 0 - line.vat }));
        expect(turned).toEqual(sale.booking.lines.map(({ account, vatCode, net, vat }) => ({ account, vatCode, net, vat })));
      }),
      { numRuns: RUNS / 2, seed: 7 },
    );
  });

  it('the same invoice gives the same answer, and is not changed by deciding', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const built = build(plan);
        const before = JSON.stringify(built.invoice);
        expect(JSON.stringify(decided(built))).toBe(JSON.stringify(decided(build(plan))));
        expect(JSON.stringify(built.invoice)).toBe(before);
      }),
      { numRuns: RUNS / 10, seed: 8 },
    );
  });

  it('one line per account and code keeps every sum, and never mixes signs', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const built = build(plan);
        const apart = decided(built);
        const grouped = decide(built.invoice, { ...built.rules, grouping: 'accounts' }, 3, { before: 0 });
        expect(grouped.ok).toBe(apart.ok);
        if (!apart.ok || !grouped.ok) return;
        expect(told(sumsByCode(grouped.booking))).toEqual(told(sumsByCode(apart.booking)));
        expect(grouped.booking.lines.length).toBeLessThanOrEqual(apart.booking.lines.length);
        for (const line of grouped.booking.lines) {
          if (line.net === 0) expect(line.vat).toBe(apart.booking.lines.some((one) => one.net === 0 && one.vat !== 0) ? line.vat : 0);
          else expect(Math.sign(line.vat) * Math.sign(line.net)).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: RUNS / 5, seed: 9 },
    );
  });

  it('a total that is off by the limit gets one visible rounding line, by more it is refused', () => {
    fc.assert(
      fc.property(plans, fc.integer({ min: 1, max: 9 }), fc.boolean(), (plan, size, up) => {
        const built = build(plan);
        if ('refused' in built.expected || built.invoice.lines.every((line) => line.gross === 0)) return;
        const off = up ? size : -size;
        const decision = decide({ ...built.invoice, gross: built.invoice.gross + off }, built.rules, 3, { before: 0 });
        if (size > 2) {
          expect(decision.ok ? 'booked' : decision.refusal.code).toBe('R-ADDS-UP');
          return;
        }
        if (!decision.ok) throw new Error(`refused: ${JSON.stringify(decision.refusal)}`);
        const rounding = decision.booking.lines.filter((line) => line.use === 'rounding');
        expect(rounding.map((line) => [line.net, line.vat])).toEqual([[off, 0]]);
      }),
      { numRuns: RUNS / 5, seed: 10 },
    );
  });
});
