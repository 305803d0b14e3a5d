import { describe, expect, it } from 'vitest';
import { apportion, divRound, fits, pairOf } from './amounts';
import { createRandom } from './random';
import { dayAt, dayOf, readQueryDate, writeDate } from './time';
import { vatNumberOf } from './vat-numbers';

describe('VAT numbers pass the check of their country (facts vat 4)', () => {
  const random = createRandom(9);
  const many = (country: string): string[] => Array.from({ length: 300 }, () => vatNumberOf(country, random));
  const digits = (text: string): number[] => [...text].map(Number);

  it('DE: nine digits by ISO 7064 mod 11,10', () => {
    for (const number of many('DE')) {
      expect(number).toMatch(/^DE[1-9]\d{8}$/);
      let check = 5;
      for (const digit of digits(number.slice(2))) check = (((check || 10) * 2) % 11 + digit) % 10;
      expect([number, check]).toEqual([number, 1]);
    }
  });
  it('BE: modulo 97', () => {
    for (const number of many('BE')) {
      expect(number).toMatch(/^BE0\d{9}$/);
      expect((Number(number.slice(2, 10)) + Number(number.slice(10))) % 97).toBe(0);
    }
  });
  it('FR: SIREN by Luhn, key from it', () => {
    for (const number of many('FR')) {
      expect(number).toMatch(/^FR\d{11}$/);
      const luhn = digits(number.slice(4)).reverse().reduce((acc, digit, i) => acc + (i % 2 === 0 ? digit : digit * 2 > 9 ? digit * 2 - 9 : digit * 2), 0);
      expect(luhn % 10).toBe(0);
      expect(BigInt(`${number.slice(4)}${'12'}`) % 97n).toBe(BigInt(number.slice(2, 4)));
    }
  });
  it('NL: weights 9 to 2, less the last digit, modulo 11', () => {
    for (const number of many('NL')) {
      const nine = digits(number.slice(2, 11));
      expect((nine.slice(0, 8).reduce((acc, digit, i) => acc + digit * (9 - i), 0) - (nine[8] ?? 0)) % 11).toBe(0);
    }
  });
});

describe('amounts', () => {
  it('round half away from zero, both ways', () => {
    expect([divRound(5, 10), divRound(-5, 10), divRound(4, 10), divRound(-15, 10), divRound(0, 7)]).toEqual([1, -1, 0, -2, 0]);
  });
  it('derive the other side by one rounding', () => {
    expect(pairOf(495_000, 2100, 'net', 100)).toEqual({ ex: 495_000, inc: 599_000 });
    expect(pairOf(100_000, 900, 'gross', 100)).toEqual({ ex: 91_700, inc: 100_000 });
    expect(pairOf(785, 2100, 'net', 1)).toEqual({ ex: 785, inc: 950 });
  });
  it('know that small amounts fit several rates (0.29 / 0.35: 20 and 21)', () => {
    const pair = { ex: 2900, inc: 3500 };
    expect([fits(pair, 2100, 100), fits(pair, 2000, 100), fits(pair, 900, 100)]).toEqual([true, true, false]);
  });
  it('share out by largest remainder, without loss', () => {
    const shares = apportion(10_000, [{ rate: 2100, weight: 1 }, { rate: 900, weight: 1 }, { rate: 0, weight: 1 }], 100);
    expect([...shares].sort(([a], [b]) => b - a)).toEqual([[2100, 3400], [900, 3300], [0, 3300]]);
  });
});

describe('time', () => {
  it('has the offset of Amsterdam in summer and winter, and seven decimals', () => {
    expect(writeDate(Date.UTC(2026, 0, 11, 15, 17, 34, 621))).toMatch(/^2026-01-11T16:17:34\.621\d{4}\+01:00$/);
    expect(writeDate(Date.UTC(2026, 6, 1, 22))).toMatch(/^2026-07-02T00:00:00\.000\d{4}\+02:00$/);
    expect(writeDate(Date.UTC(2026, 2, 29, 0, 59))).toContain('T01:59');
    expect(writeDate(Date.UTC(2026, 2, 29, 1, 0))).toContain('T03:00');
  });
  it('agrees with Intl on every hour of two years', () => {
    const intl = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam', dateStyle: 'short' });
    for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2028, 0, 1); at += 3_600_000 * 5) expect(dayOf(at)).toBe(intl.format(at));
  });
  it('reads dates in queries', () => {
    expect(readQueryDate('2026-07-02')).toBe(Date.UTC(2026, 6, 1, 22));
    expect(readQueryDate('2-7-2026')).toBe(Date.UTC(2026, 6, 1, 22));
    expect(readQueryDate('2026-01-11T16:17:34.6211117+01:00')).toBe(Date.UTC(2026, 0, 11, 15, 17, 34, 621));
    expect(readQueryDate('2026-01-11T16:17:34')).toBe(Date.UTC(2026, 0, 11, 15, 17, 34));
    expect([readQueryDate('2026-02-30'), readQueryDate('gisteren'), readQueryDate('')]).toEqual([null, null, null]);
    expect(dayOf(dayAt(Date.UTC(2026, 10, 22, 12), -40, 1))).toBe('2026-10-13');
  });
});
