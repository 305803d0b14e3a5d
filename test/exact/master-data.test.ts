import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { percentageOn, type Books } from '../../lib/booking/books';
import { readBooks } from '../../lib/exact/master-data';
import { FRESH_BUDGET } from '../../lib/exact/budget';
import { createPatientClient } from '../../lib/exact/patient';
import { createExactClient, type ExactClient } from '../../lib/exact/client';
import type { Fetch } from '../../lib/exact/send';
import { HABITS } from '../simulators/exact';
import { api, connect, startHarness, type Harness } from '../simulators/exact/harness';

const DIVISION = 100001;
const TODAY = '2026-11-23';
let harness: Harness;
let token: string;

const start = async (options: Parameters<typeof startHarness>[0] = {}): Promise<void> => {
  harness = await startHarness({ callsPerMinute: 1000, history: true, ...options });
  token = (await connect(harness)).access_token;
};
/** The product's request, over the simulator's own plain door. */
const wire: Fetch = async (url) => {
  const { pathname, search } = new URL(url);
  const answer = await api(harness, token, `${pathname.replace('/api/v1/', '')}${search}`);
  return new Response(answer.text, { status: answer.status, headers: Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)]) });
};
const client = (fetch: Fetch = wire): ExactClient => createExactClient({ fetch, site: 'nl', accessToken: () => Promise.resolve(token) });
const read = (fetch?: Fetch): Promise<Books> => readBooks(client(fetch), { division: DIVISION, today: TODAY, now: '2026-11-23T09:00:00.000Z' });
const code = (books: Books, name: string) => books.vatCodes.find((one) => one.code === name);

beforeEach(() => start());
afterEach(async () => {
  expect(harness.sim.violations).toEqual([]);
  await harness.close();
});

describe('the books of an administration', () => {
  it('are read whole, without padding, in UTC days', async () => {
    const books = await read();
    expect(books).toMatchObject({ division: DIVISION, country: 'NL', currency: 'EUR', readAt: '2026-11-23T09:00:00.000Z' });
    expect(books.unread).toBeUndefined();
    const master = harness.sim.master(DIVISION);
    expect(books.vatCodes.map((one) => one.code).sort()).toEqual([...master.vatCodes.keys()].sort());
    expect(books.accounts.map((one) => one.code).sort()).toEqual([...master.glAccounts.keys()].sort());
    expect(books.accounts.find((one) => one.code === '8000')).toMatchObject({ type: 110, vatCode: '2', blocked: false, costCenter: 0 });
    expect(books.accounts.find((one) => one.code === '4500')).toMatchObject({ costCenter: 1 });
    expect(books.accounts.some((one) => 'defaultCostCenter' in one || 'defaultCostUnit' in one)).toBe(false);
    const revenue = master.glAccounts.get('8000')!;
    master.glAccounts.set('8000', { ...revenue, defaultCostCenter: 'WEB' });
    expect((await read()).accounts.find((one) => one.code === '8000')).toMatchObject({ defaultCostCenter: 'WEB' });
    expect(books.journals.map((one) => one.code)).toEqual(['70', '71', '72', '73', '74', '79']);
    expect(books.journals.slice(0, 2)).toEqual([
      { code: '70', description: 'Verkoopboek', type: 20, currency: 'EUR', variableCurrency: false, variableRate: false, blocked: false },
      { code: '71', description: 'Verkoopboek buitenland', type: 20, currency: 'EUR', variableCurrency: true, variableRate: true, blocked: false },
    ]);
    expect(books.journals.at(-1)).toMatchObject({ blocked: true });
    expect(books.paymentConditions.map((one) => one.code).sort()).toEqual([...master.paymentConditions.keys()].sort());
    expect(books.costCenters.map((one) => one.code)).toEqual(['WEB', 'WINKEL']);
    expect(books.costUnits.map((one) => one.code).sort()).toEqual(['BOEK', 'LAMP']);
    expect(books.currencies).toContain('EUR');
    expect(books.periods).toContainEqual({ year: 2026, period: 3, from: '2026-03-01', to: '2026-03-31' });
  });

  it('know each percentage by its days, whatever today’s is', async () => {
    const books = await read();
    const estonia = code(books, 'EE1');
    expect(estonia?.percentages).toEqual([
      { rate: 2000, from: '2021-07-01', to: '2023-12-31' },
      { rate: 2200, from: '2024-01-01', to: '2025-06-30' },
      { rate: 2400, from: '2025-07-01', to: '' },
    ]);
    expect(estonia && percentageOn(estonia, '2025-06-30')).toBe(2200);
    expect(code(books, 'FI1')?.percentages.at(-1)).toMatchObject({ rate: 2550 });
    expect(code(books, '2')).toMatchObject({ type: 'E', transaction: 'B', blocked: false, charged: false, listing: 'N', ossCountry: '', margin: false });
    expect(code(books, '7')).toMatchObject({ type: 'B', listing: 'L' });
    expect(code(books, '9')).toMatchObject({ blocked: true });
    expect(code(books, 'I')).toMatchObject({ transaction: 'P' });
    expect(code(books, 'M')).toMatchObject({ margin: true });
    expect(code(books, 'DE1')).toMatchObject({ ossCountry: 'DE' });
    expect(code(books, '2')?.baseBox).toBeUndefined();
  });

  it('count what the bookkeeper used before, with the countries of the buyers', async () => {
    const { habits } = await read();
    const truth = HABITS.map(({ account, vatCode, journal, count }) => ({ account, vatCode, journal, count })).sort((a, b) => b.count - a.count);
    expect(habits.map(({ account, vatCode, journal, count }) => ({ account, vatCode, journal, count })).sort((a, b) => b.count - a.count)).toEqual(truth);
    const booked = harness.sim.books(DIVISION).filter((entry) => entry.lines[0]?.account === '8004' && entry.lines[0].vatCode === '6');
    expect(habits.find((one) => one.account === '8004' && one.vatCode === '6')).toMatchObject({ count: 17, countries: ['DE'], net: booked.reduce((sum, entry) => sum + entry.net, 0) });
    expect(habits.find((one) => one.vatCode === '2')?.countries).toEqual(['NL']);
  });

  it('take few calls, and a large administration not many more', async () => {
    const before = harness.sim.calls.length;
    await read();
    expect(harness.sim.calls.length - before).toBeLessThan(40);
    // Pages of three rows make a large administration out of a small one: the sample is capped.
    harness.sim.options.pageSize = 3;
    const at = harness.sim.calls.length;
    const { habits } = await read();
    const lines = harness.sim.calls.slice(at).filter((call) => call.path.includes('TransactionLines'));
    expect(lines).toHaveLength(25);
    expect(habits.length).toBeGreaterThan(2);
  });
});

describe('what cannot be read', () => {
  const refusing = (part: string, answer: () => Response): Fetch => (url, init) => (new URL(url).pathname.endsWith(part) ? Promise.resolve(answer()) : wire(url, init));
  const forbidden = (): Response => new Response(JSON.stringify({ error: { code: '', message: { lang: '', value: 'Forbidden' } } }), { status: 403 });

  it.each([
    ['hrm/Costcenters', 'cost-centers', 'costCenters'],
    ['hrm/Costunits', 'cost-units', 'costUnits'],
    ['cashflow/PaymentConditions', 'payment-conditions', 'paymentConditions'],
    ['general/Currencies', 'currencies', 'currencies'],
    ['financial/FinancialPeriods', 'periods', 'periods'],
    ['financialtransaction/TransactionLines', 'habits', 'habits'],
  ] as const)('%s is done without, and named', async (path, part, field) => {
    const books = await read(refusing(path, forbidden));
    expect(books.unread).toEqual([part]);
    expect(books[field]).toEqual([]);
    expect(books.vatCodes.length).toBeGreaterThan(10);
    expect((await read(refusing(path, () => new Response('', { status: 404 })))).unread).toEqual([part]);
  });

  it('relations that may not be read leave the habits without countries', async () => {
    const books = await read(refusing('crm/Accounts', forbidden));
    expect(books.unread).toBeUndefined();
    expect(books.habits.find((one) => one.account === '8000')).toMatchObject({ count: 214, countries: [] });
  });

  it.each([
    ['vat/VATCodes', forbidden, 'exact-forbidden'],
    ['vat/VatPercentages', forbidden, 'exact-forbidden'],
    ['financial/Journals', forbidden, 'exact-forbidden'],
    ['hrm/Costcenters', () => new Response('', { status: 503 }), 'server-error'],
    ['hrm/Costcenters', () => new Response('', { status: 429, headers: { 'X-RateLimit-Reset': String(Date.UTC(2026, 10, 24)) } }), 'exact-rate-limit'],
    ['financial/GLAccounts', () => new Response(JSON.stringify({ d: { results: [7] } })), 'not-json'],
  ] as const)('%s that fails for good is a fault', async (path, answer, fault) => {
    await expect(read(refusing(path, answer))).rejects.toMatchObject({ fault: { code: fault } });
  });

  it('a row of another shape is left out, not the list', async () => {
    const books = await read(refusing('vat/VATCodes', () => new Response(JSON.stringify({ d: [{ ID: 'x', Code: ' 2 ', Percentage: 0, Type: 'B', IsBlocked: 0, VATTransactionType: 'S' }, 'not a row'] }))));
    expect(books.vatCodes).toEqual([{ code: '2', description: '', type: 'B', transaction: 'S', blocked: false, charged: false, listing: 'N', ossCountry: '', margin: false, percentages: [{ rate: 0, from: '', to: '' }] }]);
  });
});

describe('politeness', () => {
  it('leaves the last calls of a minute to others, waits for the next one, and never calls into a limit', async () => {
    harness.sim.options.callsPerMinute = 12;
    const waited: number[] = [];
    const patient = createPatientClient({
      fetch: wire,
      site: 'nl',
      accessToken: () => Promise.resolve(token),
      now: () => harness.clock.now(),
      sleep: (milliseconds) => {
        waited.push(milliseconds);
        harness.clock.advance(milliseconds);
        return Promise.resolve();
      },
      pulse: () => undefined,
    });
    const books = await readBooks(patient, { division: DIVISION, today: TODAY, now: '' });
    expect(books.habits.length).toBe(HABITS.length);
    expect(waited.length).toBeGreaterThan(3);
    expect(Math.max(...waited)).toBeLessThanOrEqual(20_000);
    expect(harness.sim.calls.every((call) => call.status !== 429)).toBe(true);
  });

  it('does not take the last calls of a day', async () => {
    harness.sim.options.callsPerDay = 101;
    const patient = createPatientClient({ fetch: wire, site: 'nl', accessToken: () => Promise.resolve(token), now: () => harness.clock.now(), sleep: () => Promise.resolve(), pulse: () => undefined });
    await expect(readBooks(patient, { division: DIVISION, today: TODAY, now: '' })).rejects.toMatchObject({ fault: { code: 'exact-rate-limit' } });
    expect(harness.sim.calls.filter((call) => call.path.includes('/100001/')).length).toBe(2);
  });

  it('counts the errors of each endpoint, from reading to reading, and leaves alone what refused six times within the hour', async () => {
    const asked: string[] = [];
    const refusing: Fetch = (url, init) => {
      if (!url.includes('/hrm/Costcenters')) return wire(url, init);
      asked.push(url);
      return Promise.resolve(new Response('', { status: 403 }));
    };
    let budget = FRESH_BUDGET;
    const spent = (after: typeof budget): void => {
      budget = after;
    };
    harness.sim.options.callsPerMinute = 1000;
    const reading = async (): Promise<readonly string[]> => {
      const patient = createPatientClient({ fetch: refusing, site: 'nl', accessToken: () => Promise.resolve(token), now: () => harness.clock.now(), sleep: () => Promise.resolve(), pulse: () => undefined, budget, spent });
      return (await readBooks(patient, { division: DIVISION, today: TODAY, now: '' })).unread ?? [];
    };
    for (let at = 0; at < 8; at += 1) expect(await reading()).toContain('cost-centers');
    expect(asked).toHaveLength(6);
  });
});
