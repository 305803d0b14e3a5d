import { describe, expect, it } from 'vitest';
import { country, day, dayOfMoment, money, number, rate, size } from '../../lib/words/format';
import { EU_MEMBERS, groupName } from '../../lib/words/groups';

const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');

describe('format', () => {
  it('writes a calendar day without moving it, whatever the zone', () => {
    expect(day('en', '2026-01-01')).toBe('1 Jan 2026');
    expect(day('nl', '2026-03-31')).toBe('31 mrt 2026');
    expect(day('nl', '2025-12-31T23:59:59.9999999+01:00')).toBe('31 dec 2025');
    expect(day('en', 'soon')).toBe('soon');
  });

  it('writes the day of a moment as the person has it on the calendar', () => {
    expect(dayOfMoment('en', new Date(2026, 0, 31, 0, 30).toISOString())).toBe('31 Jan 2026');
    expect(dayOfMoment('nl', new Date(2026, 0, 31, 23, 30).toISOString())).toBe('31 jan 2026');
    expect(dayOfMoment('en', 'soon')).toBe('soon');
  });

  it('writes money from integer minor units, in the decimals of the currency', () => {
    expect(plain(money('en', 123456, 'EUR'))).toBe('€1,234.56');
    expect(plain(money('nl', -5, 'EUR'))).toBe('€ -0,05');
    expect(plain(money('en', 1234, 'JPY'))).toMatch(/1,234$/);
    expect(money('en', 1, 'no currency')).toBe('1 no currency');
  });

  it('writes rates, numbers and sizes', () => {
    expect([2100, 550, 0].map((basisPoints) => rate('en', basisPoints))).toEqual(['21 %', '5.5 %', '0 %']);
    expect(rate('nl', 550)).toBe('5,5 %');
    expect(number('nl', 1234567)).toBe('1.234.567');
    expect([812, 4949, 12_400, 999_999, 5_000_000].map((bytes) => size('en', bytes))).toEqual(['812 B', '4.9 KB', '12 KB', '1,000 KB', '5 MB']);
  });

  it('names countries and groups', () => {
    expect(country('nl', 'DE')).toBe('Duitsland');
    expect(country('en', '??')).toBe('??');
    expect(groupName('en', 'eu-consumer:DE')).toBe('Consumers in Germany');
    expect(groupName('nl', 'outside-eu')).toBe('Buiten de EU');
    expect(groupName('en', 'new-group')).toBe('new-group');
    expect(EU_MEMBERS).toHaveLength(27);
    expect([country('en', 'XI'), country('nl', 'XI')]).toEqual(['Northern Ireland', 'Noord-Ierland']);
    for (const code of EU_MEMBERS) expect(country('en', code)).not.toBe(code);
  });
});
