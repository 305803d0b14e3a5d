/** The limits of an administration, when calls of a slice and calls beside it tell of them at once: none forgets what another met. */
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { budgetOf, FRESH_BUDGET, mergedBudget } from '../../lib/exact/budget';
import { createBudgets } from '../../lib/sync/budgets';
import { openSession } from '../../lib/sync/session';
import { aShop, invoices, SHOP } from './fixtures';
import { aStage, DIVISION, type Stage } from './over-http';

let stage: Stage;
beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  stage = await aStage();
});
afterEach(() => stage.close());

it('what calls beside a slice told of the limits while it ran is kept by it', async () => {
  const { clock } = stage.harness;
  let met = 0;
  const bench = stage.bench(invoices(3), {
    ports: {
      exact: (target, token, budget) =>
        openSession(
          {
            now: clock.now,
            fetch: async (url, init) => {
              if (init.method === 'POST' && met === 0) {
                met = clock.now();
                await createBudgets(bench.ledger, clock.now).note('nl', DIVISION, { ...FRESH_BUDGET, measuredAt: met, errors: { 'vat/VATCodes': [met] }, orRefusedAt: met });
              }
              return stage.fetch(url, init);
            },
          },
          target,
          token,
          budget,
        ),
    },
  });
  await bench.ledger.putSyncShop(aShop());
  await bench.engine.run();
  expect(await bench.ledger.syncCounts(SHOP)).toMatchObject({ booked: 3 });
  const stored = budgetOf((await bench.ledger.administration('nl', DIVISION)).budget);
  expect(stored).toMatchObject({ errors: { 'vat/VATCodes': [met] }, orRefusedAt: met });
  // And what the slice told last.
  expect(stored.minute?.remaining).toBe(60 - stage.calls().length);
});

it('what a clock that ran ahead had measured does not outlive what is told since', async () => {
  const { clock } = stage.harness;
  const bench = stage.bench(invoices(1));
  const row = await bench.ledger.administration('nl', DIVISION);
  const ahead = clock.now() + 3 * 3_600_000;
  await bench.ledger.putAdministration({ ...row, budget: { ...FRESH_BUDGET, measuredAt: ahead, offset: -3 * 3_600_000, day: { remaining: 7, reset: ahead } } });
  await bench.ledger.putSyncShop(aShop());
  await bench.engine.run();
  const stored = budgetOf((await bench.ledger.administration('nl', DIVISION)).budget);
  expect(stored.measuredAt).toBeLessThanOrEqual(clock.now());
  expect(stored.day?.remaining).toBeGreaterThan(1000);
});

it('errors that count no more are not carried along', () => {
  const at = Date.parse('2026-03-15T10:00:00Z');
  const merged = mergedBudget({ ...FRESH_BUDGET, measuredAt: at - 1, errors: { old: [at - 3_600_001], both: [at - 3_600_001, at - 5] } }, { ...FRESH_BUDGET, measuredAt: at, errors: { both: [at - 2] } });
  expect(merged.errors).toEqual({ both: [at - 5, at - 2] });
});
