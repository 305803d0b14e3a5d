import { describe, expect, it } from 'vitest';
import { addDays, dayOfInstant, instantOfText, printedDay, utcText } from '../../lib/invoice/date';

describe('dates out of ShopCtrl', () => {
  it('the printed day is the day in Amsterdam', () => {
    expect(printedDay('2026-01-11T16:17:34.6211117+01:00')).toBe('2026-01-11');
    expect(printedDay('2026-01-11T23:59:59.9999999')).toBe('2026-01-11');
    expect(printedDay('2026-07-10T22:00:00Z')).toBe('2026-07-11');
    expect(printedDay('2026-12-31T23:00:00Z')).toBe('2027-01-01');
    expect(printedDay('2026-07-10T21:59:59Z')).toBe('2026-07-10');
    expect(printedDay('2027-01-01T00:30:00+02:00')).toBe('2026-12-31');
    expect(printedDay('2026-02-03')).toBe('2026-02-03');
  });

  it('is nothing for what is no date', () => {
    for (const text of ['', 'soon', '2026-02-30', '2026-13-01', '11-01-2026', '2026-01-01T25:00:00', '0000']) expect(printedDay(text)).toBeNull();
  });

  it('keeps seven decimals, so that order is alphabetical', () => {
    expect(utcText('2026-01-11T16:17:34.6211117+01:00')).toBe('2026-01-11T15:17:34.6211117Z');
    expect(utcText('2026-07-11T16:17:34')).toBe('2026-07-11T14:17:34.0000000Z');
    expect(utcText('2026-07-11T16:17:34.5Z')).toBe('2026-07-11T16:17:34.5000000Z');
    expect(utcText('never')).toBeNull();
  });

  it('naive times around the changes of the clock', () => {
    expect(utcText('2026-03-29T01:59:59')).toBe('2026-03-29T00:59:59.0000000Z');
    expect(utcText('2026-03-29T03:00:00')).toBe('2026-03-29T01:00:00.0000000Z');
    expect(utcText('2026-10-25T02:30:00')).toBe('2026-10-25T00:30:00.0000000Z');
    expect(utcText('2026-10-25T03:00:00')).toBe('2026-10-25T02:00:00.0000000Z');
    expect(instantOfText('2026-03-29T02:30:00')).not.toBeNull();
  });

  it('counts days', () => {
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
    expect(addDays('2026-12-31', 2)).toBe('2027-01-02');
    expect(dayOfInstant(Date.parse('2026-06-30T22:30:00Z'))).toBe('2026-07-01');
  });
});
