/** What an intent froze, and where it counts (design 6.1, 6.2). */
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeEach, expect, it } from 'vitest';
import { FakeExact } from './fake-exact';
import { aBench, aShop, Clock, draftFor, invoices, SHOP, USER } from './fixtures';
import { aStage, DIVISION, runUntil } from './over-http';

const MINUTE = 60_000;
let clock: Clock;
let exact: FakeExact;
let other: FakeExact;
beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  clock = new Clock();
  exact = new FakeExact(clock.now);
  exact.account('1001');
  // The same debtor has another key in another administration.
  other = new FakeExact(clock.now);
  other.account('5');
  other.account('1001');
});

const inOther = (shop = SHOP) => ({
  target: () => Promise.resolve({ connectionId: 'c', site: 'nl' as const, division: 200, userId: USER }),
  exact: () => other.session(USER),
  shop,
});

/** Sent, never arrived, looked up twice: free to go elsewhere. */
async function freed(): Promise<void> {
  exact.fault = (call) => (call === 'entries.post' ? { kind: 'dropped' } : null);
  const first = aBench({ exact, clock, source: invoices(1) });
  await first.ledger.putSyncShop(aShop());
  await first.engine.run();
  await first.ledger.putSyncShop(aShop({ on: false }));
  clock.at += 6 * MINUTE;
  await first.engine.run();
  expect(await first.ledger.syncRow('t1', 1)).toMatchObject({ state: 'ready', intent: { division: 100 } });
  await first.ledger.putSyncShop(aShop());
  await first.ledger.close();
}

it('what was to go to another administration is sent with the keys of this one, under the frozen reference', async () => {
  await freed();
  const bench = aBench({ exact, clock, source: invoices(1), ports: inOther() });
  await bench.engine.run();
  expect([other.entries.map(({ reference, customer }) => [reference, customer]), exact.entries]).toEqual([[['F26-00001', 'a00000002']], []]);
  expect(await bench.ledger.syncRow('t1', 1)).toMatchObject({ state: 'booked', entry: { origin: 'own' }, intent: { division: 200, attempt: 1 } });
});

it('and an entry that stands there already is adopted by what fits there', async () => {
  await freed();
  const [invoice] = invoices(1);
  if (!invoice) throw new Error('no invoice');
  other.add(draftFor(invoice, 'a00000002'), 'bookkeeper');
  const bench = aBench({ exact, clock, source: invoices(1), ports: inOther() });
  await bench.engine.run();
  expect(await bench.ledger.syncRow('t1', 1)).toMatchObject({ state: 'booked', entry: { origin: 'adopted' } });
  expect(other.calls).not.toContain('entries.post');
});

it.each([
  ["O'Brien & Zn. #1/2+3 = 50%, \"café\" ünï 漢字", 1],
  ['R'.repeat(50), 1],
  ['R'.repeat(51), 0],
  ['R1 ', 0],
])('reference %s: sent %i times, and only when it can be found again', async (code, count) => {
  const stage = await aStage();
  try {
    const bench = stage.bench(invoices(1, () => ({ code })), { ledger: `reference ${code}` });
    await bench.ledger.putSyncShop(aShop());
    await runUntil(bench, stage, stage.harness.clock.now() + 40 * MINUTE);
    expect(stage.harness.sim.books(DIVISION).filter(({ topic }) => topic === 'SalesEntries')).toHaveLength(count);
    expect(await bench.ledger.syncRow('t1', 1)).toMatchObject(count === 1 ? { state: 'proved', reference: code } : { state: 'refused', reason: { code: 'S-REFERENCE-LONG' } });
  } finally {
    await stage.close();
  }
});
