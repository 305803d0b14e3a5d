import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addUp, ARITHMETICS, distance, type Arithmetic, type RawRow, type RawSums } from '../../lib/invoice/add-up';
import { exactOf, parseExact, roundWhole, vatOnNet } from '../../lib/invoice/decimal';
import type { Pair } from '../../lib/invoice/rates';

const cents = (ex: number | string, inc: number | string): Pair => ({ ex: parseExact(ex)!, inc: parseExact(inc)! });
const NONE = cents(0, 0);
const row = (ex: number | string, inc: number | string, rate: number | null, discount: Pair = NONE): RawRow => ({ ...cents(ex, inc), rate, discount });
const sums = (rows: readonly RawRow[], total: Pair, more: Partial<RawSums> = {}): RawSums => ({ rows, shipping: NONE, paymentFee: NONE, discount: NONE, total, ...more });
const USUAL: Arithmetic = { rows: 'after', header: 'minus' };
const lines = (raw: RawSums, arithmetic = USUAL) => {
  const result = addUp(raw, arithmetic, 'net', [2100, 900, 0]);
  if (!result.ok) throw new Error(result.code);
  return result.lines;
};
const total = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

describe('rows, header amounts and total', () => {
  it('makes lines of shipping, fee and discount with their rates', () => {
    const raw = sums([row(10_000, 12_100, 2100)], cents(9_500, 11_495), { shipping: cents(500, 605), paymentFee: cents(100, 121), discount: cents(1_100, 1_331) });
    expect(lines(raw).map(({ kind, rate, net, vat, gross }) => [kind, rate, net, vat, gross])).toEqual([
      ['row', 2100, 10_000, 2_100, 12_100],
      ['shipping', 2100, 500, 105, 605],
      ['paymentFee', 2100, 100, 21, 121],
      ['discount', 2100, -1_100, -231, -1_331],
    ]);
  });

  it('tells the arithmetics apart', () => {
    const rows = [row(10_000, 12_100, 2100, cents(1_000, 1_210))];
    const discount = cents(500, 605);
    const totals: Readonly<Record<string, Pair>> = {
      'after-minus': cents(9_500, 11_495),
      'after-plus': cents(10_500, 12_705),
      'after-out': cents(10_000, 12_100),
      'before-minus': cents(8_500, 10_285),
      'before-plus': cents(9_500, 11_495),
      'before-out': cents(9_000, 10_890),
    };
    for (const [name, all] of Object.entries(totals)) {
      const fitting = ARITHMETICS.filter((one) => distance(sums(rows, all, { discount }), one).off === 0).map((one) => `${one.rows}-${one.header}`);
      expect(fitting).toContain(name);
    }
  });

  it('takes a discount that is positive on credits too', () => {
    const raw = sums([row(-10_000, -12_100, 2100)], cents(-9_000, -10_890), { discount: cents(1_000, 1_210) });
    expect(distance(raw, { rows: 'after', header: 'minus' }).fits).toBe(false);
    expect(lines(raw, { rows: 'after', header: 'against' }).at(-1)).toMatchObject({ kind: 'discount', net: 1_000, gross: 1_210 });
  });

  it('shows a cent a row as a rounding line, and refuses more with both figures', () => {
    const rows = [row(1_000, 1_210, 2100), row(2_000, 2_420, 2100)];
    expect(lines(sums(rows, cents(3_002, 3_632))).at(-1)).toMatchObject({ kind: 'rounding', rate: 0, net: 2, vat: 0, gross: 2 });
    expect(lines(sums(rows, cents(2_999, 3_629))).at(-1)).toMatchObject({ kind: 'rounding', net: -1, gross: -1 });
    expect(addUp(sums(rows, cents(3_003, 3_633)), USUAL, 'net', [])).toEqual({
      ok: false, code: 'R-ADDS-UP', params: { expected: 3_633, actual: 3_630, net: 3_003, netOfLines: 3_000 },
    });
  });

  it('puts VAT that was rounded per rate back on the lines, without a rounding line', () => {
    // Three times 0.10 net: VAT 0.02 each, but 0.06 of 0.30 is right; the shop rounds once: 0.063 -> 0.06. With 0.12: 3 x 0.03 = 0.09 against 0.08.
    const rows = [row(12, 15, 2100), row(12, 15, 2100), row(12, 15, 2100), row(100, 109, 900)];
    const result = lines(sums(rows, cents(136, 153)));
    expect(result.map((line) => line.kind)).toEqual(['row', 'row', 'row', 'row']);
    expect(total(result.filter((line) => line.rate === 2100).map((line) => line.vat))).toBe(8);
    expect(result.at(-1)).toMatchObject({ net: 100, vat: 9 });
  });

  it('never corrects a row that does not fit its percentage', () => {
    expect(addUp(sums([row(1_000, 1_090, 2100)], cents(1_000, 1_090)), USUAL, 'net', [2100, 900])).toMatchObject({ ok: false, code: 'R-RATE-AMOUNT', params: { rate: 2100, row: 1 } });
  });

  it('finds the rate of a silent row among those of the others, and of the usual ones when all are silent', () => {
    expect(lines(sums([row(1_000, 1_210, 2100), row(500, 605, null)], cents(1_500, 1_815)))[1]?.rate).toBe(2100);
    expect(addUp(sums([row(1_000, 1_210, 2100), row(500, 545, null)], cents(1_500, 1_755)), USUAL, 'net', [900]).ok).toBe(false);
    expect(lines(sums([row(500, 545, null)], cents(500, 545)))[0]?.rate).toBe(900);
  });

  it('remarks shipping at the highest rate and a solved split', () => {
    const rows = [row(10_000, 12_100, 2100), row(5_000, 5_450, 900)];
    const high = lines(sums(rows, cents(15_409, 18_045), { shipping: cents(409, 495) }));
    expect(high.at(-1)?.remarks).toEqual([{ code: 'F-SHIP-HIGH' }]);
    const half = lines(sums(rows, cents(15_800, 18_470), { shipping: cents(800, 920) }));
    expect(half.filter((line) => line.kind === 'shipping').map((line) => [line.rate, line.net])).toEqual([[2100, 400], [900, 400]]);
    expect(half.at(-1)?.remarks).toEqual([{ code: 'F-SPLIT-SOLVED' }]);
    expect(addUp(sums(rows, cents(15_400, 18_250), { shipping: cents(400, 700) }), USUAL, 'net', [])).toMatchObject({ ok: false, code: 'R-RATE-AMOUNT', params: { what: 'shipping' } });
  });

  it('sums finer amounts exactly and rounds once', () => {
    // 3 x 0.334 net: 1.002 is 1.00, not 0.99; as cents with fractions.
    const rows = [1, 2, 3].map(() => row('33.4', '40.414', 2100));
    const result = lines(sums(rows, cents('100.2', '121.242')));
    expect(result.map((line) => line.kind)).toEqual(['row', 'row', 'row']);
    expect(total(result.map((line) => line.net))).toBe(100);
    expect(total(result.map((line) => line.gross))).toBe(121);
  });

  it('no cent is lost and a credit mirrors, for any basket', () => {
    const rows = fc.array(fc.record({ net: fc.integer({ min: -50_000, max: 200_000 }), rate: fc.constantFrom(0, 900, 2100) }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(rows, fc.integer({ min: -9, max: 9 }), fc.integer({ min: 0, max: 99 }), (basket, off, fraction) => {
        const raws = basket.map(({ net, rate }) => {
          const ex = exactOf(net).plus(exactOf(fraction).div(100));
          return { ex, inc: ex.plus(vatOnNet(ex, rate)), rate, discount: NONE };
        });
        const ex = raws.reduce((acc, one) => acc.plus(one.ex), exactOf(0)).plus(off);
        const inc = raws.reduce((acc, one) => acc.plus(one.inc), exactOf(0)).plus(off);
        const raw = sums(raws, { ex, inc });
        const turn = (pair: Pair): Pair => ({ ex: pair.ex.times(-1), inc: pair.inc.times(-1) });
        const mirrored = addUp(sums(raws.map((one) => ({ ...one, ...turn(one) })), turn(raw.total)), USUAL, 'net', []);
        const result = addUp(raw, USUAL, 'net', []);
        expect(result.ok).toBe(mirrored.ok);
        if (!result.ok || !mirrored.ok) return;
        expect(total(result.lines.map((line) => line.gross))).toBe(roundWhole(inc));
        for (const line of result.lines) expect(line.net + line.vat).toBe(line.gross);
        const amounts = (one: { net: number; vat: number; gross: number }) => [one.net, one.vat, one.gross];
        expect(mirrored.lines.map(amounts)).toEqual(result.lines.map((line) => amounts(line).map((amount) => -amount || 0)));
      }),
      { numRuns: 500 },
    );
  });
});
