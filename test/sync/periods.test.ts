/** Consent to book in another period holds for what it was given for, and for nothing else (issue: periods). */
import 'fake-indexeddb/auto';
import { beforeEach, expect, it } from 'vitest';
import type { Invoice } from '../../lib/invoice/invoice';
import { bookElsewhere } from '../../lib/sync/release';
import type { FakeExact } from './fake-exact';
import { aBench, aShop, fresh, invoices, SHOP, type Bench, type Clock } from './fixtures';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const TO = { year: 2026, period: 3, by: 'Anna' };
let clock: Clock;
let exact: FakeExact;
beforeEach(() => {
  ({ clock, exact } = fresh());
});

const february = (change: Partial<Invoice> = {}): readonly Invoice[] => invoices(1, () => ({ date: '2026-02-10', ...change }));
const closed = (months: readonly string[], bench: Bench): Promise<void> => bench.ledger.putAdministration({ site: 'nl', division: 100, budget: null, accounts: {}, kinds: [], closed: Object.fromEntries(months.map((month) => [month, clock.at])) });
const row = (bench: Bench) => bench.ledger.syncRow('t1', 1);

/** Sent, never arrived, looked up twice: ready to go again as it went. */
async function sentInVain(): Promise<Bench> {
  exact.fault = (call) => (call === 'entries.post' ? { kind: 'dropped' } : null);
  const bench = aBench({ exact, clock, source: february() });
  await bench.ledger.putSyncShop(aShop());
  await bench.engine.run();
  await bench.ledger.putSyncShop(aShop({ on: false }));
  clock.at += 6 * MINUTE;
  await bench.engine.run();
  expect(await row(bench)).toMatchObject({ state: 'ready', intent: { draft: { date: '2026-02-10' } } });
  await bench.ledger.putSyncShop(aShop());
  exact.fault = () => null;
  return bench;
}

it('one that was sent in vain before its month was closed goes into the period that a person agreed to', async () => {
  const bench = await sentInVain();
  exact.closedMonths = ['2026-02'];
  await closed(['2026-02'], bench);
  await bench.engine.run();
  expect(await row(bench)).toMatchObject({ state: 'waiting', reason: { code: 'X-PERIOD-CLOSED' } });
  expect(await bookElsewhere(bench.ledger, 't1', [1], TO, clock.at)).toBe(1);
  await bench.engine.run();
  expect(exact.posted.map(({ reporting, description }) => [reporting, description.endsWith('(2026-02-10)')])).toEqual([[{ year: 2026, period: 3 }, true]]);
  expect(await row(bench)).toMatchObject({ state: 'booked', reporting: { period: 3, by: 'Anna' } });
});

it('and where that was in vain as well, the period agreed to last counts', async () => {
  const bench = aBench({ exact, clock, source: february() });
  exact.closedMonths = ['2026-02'];
  await bench.ledger.putSyncShop(aShop());
  await bench.engine.run();
  exact.fault = (call) => (call === 'entries.post' ? { kind: 'dropped' } : null);
  await bookElsewhere(bench.ledger, 't1', [1], { ...TO, period: 1 }, clock.at);
  await bench.engine.run();
  await bench.ledger.putSyncShop(aShop({ on: false }));
  clock.at += 6 * MINUTE;
  await bench.engine.run();
  expect(await row(bench)).toMatchObject({ state: 'ready', intent: { draft: { reporting: { period: 1 } } } });
  await bench.ledger.putSyncShop(aShop());
  exact.fault = () => null;
  exact.closedPeriods = ['2026/1'];
  await closed(['2026-02', '2026/1'], bench);
  await bench.engine.run();
  expect(await row(bench)).toMatchObject({ state: 'waiting' });
  await bookElsewhere(bench.ledger, 't1', [1], TO, clock.at);
  await bench.engine.run();
  expect(exact.posted.map(({ reporting }) => reporting)).toEqual([{ year: 2026, period: 3 }]);
});

const read = (bench: Bench, invoice: readonly Invoice[]) => bench.ledger.commitPage({ invoices: invoice, findings: [], cursor: { ...SHOP, route: 'orders', watermark: null, sweptAt: null, run: null, arithmetic: null } });

it.each([
  ['never sent', false],
  ['sent in vain before', true],
])('an invoice that changes in ShopCtrl after the consent, %s, is asked about anew', async (_name, sent) => {
  const bench = sent ? await sentInVain() : aBench({ exact, clock, source: february() });
  exact.closedMonths = ['2026-02'];
  await bench.ledger.putSyncShop(aShop());
  if (sent) await closed(['2026-02'], bench);
  await bench.engine.run();
  await bookElsewhere(bench.ledger, 't1', [1], TO, clock.at);
  await read(bench, february({ contentHash: 'another', orderCode: 'changed' }));
  await bench.engine.run({ discover: false });
  expect(exact.posted).toEqual([]);
  expect(await row(bench)).toMatchObject({ state: 'waiting', reason: { code: 'X-PERIOD-CLOSED', params: { month: '2026-02' } } });
  expect((await row(bench))?.reporting).toBeUndefined();
  // Asked about with what it is now: that consent holds.
  await bookElsewhere(bench.ledger, 't1', [1], TO, clock.at);
  clock.at += DAY;
  await bench.engine.run({ discover: false });
  expect(exact.posted).toMatchObject([{ reporting: { period: 3 }, paymentReference: 'changed' }]);
});
