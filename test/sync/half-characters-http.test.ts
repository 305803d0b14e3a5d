/** Half of a character of two (UTF-16) in texts that look-ups are made of, over HTTP: no address can hold it. */
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { aParty } from '../booking/fixtures';
import { aShop, invoices, rowsOf } from './fixtures';
import { aStage, runUntil, type Stage } from './over-http';

let stage: Stage;
beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  stage = await aStage();
});
afterEach(() => stage.close());

it('a number with one is refused in words, and no invoice beside it waits', async () => {
  const bench = stage.bench(invoices(5, (id) => (id === 1 ? { code: 'F\ud800' } : id === 2 ? { code: '\udc00F' } : id === 3 ? { code: 'F😀' } : {})));
  await bench.ledger.putSyncShop(aShop());
  await runUntil(bench, stage, stage.harness.clock.now() + 60 * 60_000);
  expect((await rowsOf(bench.ledger, [1, 2, 3, 4, 5])).map(({ state, reason }) => reason?.code ?? state)).toEqual(['S-REFERENCE-LONG', 'S-REFERENCE-LONG', 'proved', 'proved', 'proved']);
  expect((await bench.ledger.syncShop(aShop()))?.lastRun?.fault).toBeNull();
});

it('a customer’s e-mail address or VAT number with one keeps no other invoice', async () => {
  const bench = stage.bench(invoices(4, (id) => (id === 1 ? { customerCode: 'B1', billTo: aParty({ email: 'a\ud800@shop.example' }) } : id === 2 ? { customerCode: 'B2', billTo: aParty({ vatNumber: 'DE\udc00', country: 'DE' }) } : {})));
  await bench.ledger.putSyncShop(aShop());
  await runUntil(bench, stage, stage.harness.clock.now() + 60 * 60_000);
  expect((await rowsOf(bench.ledger, [3, 4])).map(({ state }) => state)).toEqual(['proved', 'proved']);
});
