/** What a bookkeeper mends in Exact ends the task by itself a day later, without a click, and costs no calls of its own while others are made. */
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FoundEntry } from '../../lib/exact/entries';
import type { SyncRow } from '../../lib/ledger/sync-rows';
import { shopsAtWork } from '../../lib/sync/at-work';
import { passes } from '../../lib/sync/resolve';
import { aParty } from '../booking/fixtures';
import { FakeExact } from './fake-exact';
import { aBench, aShop, Clock, draftFor, fresh, invoices, SHOP, USER, type Bench } from './fixtures';

const HOUR = 3_600_000;
let clock: Clock;
let exact: FakeExact;
let customer: string;
beforeEach(() => {
  ({ clock, exact, customer } = fresh());
});

const ONE = invoices(1);
async function bench(source = ONE, ledger?: string): Promise<Bench> {
  const made = aBench({ exact, clock, source, ...(ledger === undefined ? {} : { ledger }) });
  if (!(await made.ledger.syncShop(SHOP))) await made.ledger.putSyncShop(aShop());
  return made;
}
const rowOf = async ({ ledger }: Bench, id = 1): Promise<SyncRow> => (await ledger.syncRow('t1', id)) ?? expect.fail();
const told = async (one: Bench, id = 1): Promise<string> => rowOf(one, id).then(({ state, reason }) => `${state} ${reason?.code ?? ''}`.trim());
const edit = (change: (entry: FoundEntry) => Partial<FoundEntry>): void => {
  exact.entries = exact.entries.map((entry) => ({ ...entry, ...change(entry) }));
};
/** Runs of the schedule, each quarter of an hour; answers how long. */
async function runs(one: Bench, hours: number): Promise<void> {
  for (const end = clock.at + hours * HOUR; clock.at < end; clock.at += 15 * 60_000) await one.engine.run();
}
/** Two of whom neither is ours to remove: the bookkeeper typed one more of another day. */
async function twice(one: Bench): Promise<void> {
  await one.engine.run();
  const first = exact.entries[0] ?? expect.fail();
  exact.entries.push({ ...first, entryId: 'typed', entryNumber: first.entryNumber + 1, creator: 'bookkeeper', date: '2026-03-06' });
}

describe('a day later', () => {
  it.each<[string, (one: Bench) => Promise<void>, string, () => void, string]>([
    ['an entry of ours that was edited, and put right', async (one) => {
      await one.engine.run();
      edit(({ gross }) => ({ gross: gross + 1 }));
    }, 'differs S-DIFFERS', () => edit(({ gross }) => ({ gross: gross - 1 })), 'proved'],
    ['one of ours whose reference was edited, and put back', async (one) => {
      await one.engine.run();
      edit(() => ({ reference: 'other' }));
    }, 'differs S-DIFFERS', () => edit(() => ({ reference: 'F26-00001' })), 'proved'],
    ['one of ours that differs, and was taken away: a person books it again', async (one) => {
      await one.engine.run();
      edit(({ gross }) => ({ gross: gross + 1 }));
    }, 'differs S-DIFFERS', () => (exact.entries = []), 'gone S-GONE'],
    ['an entry that was deleted, and typed again', async (one) => {
      await one.engine.run();
      exact.entries = [];
    }, 'gone S-GONE', () => exact.add(draftFor(ONE[0] ?? expect.fail(), customer), 'bookkeeper'), 'proved'],
    ['an entry of somebody else with another total, and put right', () => Promise.resolve(void exact.add({ ...draftFor(ONE[0] ?? expect.fail(), customer), gross: 1 }, 'bookkeeper')),
      'differs S-PART', () => edit(() => ({ gross: draftFor(ONE[0] ?? expect.fail(), customer).gross })), 'proved'],
    ['an entry of somebody else with another total, and taken away', () => Promise.resolve(void exact.add({ ...draftFor(ONE[0] ?? expect.fail(), customer), gross: 1 }, 'bookkeeper')),
      'differs S-PART', () => (exact.entries = []), 'proved'],
    ['two, of which one was taken away', twice, 'two-found S-TWO-FOUND', () => (exact.entries = exact.entries.filter(({ entryId }) => entryId !== 'typed')), 'proved'],
    ['two, of which both were taken away, ours as well: a person books it again', twice, 'two-found S-TWO-FOUND', () => (exact.entries = []), 'gone S-GONE'],
    ['two of others, of which one was taken away', () => {
      exact.add({ ...draftFor(ONE[0] ?? expect.fail(), customer), gross: 1 }, 'bookkeeper');
      return Promise.resolve(void exact.add(draftFor(ONE[0] ?? expect.fail(), customer), 'native'));
    }, 'two-found S-TWO-FOUND', () => (exact.entries = exact.entries.filter(({ creator }) => creator === 'native')), 'proved'],
  ])('%s', async (_name, trouble, before, mend, after) => {
    const one = await bench();
    await trouble(one);
    await runs(one, 2);
    expect(await told(one)).toBe(before);
    mend();
    await runs(one, 20);
    expect(await told(one)).toBe(before);
    await runs(one, 8);
    expect([await told(one), exact.entries.length]).toEqual([after, after === 'proved' ? 1 : 0]);
    expect(exact.entries.every(({ creator }) => [USER, 'bookkeeper', 'native'].includes(creator))).toBe(true);
  });

  it('a relation whose VAT number was set', async () => {
    const business = { customerCode: 'B7', billTo: aParty({ email: 'b7@customer.example', vatNumber: 'DE136695976', country: 'DE' }) };
    const account = exact.account('B7', { country: 'DE' });
    const one = await bench(invoices(1, () => business));
    await runs(one, 2);
    expect([await told(one), passes(await rowOf(one))]).toEqual(['waiting R-DEBTOR-VATNO', false]);
    exact.accounts = exact.accounts.map((other) => (other.id === account.id ? { ...other, vatNumber: 'DE136695976' } : other));
    await runs(one, 26);
    expect(await told(one)).toBe('proved');
  });
});

describe('while nothing is mended', () => {
  /** Ten entries of somebody else that fit in part, for good. */
  function parts(): void {
    for (const invoice of invoices(10)) exact.add({ ...draftFor(invoice, customer), gross: 1 }, 'bookkeeper');
  }

  it('it stays a task, its history stays short, nothing wakes for it, and no shop that is off works for it', async () => {
    parts();
    const one = await bench(invoices(10));
    await runs(one, 1);
    const { steps } = await rowOf(one);
    for (let day = 0; day < 50; day += 1) {
      const { next } = await one.engine.run();
      expect(next).toBeNull();
      const row = await rowOf(one);
      expect([row.state, row.reason?.code, passes(row), row.steps]).toEqual(['differs', 'S-PART', false, steps]);
      clock.at += 25 * HOUR;
    }
    // One look for all ten each day, beside the first.
    expect(exact.calls.filter((call) => call === 'entries.lookUp')).toHaveLength(50);
    await one.ledger.putSyncShop(aShop({ on: false }));
    expect(await shopsAtWork(one.ledger)).toEqual([]);
  });

  it('costs no call where others are looked up', async () => {
    const lookUps = async (ledger: string): Promise<number> => {
      const source = invoices(10);
      const later = invoices(30, (id) => ({ date: '2026-03-15', code: `L26-${String(id).padStart(5, '0')}`, id: id + 100 }));
      await runs(await bench(source, ledger), 1);
      // The browser was closed for a day: tasks are to be looked at again when new invoices come.
      clock.at += 26 * HOUR;
      exact.calls.length = 0;
      await runs(await bench([...source, ...later], ledger), 3);
      return exact.calls.filter((call) => call === 'entries.lookUp').length;
    };
    const without = await lookUps('without');
    exact = new FakeExact(clock.now);
    customer = exact.account('1001').id;
    clock.at = new Clock().at;
    parts();
    expect(await lookUps('with')).toBe(without);
    expect(without).toBeGreaterThan(1);
  });
});
