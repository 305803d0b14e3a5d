/** The same troubles over HTTP, by the fault switches of the simulated Exact. */
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { FaultRule } from '../simulators/exact/index';
import { aShop, bookingOf, DECIDER, invoices, SHOP } from './fixtures';
import { aStage, DIVISION, runUntil, type Stage } from './over-http';

let stage: Stage;
beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  stage = await aStage();
});
afterEach(() => stage.close());

const entries = (): readonly string[] => stage.harness.sim.books(DIVISION).filter(({ topic }) => topic === 'SalesEntries').map(({ total, debtor, date }) => `${String(total)} ${debtor} ${date}`);
const RIGHT = Array.from({ length: 6 }, () => '1210 1 2026-03-05');

it.each<readonly [string, FaultRule]>([
  ['processed, then the connection is cut', { where: 'entry', kind: 'cut-after', nth: 2 }],
  ['cut before anything was processed', { where: 'entry', kind: 'cut-before', nth: 2 }],
  ['processed, half of the answer arrives', { where: 'entry', kind: 'cut-midway', nth: 2 }],
  ['stored 240 seconds after the connection ended', { where: 'entry', kind: 'store-late', seconds: 240, nth: 2 }],
  ['a success that cannot be read', { where: 'entry', kind: 'garbled', nth: 2 }],
  ['500 without JSON, not processed', { where: 'entry', kind: 'html-500', nth: 2 }],
  ['500 without JSON, processed', { where: 'entry', kind: 'html-500', nth: 2, processed: true }],
  ['503 with Retry-After', { where: 'entry', kind: '503', retryAfter: 120, nth: 2 }],
  ['408', { where: 'entry', kind: '408', nth: 2 }],
  ['429 of the minute', { where: 'entry', kind: '429-minute', nth: 2 }],
  ['redirect to the login page', { where: 'entry', kind: 'login-302', nth: 2 }],
  ['login page instead of an answer', { where: 'entry', kind: 'login-html', nth: 2 }],
  ['a look-up that is cut', { where: 'lookup', kind: 'cut-before', nth: 3 }],
  ['a look-up that cannot be read', { where: 'lookup', kind: 'garbled', nth: 3 }],
])('%s: six invoices, six entries', async (_name, rule) => {
  const bench = stage.bench(invoices(6));
  await bench.ledger.putSyncShop(aShop());
  stage.harness.sim.fault(rule);
  await runUntil(bench, stage, stage.harness.clock.now() + 75 * 60_000);
  expect(entries()).toEqual(RIGHT);
  expect(stage.harness.sim.faultHits.length).toBe(1);
  expect(await bench.ledger.syncCounts(SHOP)).toMatchObject({ proved: 6 });
});

it('where `or` is refused, references, accounts and debtors are looked up one by one', async () => {
  stage.harness.sim.options.orRefused = true;
  const bench = stage.bench(invoices(6), {
    decider: {
      ...DECIDER,
      // Two accounts in each entry, and two collective debtors in turns.
      decide: ({ invoice }) => {
        const booking = bookingOf(invoice);
        const lines = booking.lines.flatMap((line) => [{ ...line, net: line.net - 100, vat: line.vat - 21 }, { ...line, account: '8008', net: 100, vat: 21 }]);
        return { decision: { ok: true, booking: { ...booking, lines, debtor: { code: invoice.id % 2 === 0 ? '1' : '1001', kind: 'collective' } } }, record: null };
      },
    },
  });
  await bench.ledger.putSyncShop(aShop());
  await runUntil(bench, stage, stage.harness.clock.now() + 60 * 60_000);
  expect(entries()).toEqual(['1001', '1', '1001', '1', '1001', '1'].map((debtor) => `1210 ${debtor} 2026-03-05`));
  expect(await bench.ledger.syncCounts(SHOP)).toMatchObject({ proved: 6 });
  // The refusal is remembered: it is met once, not with every look-up nor once for each kind of them.
  expect(stage.calls().filter(({ status }) => status === 400)).toHaveLength(1);
});

it('the limit of the day: waits until midnight, books the rest then', async () => {
  const bench = stage.bench(invoices(6));
  await bench.ledger.putSyncShop(aShop());
  stage.harness.sim.options.callsPerDay = 8;
  await runUntil(bench, stage, stage.harness.clock.now() + 10 * 3_600_000);
  expect(stage.calls().filter(({ status }) => status === 429)).toEqual([]);
  expect(entries().length).toBeLessThan(6);
  expect((await bench.ledger.syncShop(SHOP))?.lastRun?.fault).toMatchObject({ code: 'S-WAIT', params: { cause: 'budget' } });
  stage.harness.sim.options.callsPerDay = 5000;
  await runUntil(bench, stage, stage.harness.clock.now() + 8 * 3_600_000);
  expect(entries()).toEqual(RIGHT);
});

it('a closed period and a withdrawn administration are said, and nothing is lost', async () => {
  const { sim } = stage.harness;
  sim.closePeriod(DIVISION, 2026, 3);
  const bench = stage.bench(invoices(6));
  await bench.ledger.putSyncShop(aShop());
  await runUntil(bench, stage, stage.harness.clock.now() + 60_000);
  expect(await bench.ledger.syncCounts(SHOP)).toMatchObject({ waiting: 6 });
  sim.openPeriod(DIVISION, 2026, 3);
  const giveBack = sim.withdrawDivision('anna.jansen', DIVISION);
  stage.harness.clock.advance(25 * 3_600_000);
  await bench.ledger.retrySync(SHOP, 'waiting', null, stage.harness.clock.now());
  await runUntil(bench, stage, stage.harness.clock.now() + 60_000);
  expect((await bench.ledger.syncShop(SHOP))?.lastRun?.fault?.code).toBe('exact-forbidden');
  giveBack();
  await runUntil(bench, stage, stage.harness.clock.now() + 60 * 60_000);
  expect(entries()).toEqual(RIGHT);
});

it.each<readonly ['glAccounts' | 'accounts', string, string]>([
  ['glAccounts', '8000', 'S-ACCOUNT-MISSING'],
  ['accounts', '1', 'S-DEBTOR-MISSING'],
])('one of %s vanishes: said with its code, no shop is stopped, and all is booked once it is there again under another key', async (kind, code, said) => {
  const { sim, clock } = stage.harness;
  const all = invoices(7);
  const source = [...all.slice(0, 1)];
  const bench = stage.bench(source);
  await bench.ledger.putSyncShop(aShop());
  await runUntil(bench, stage, clock.now() + 60_000);
  expect(entries()).toHaveLength(1);
  // Its key is remembered now.
  source.push(...all.slice(1));
  const giveBack = sim.vanish(DIVISION, kind, code);
  await runUntil(bench, stage, clock.now() + 20 * 60_000);
  expect((await bench.ledger.syncRows(SHOP, 'waiting', Number.MAX_SAFE_INTEGER, 10)).map(({ reason }) => reason?.code)).toEqual([said, said, said, said, said]);
  expect(await bench.ledger.syncCounts(SHOP)).toMatchObject({ waiting: 5, refused: 1 });
  expect((await bench.ledger.syncShop(SHOP))?.refusals.count).toBe(1);
  giveBack();
  sim.remake(DIVISION, kind, code);
  for (const state of ['waiting', 'refused'] as const) await bench.ledger.retrySync(SHOP, state, null, clock.now());
  await runUntil(bench, stage, clock.now() + 45 * 60_000);
  expect(await bench.ledger.syncCounts(SHOP)).toMatchObject({ proved: 7, waiting: 0, refused: 0 });
  expect(sim.doubles(DIVISION)).toEqual([]);
});

it.each<readonly ['glAccounts' | 'accounts', string]>([
  ['glAccounts', '8000'],
  ['accounts', '1'],
])('one of %s is made anew under its code: the next invoices go by the new key', async (kind, code) => {
  const { sim, clock } = stage.harness;
  const all = invoices(7);
  const source = [...all.slice(0, 1)];
  const bench = stage.bench(source);
  await bench.ledger.putSyncShop(aShop());
  await runUntil(bench, stage, clock.now() + 60_000);
  source.push(...all.slice(1));
  sim.remake(DIVISION, kind, code);
  await runUntil(bench, stage, clock.now() + 20 * 60_000);
  expect(await bench.ledger.syncCounts(SHOP)).toMatchObject({ refused: 1, waiting: 0 });
  await bench.ledger.retrySync(SHOP, 'refused', null, clock.now());
  await runUntil(bench, stage, clock.now() + 45 * 60_000);
  expect(await bench.ledger.syncCounts(SHOP)).toMatchObject({ proved: 7 });
});
