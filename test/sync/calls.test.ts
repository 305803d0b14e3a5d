/** What an engine with more work than Exact lets through does with each minute (issue: done when, 5). What an invoice costs: `test/background/calls.test.ts`. */
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { aShop, invoices, SHOP } from './fixtures';
import { aStage, runUntil, type Stage } from './over-http';

let stage: Stage;
beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  stage = await aStage();
});
afterEach(() => stage.close());

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
