// The measures of the chaos run are themselves tried: a client that books wrongly on purpose must be counted for each thing it does.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EXAMPLE_TABLE } from '../simulators/exact';
import { connect, send, startHarness, type Harness } from '../simulators/exact/harness';
import { parseArguments } from './options';
import { expectedOf, judge, type Expected } from './truth';
import { CHAOS_SHOPS, createChaosWorld } from './world';

const world = createChaosWorld({ seed: 3, count: 60, now: Date.UTC(2026, 10, 22, 12) });
const expected = expectedOf(world);
let harness: Harness;
let token: string;
const customers = new Map<string, string>();

beforeEach(async () => {
  harness = await startHarness({ callsPerMinute: 10_000 });
  token = (await connect(harness)).access_token;
  customers.clear();
});
afterEach(() => harness.close());

async function made(division: number, path: string, body: unknown): Promise<Record<string, unknown>> {
  const answer = await send(harness, token, 'POST', `${String(division)}/${path}`, body);
  if (answer.status !== 201) throw new Error(`${path}: ${String(answer.status)} ${answer.text}`);
  return answer.json.d ?? {};
}

async function customerOf({ division, debtor }: Expected): Promise<string> {
  if ('code' in debtor) return harness.sim.master(division).accounts.get(debtor.code)?.id ?? '';
  const known = customers.get(`${String(division)} ${debtor.email}`);
  if (known !== undefined) return known;
  const { ID } = await made(division, 'crm/Accounts', { Name: debtor.email, Status: 'C', Email: debtor.email, ...(debtor.vatNumber === '' ? {} : { VATNumber: debtor.vatNumber }) });
  customers.set(`${String(division)} ${debtor.email}`, String(ID));
  return String(ID);
}

/** Books one as it should be, but for what `change` says. */
async function book(one: Expected, change: Readonly<Record<string, unknown>> = {}): Promise<void> {
  const { glAccounts } = harness.sim.master(one.division);
  const lines = Object.entries(one.perCode).map(([code, amounts]) => {
    const [net = 0, vat = 0] = amounts.split('/').map(Number);
    const account = EXAMPLE_TABLE.find((row) => row.vatCode === code)?.account ?? '';
    return { GLAccount: glAccounts.get(account)?.id, VATCode: code, AmountFC: net / 100, VATAmountFC: vat / 100 };
  });
  await made(one.division, 'salesentry/SalesEntries', { Customer: await customerOf(one), Journal: '71', EntryDate: one.date, YourRef: one.reference, Type: one.type, Currency: one.currency, SalesEntryLines: lines, ...change });
}

const first = (fits: (one: Expected) => boolean): Expected => {
  const found = expected.find(fits);
  if (!found) throw new Error('the world has no such invoice');
  return found;
};
const ordinary = first(({ debtor, currency, type }) => 'code' in debtor && currency === 'EUR' && type === 20);

describe('the measures', () => {
  it('are all calm when everything is booked once and right', async () => {
    for (const one of expected) await book(one);
    const { details, ...measures } = judge(harness.sim, expected);
    expect(details).toEqual([]);
    expect(measures).toEqual({ expected: 60, booked: 60, doubles: 0, lost: 0, wrong: 0, debtorDoubles: 0, documentDoubles: 0 });
    expect(expected.some(({ type }) => type === 21)).toBe(true);
    expect(expected.some(({ currency }) => currency === 'GBP')).toBe(true);
  });

  it('count what was lost, and what is there twice', async () => {
    await book(ordinary);
    await book(ordinary);
    expect(judge(harness.sim, expected)).toMatchObject({ booked: 1, doubles: 1, lost: 59, wrong: 0 });
  });

  it.each([
    ['date', { EntryDate: '2026-01-15' }],
    ['journal', { Journal: '70' }],
    ['currency', { Currency: 'GBP' }],
    ['debtor', { debtor: '1' }],
    ['VAT per code', { code: 'BE1' }],
    ['total', { more: 1 }],
  ])('count a wrong %s', async (what, change) => {
    const { accounts, glAccounts } = harness.sim.master(ordinary.division);
    const [code, amounts] = Object.entries(ordinary.perCode)[0] ?? [];
    const [net = 0, vat = 0] = (amounts ?? '').split('/').map(Number);
    const line = { GLAccount: glAccounts.get('8000')?.id, VATCode: code, AmountFC: net / 100, VATAmountFC: vat / 100 };
    const body =
      'debtor' in change ? { Customer: accounts.get(change.debtor)?.id }
      : 'code' in change ? { SalesEntryLines: [{ ...line, VATCode: change.code }] }
      : 'more' in change ? { SalesEntryLines: [{ ...line, AmountFC: (net + change.more) / 100 }] }
      : change;
    await book(ordinary, body);
    const { wrong, details } = judge(harness.sim, [ordinary]);
    expect(wrong).toBe(1);
    expect(details.join()).toContain(`${what} is`);
  });

  it('count what nobody sold', async () => {
    await book({ ...ordinary, reference: 'INVENTED' });
    expect(judge(harness.sim, [ordinary])).toMatchObject({ lost: 1, wrong: 1 });
  });

  it('count one customer with two relations', async () => {
    const own = first(({ debtor }) => !('code' in debtor));
    await book(own);
    customers.clear();
    await made(own.division, 'crm/Accounts', { Name: 'Again', Status: 'C', Email: 'email' in own.debtor ? own.debtor.email : '' });
    expect(judge(harness.sim, [own])).toMatchObject({ booked: 1, debtorDoubles: 1 });
  });
});

it('the world is the same for the same seed, and its customers come back', () => {
  const again = expectedOf(createChaosWorld({ seed: 3, count: 60, now: Date.UTC(2026, 10, 22, 12) }));
  expect(again).toEqual(expected);
  const own = expected.filter(({ debtor }) => !('code' in debtor)).map(({ debtor }) => JSON.stringify(debtor));
  expect(new Set(own).size).toBeLessThan(own.length);
  expect(CHAOS_SHOPS.map(({ shopId }) => expected.filter((one) => one.shopId === shopId).length)).toEqual([20, 20, 20]);
});

it('the command line is read, or refused', () => {
  const say = (): void => undefined;
  expect(parseArguments(['--kills', '200', '--seed', '7'], say)).toMatchObject({ kills: 200, seed: 7, invoices: 300, twoBrowsers: false });
  expect(parseArguments(['--two-browsers'], say)).toMatchObject({ invoices: 200, twoBrowsers: true });
  expect(() => parseArguments(['--kill', '2'], say)).toThrow('not understood');
  expect(() => parseArguments(['--kills', 'many'], say)).toThrow('not understood');
});
