/** The computer's clock is hours wrong, or is set while Sync works: moments are Exact's (design 6.3; issue: budgets). */
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSession } from '../../lib/sync/session';
import type { SyncPorts } from '../../lib/sync/ports';
import { aShop, invoices, SHOP } from './fixtures';
import { aStage, DIVISION, type Stage } from './over-http';

const HOUR = 3_600_000;
let stage: Stage;
let skew = 0;
const now = (): number => stage.harness.clock.now() + skew;
beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  stage = await aStage();
});
afterEach(() => stage.close());

const entries = (): number => stage.harness.sim.books(DIVISION).filter(({ topic }) => topic === 'SalesEntries').length;

it.each([
  ['five hours ahead', 5 * HOUR, 5 * HOUR],
  ['five hours behind', -5 * HOUR, -5 * HOUR],
  ['five hours ahead, then set right', 5 * HOUR, 0],
  ['right, then five hours ahead', 0, 5 * HOUR],
  ['right, then five hours behind', 0, -5 * HOUR],
])('a POST that lands four minutes late, clock %s: found at the second look, never sent twice', async (_name, first, then) => {
  skew = first;
  const ports: Partial<SyncPorts> = { now, exact: (target, token, budget) => openSession({ fetch: stage.fetch, now }, target, token, budget) };
  const bench = stage.bench(invoices(3), { ports });
  await bench.ledger.putSyncShop(aShop());
  stage.harness.sim.fault({ where: 'entry', kind: 'store-late', seconds: 240, nth: 2 });
  const { next } = await bench.engine.run();
  expect(await bench.ledger.syncCounts(SHOP)).toMatchObject({ booked: 2, uncertain: 1 });
  expect(next).toBeGreaterThan(now() + 4.9 * 60_000);
  expect(next).toBeLessThan(now() + 6 * 60_000);
  skew = then;
  stage.harness.clock.advance(2 * 60_000);
  await bench.engine.run();
  expect(await bench.ledger.syncCounts(SHOP)).toMatchObject({ uncertain: 1, ready: 0 });
  stage.harness.clock.advance(5 * 60_000);
  await bench.engine.run();
  expect([entries(), await bench.ledger.syncCounts(SHOP)]).toEqual([3, expect.objectContaining({ uncertain: 0, ready: 0 })]);
  expect(stage.calls().filter(({ method }) => method === 'POST')).toHaveLength(3);
});
