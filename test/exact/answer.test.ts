import { describe, expect, it } from 'vitest';
import { answerOf } from '../../lib/exact/answer';
import { afterAnswer, FRESH_BUDGET, roomFor } from '../../lib/exact/budget';
import { retryAt } from '../../lib/exact/retry-after';
import { reasonOf } from '../../lib/exact/texts';

const of = (status: number, body = '', headers: Record<string, string> = {}): string => {
  const answer = answerOf({ status, body, headers: new Headers(headers) }, (d) => (d === null ? null : true), retryAt, 0);
  return answer.kind === 'unclear' || answer.kind === 'not-processed' ? `${answer.kind} ${answer.cause}` : answer.kind;
};
const error = (value: string): string => JSON.stringify({ error: { code: '', message: { lang: '', value } } });

describe('what an answer proves', () => {
  it.each([
    [201, '{"d":{"EntryID":"x"}}', 'ok'],
    [201, '<html>', 'unclear unreadable'],
    [201, '{"d":null}', 'unclear unreadable'],
    [0, '', 'unclear redirect'],
    [401, '', 'not-processed signed-out'],
    [403, error('Forbidden'), 'not-processed forbidden'],
    [429, '', 'not-processed rate'],
    [408, '', 'unclear server'],
    [500, '', 'unclear server'],
    [502, '<html>', 'unclear server'],
    [503, '', 'unclear server'],
    [500, error('Verplicht: Dagboek'), 'refused'],
    [400, error('Error processing request stream.'), 'refused'],
    [404, '', 'refused'],
  ])('%i %s: %s', (status, body, expected) => {
    expect(of(status, body)).toBe(expected);
  });

  it.each([
    ['Periode is afgesloten: 2026 - 1', 'X-PERIOD-CLOSED', { year: 2026, period: 1 }],
    ['Period is closed: 2026 - 1', 'X-PERIOD-CLOSED', { year: 2026, period: 1 }],
    ['Onbekend: Boekjaar (Periode-datumtabel)', 'X-NO-YEAR', { field: 'year' }],
    ['In gebruik: Boekstuknummer', 'X-IN-USE', { field: 'entry-number' }],
    ['Already exists - Entry number: 12, Journal: 70', 'X-IN-USE', undefined],
    ['Ongeldig: Btw-percentage []', 'X-INVALID', { field: 'vat-percentage' }],
    ['Invalid: Customer (Type)', 'X-INVALID', { field: 'debtor' }],
    ['Verplicht: Grootboekrekening\r\nOngeldige referentie: Btw-code', 'X-MANDATORY', { field: 'account' }],
    ['Invalid reference: VAT code', 'X-REFERENCE', { field: 'vat-code' }],
    ['Something new', 'X-OTHER', { status: 500 }],
  ])('%s', (text, code, params) => {
    const reason = reasonOf(500, text);
    expect(reason.code).toBe(code);
    if (params) expect(reason.params).toEqual(params);
  });

  it('equal causes have equal keys, whatever numbers they name', () => {
    expect(reasonOf(500, 'In gebruik: 12 in 70').key).toBe(reasonOf(500, 'In gebruik: 13 in 71').key);
  });
});

describe('the budget', () => {
  const at = Date.parse('2026-03-05T10:00:30Z');
  const answer = (status: number, headers: Record<string, string>): Parameters<typeof afterAnswer>[2] => ({ status, headers: new Headers({ date: new Date(at).toUTCString(), ...headers }) });
  const limits = { reserve: 2, circuit: 6 };

  it('stops at two left, until the reset that Exact names, by the clock of Exact', () => {
    const reset = Date.parse('2026-03-05T10:01:00Z');
    // Our clock is an hour behind.
    const budget = afterAnswer(FRESH_BUDGET, 'e', answer(200, { 'x-ratelimit-minutely-remaining': '2', 'x-ratelimit-minutely-reset': String(reset) }), at - 3_600_000);
    expect(budget.offset).toBe(3_600_000);
    expect(roomFor(budget, 'e', at, limits)).toEqual({ cause: 'budget', until: reset });
    expect(roomFor(budget, 'e', reset, limits)).toBeNull();
  });

  it('a 429 that names the day waits for midnight, one that names nothing for the next minute', () => {
    const midnight = Date.parse('2026-03-06T00:00:00Z');
    expect(roomFor(afterAnswer(FRESH_BUDGET, 'e', answer(429, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(midnight) }), at), 'e', at, limits)?.until).toBe(midnight);
    expect(roomFor(afterAnswer(FRESH_BUDGET, 'e', answer(429, {}), at), 'e', at, limits)?.until).toBe(Date.parse('2026-03-05T10:01:00Z'));
  });

  it('six errors of one endpoint within an hour close that endpoint alone', () => {
    let budget = FRESH_BUDGET;
    for (let error = 0; error < 6; error += 1) budget = afterAnswer(budget, 'e', answer(400, {}), at);
    expect(roomFor(budget, 'e', at, limits)).toEqual({ cause: 'circuit', until: at + 3_600_000 });
    expect(roomFor(budget, 'other', at, limits)).toBeNull();
    expect(roomFor(budget, 'e', at + 3_600_001, limits)).toBeNull();
  });
});
