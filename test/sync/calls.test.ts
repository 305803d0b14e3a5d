/** What booking costs in calls, counted by the simulated Exact: master data and look-ups included (issue: done when, 5). */
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { aShop, invoices, SHOP } from './fixtures';
import { aStage, DIVISION, runUntil, type Stage } from './over-http';

let stage: Stage;
beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  stage = await aStage();
});
afterEach(() => stage.close());

it('200 invoices in one run: at most 1.1 calls each', { timeout: 60_000 }, async () => {
  const bench = stage.bench(invoices(200));
  await bench.ledger.putSyncShop(aShop());
  await runUntil(bench, stage, stage.harness.clock.now() + 6 * 60_000);
  const counts = await bench.ledger.syncCounts(SHOP);
  const calls = stage.calls();
  console.log(`200 invoices: ${String(calls.length / 200)} calls each`);
  expect({ booked: counts.booked + counts.proved, entries: stage.harness.sim.books(DIVISION).filter(({ topic }) => topic === 'SalesEntries').length, doubles: stage.harness.sim.doubles(DIVISION).length }).toEqual({ booked: 200, entries: 200, doubles: 0 });
  expect(calls.length / 200).toBeLessThanOrEqual(1.1);
  expect(calls.filter(({ status }) => status !== 200 && status !== 201)).toEqual([]);
  expect(Math.max(...calls.filter(({ method }) => method === 'GET').map(({ path, host }) => `https://${host}${path}`.length))).toBeLessThanOrEqual(2000);
});

it('1,000 invoices over a day at the default schedule: at most 1.25 calls each', { timeout: 120_000 }, async () => {
  const start = stage.harness.clock.now();
  const DAY = 24 * 3_600_000;
  const all = invoices(1000);
  const bench = stage.bench([], {
    ports: {
      discover: ({ tenantId, shopId }) => {
        const known = all.slice(0, Math.ceil((1000 * (stage.harness.clock.now() - start + 60_000)) / DAY));
        // What is known already is not read again by the feed.
        return bench.ledger.commitPage({ invoices: known.slice(-20), findings: [], cursor: { tenantId, shopId, route: 'orders', watermark: null, sweptAt: null, run: null, arithmetic: null } });
      },
    },
  });
  await bench.ledger.putSyncShop(aShop());
  await runUntil(bench, stage, start + DAY + 3_600_000);
  const counts = await bench.ledger.syncCounts(SHOP);
  const calls = stage.calls();
  console.log(`1,000 invoices over a day: ${String(calls.length / 1000)} calls each`);
  expect({ proved: counts.proved, entries: stage.harness.sim.books(DIVISION).filter(({ topic }) => topic === 'SalesEntries').length }).toEqual({ proved: 1000, entries: 1000 });
  expect(calls.length / 1000).toBeLessThanOrEqual(1.25);
});

it('an hour at full load: no 429 of our own making, and at least 95 % of each minute is used', { timeout: 180_000 }, async () => {
  // More than an hour of sixty calls a minute could book.
  const bench = stage.bench([], { ports: { discover: () => Promise.resolve() } });
  await bench.ledger.commitPage({ invoices: invoices(3700), findings: [], cursor: { ...SHOP, route: 'orders', watermark: null, sweptAt: null, run: null, arithmetic: null } });
  await bench.ledger.putSyncShop(aShop());
  const start = stage.harness.clock.now();
  await runUntil(bench, stage, start + 60 * 60_000);
  const calls = stage.calls();
  const counts = await bench.ledger.syncCounts(SHOP);
  expect(counts.seen + counts.ready).toBeGreaterThan(0);
  expect(calls.filter(({ status }) => status === 429)).toEqual([]);
  const perMinute = new Map<number, number>();
  for (const { at } of calls) perMinute.set(Math.floor(at / 60_000), (perMinute.get(Math.floor(at / 60_000)) ?? 0) + 1);
  const whole = [...perMinute.values()].slice(1, -1);
  console.log(`${String(calls.length)} calls in an hour, ${String(counts.booked + counts.proved)} booked; per minute ${String(Math.min(...whole))} to ${String(Math.max(...whole))} of 60, over ${String(whole.length)} whole minutes`);
  expect(whole.length).toBeGreaterThanOrEqual(58);
  expect(Math.min(...whole)).toBeGreaterThanOrEqual(57);
});
