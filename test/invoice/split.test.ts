import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactOf, netOfGross, roundWhole, vatOnNet } from '../../lib/invoice/decimal';
import { fitsRate, rateOf } from '../../lib/invoice/rates';
import { splitAmount, type Basis, type RateSum } from '../../lib/invoice/split';

const sum = (rate: number, net: number): RateSum => ({ rate, net: exactOf(net), gross: exactOf(net).plus(vatOnNet(exactOf(net), rate)) });
const total = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

describe('which rate a pair has', () => {
  const pair = (ex: number, inc: number) => ({ ex: exactOf(ex), inc: exactOf(inc) });

  it('fits within one cent from either side', () => {
    expect(fitsRate(pair(1000, 1210), 2100)).toBe(true);
    expect(fitsRate(pair(1000, 1211), 2100)).toBe(true);
    expect(fitsRate(pair(1000, 1212), 2100)).toBe(false);
    expect(fitsRate(pair(413, 500), 2100)).toBe(true);
    expect(fitsRate(pair(1000, 1210), 900)).toBe(false);
    expect(fitsRate(pair(-413, -500), 2100)).toBe(true);
  });

  it('prefers the rate with the largest net, then the higher one', () => {
    const small = pair(29, 35);
    expect(rateOf(small, [{ rate: 2000, net: exactOf(500) }, { rate: 2100, net: exactOf(100) }])).toBe(2000);
    expect(rateOf(small, [{ rate: 2000, net: exactOf(100) }, { rate: 2100, net: exactOf(100) }])).toBe(2100);
    expect(rateOf(pair(1000, 1090), [{ rate: 2100, net: exactOf(100) }])).toBeNull();
  });
});

describe('header amounts over the rates of the rows', () => {
  const rows = [sum(2100, 10_000), sum(900, 5_000)];

  it('goes to one rate when one fits, even the highest of a mixed basket', () => {
    expect(splitAmount(409, 495, rows, 'net')).toEqual({ how: 'one-rate', parts: [{ rate: 2100, net: 409, vat: 86, gross: 495 }] });
  });

  it('else in proportion to the rows', () => {
    // 6.00 net, two thirds at 21 %: 4.00 + 0.84, 2.00 + 0.18.
    expect(splitAmount(600, 702, rows, 'net')).toEqual({
      how: 'proportion',
      parts: [{ rate: 2100, net: 400, vat: 84, gross: 484 }, { rate: 900, net: 200, vat: 18, gross: 218 }],
    });
  });

  it('moves one cent per part at most', () => {
    expect(splitAmount(600, 703, rows, 'net')?.parts.map((part) => part.gross)).toEqual([485, 218]);
    expect(splitAmount(600, 704, rows, 'net')?.parts.map((part) => part.gross)).toEqual([485, 219]);
    expect(splitAmount(600, 705, rows, 'net')?.how).not.toBe('proportion');
  });

  it('else by the equation of two rates', () => {
    // 8.00 net, half and half: 0.84 + 0.36.
    expect(splitAmount(800, 920, rows, 'net')).toEqual({
      how: 'solved',
      parts: [{ rate: 2100, net: 400, vat: 84, gross: 484 }, { rate: 900, net: 400, vat: 36, gross: 436 }],
    });
  });

  it('else not at all: VAT above every rate, or of the other sign', () => {
    expect(splitAmount(400, 700, rows, 'net')).toBeNull();
    expect(splitAmount(400, 390, rows, 'net')).toBeNull();
    expect(splitAmount(400, 400, [sum(2100, 1000)], 'net')).toBeNull();
    expect(splitAmount(400, 484, [], 'net')).toBeNull();
  });

  it('drops a part of 0.00', () => {
    const parts = splitAmount(3, 4, [sum(2100, 100_000), sum(900, 10)], 'net')?.parts;
    expect(parts).toEqual([{ rate: 2100, net: 3, vat: 1, gross: 4 }]);
  });

  const rate = fc.constantFrom(0, 550, 700, 900, 1900, 2100);
  const baskets = fc.uniqueArray(fc.record({ rate, net: fc.integer({ min: 1, max: 200_000 }) }), { selector: (row) => row.rate, minLength: 1, maxLength: 4 });
  const basis = fc.constantFrom<Basis>('net', 'gross');

  it('both totals always come out, each part fits its rate, and a credit mirrors', () => {
    fc.assert(
      fc.property(baskets, basis, fc.integer({ min: 1, max: 50_000 }), fc.integer({ min: -2, max: 2 }), (basket, lead, net, off) => {
        const sums = basket.map((row) => sum(row.rate, row.net));
        const all = total(basket.map((row) => row.net));
        const gross = net + total(basket.map((row) => roundWhole(vatOnNet(exactOf(net * row.net).div(all), row.rate)))) + off;
        const split = splitAmount(net, gross, sums, lead);
        const turned = splitAmount(-net, -gross, sums, lead);
        if (!split) {
          expect(turned).toBeNull();
          return;
        }
        expect(total(split.parts.map((part) => part.net))).toBe(net);
        expect(total(split.parts.map((part) => part.gross))).toBe(gross);
        for (const part of split.parts) {
          expect(part.net + part.vat).toBe(part.gross);
          expect(fitsRate({ ex: exactOf(part.net), inc: exactOf(part.gross) }, part.rate)).toBe(true);
        }
        expect(turned?.parts).toEqual(split.parts.map((part) => ({ rate: part.rate, net: -part.net || 0, vat: -part.vat || 0, gross: -part.gross || 0 })));
      }),
      { numRuns: 500 },
    );
  });

  it('an honest shop is always understood: leading amount by value, the other side derived', () => {
    fc.assert(
      fc.property(baskets, basis, fc.integer({ min: 1, max: 50_000 }), (basket, lead, amount) => {
        const sums = basket.map((row) => sum(row.rate, row.net));
        const weight = (row: RateSum) => (lead === 'net' ? row.net : row.gross);
        const all = sums.reduce((acc, row) => acc.plus(weight(row)), exactOf(0));
        const shares = sums.map((row) => roundWhole(weight(row).times(amount).div(all)));
        const derived = shares.map((share, index) => (lead === 'net' ? share + roundWhole(vatOnNet(exactOf(share), sums[index]!.rate)) : roundWhole(netOfGross(exactOf(share), sums[index]!.rate))));
        const [net, gross] = lead === 'net' ? [total(shares), total(derived)] : [total(derived), total(shares)];
        if (net === 0 || gross === 0) return;
        expect(splitAmount(net, gross, sums, lead)).not.toBeNull();
      }),
      { numRuns: 500 },
    );
  });
});
