import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalText, exactOf, fromMinor, largestRemainder, minorDigits, parseExact, roundWhole, sumExact, toMinor } from '../../lib/invoice/decimal';

describe('exact decimals', () => {
  it('reads JSON numbers through their shortest text', () => {
    const values = JSON.parse('[0.1, 0.2, 1e-7, 19.999, 1.005, -0]') as number[];
    expect(values.map((value) => decimalText(parseExact(value)!))).toEqual(['0.1', '0.2', '0.0000001', '19.999', '1.005', '0']);
    expect(decimalText(sumExact([parseExact(0.1)!, parseExact(0.2)!]))).toBe('0.3');
  });

  it('reads numbers as text and nothing else', () => {
    expect(['12.50', ' -3 ', '+1', '.5', '1E-7'].map((text) => decimalText(parseExact(text)!))).toEqual(['12.5', '-3', '1', '0.5', '0.0000001']);
    expect(['1,50', '', 'NaN', '0x10', '1.2.3', '€ 5', null, undefined, true, Infinity, {}].map(parseExact)).toEqual(Array<null>(11).fill(null));
  });

  it('rounds half away from zero, the same for both signs', () => {
    expect(['0.5', '1.5', '2.5', '2.4999999999999999999', '-0.5', '-2.5'].map((text) => roundWhole(parseExact(text)!))).toEqual([1, 2, 3, 2, -1, -3]);
    expect(toMinor(parseExact(1.005)!, 'EUR')).toBe(101);
    fc.assert(fc.property(fc.integer({ min: -1e9, max: 1e9 }), (tenths) => {
      const value = exactOf(tenths).div(10);
      expect(roundWhole(value.times(-1)) + roundWhole(value)).toBe(0);
    }));
  });

  it('knows the minor unit of a currency', () => {
    expect(['EUR', 'jpy', 'KWD', 'GBP', 'XYZ'].map(minorDigits)).toEqual([2, 0, 3, 2, 2]);
    expect(toMinor(parseExact('1234.5')!, 'JPY')).toBe(1235);
    expect(decimalText(fromMinor(-1205, 'EUR'))).toBe('-12.05');
  });

  it('shares out a total without losing a cent, and mirrors', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000, max: 100_000 }), fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 1, maxLength: 8 }), (total, weights) => {
        const all = exactOf(weights.reduce((sum, weight) => sum + weight, 0));
        const shares = (sign: number) => weights.map((weight, rate) => ({ exact: exactOf(weight * total * sign).div(all), weight: exactOf(weight), rate }));
        const parts = largestRemainder(total, shares(1));
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(total);
        expect(largestRemainder(-total, shares(-1)).map((part) => -part || 0)).toEqual(parts);
        for (const [index, part] of parts.entries()) expect(exactOf(part).minus(shares(1)[index]!.exact).abs().lt(1)).toBe(true);
      }),
    );
  });

  it('breaks ties by larger weight, then higher rate, then place', () => {
    const half = parseExact('0.5')!;
    const share = (weight: number, rate: number) => ({ exact: half, weight: exactOf(weight), rate });
    expect(largestRemainder(1, [share(1, 2100), share(2, 900)])).toEqual([0, 1]);
    expect(largestRemainder(1, [share(1, 900), share(1, 2100)])).toEqual([0, 1]);
    expect(largestRemainder(1, [share(1, 900), share(1, 900)])).toEqual([1, 0]);
  });
});
