import { describe, expect, it } from 'vitest';
import { netOf, readDecimal, toMinor, vatOf } from './amounts';

describe('amounts', () => {
  it.each([
    ['8.26', 826], ['8.265', 827], ['-8.265', -827], ['8.2649', 826], ['1e2', 10000], ['.5', 50], ['5.', 500], ['-0.00', 0], ['12.5E-1', 125], ['99999999.99', 9999999999],
  ])('%s is %i cents', (text, cents) => {
    const value = readDecimal(text);
    expect(value && Math.abs(toMinor(value) - cents)).toBe(0);
  });
  it.each(['', '8,26', '1.000,00', 'abc', '.', 'NaN', 'INF'])('%s is none', (text) => {
    expect(readDecimal(text)).toBeUndefined();
  });
  it('VAT rounds half away from zero, on both sides', () => {
    // 0.50 x 21 % is 0.105
    expect([vatOf(50, 0.21), vatOf(-50, 0.21), vatOf(1005, 0.09), vatOf(333, 0.055)]).toEqual([11, -11, 90, 18]);
  });
  it('net out of gross', () => {
    expect([netOf(12100, 0.21), netOf(-12100, 0.21), netOf(999, 0.21)]).toEqual([10000, -10000, 826]);
  });
});
