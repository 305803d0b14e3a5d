/** Removing a copy of ours over HTTP: what is read before the DELETE, and what Exact itself gives nothing away for (facts: exact-api 4.5, 4.7). */
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSession } from '../../lib/sync/session';
import { passes } from '../../lib/sync/resolve';
import { aShop, invoices, SHOP, type Bench } from './fixtures';
import { aStage, DIVISION, runUntil, type Stage } from './over-http';

const MINUTE = 60_000;
let stage: Stage;
beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  stage = await aStage();
});
afterEach(() => stage.close());

/** As a browser does whose connection was cut before the first byte: the first POST of an entry goes out twice. `then` is what a person does in between. */
async function resent(count: number, then: (copy: string) => void = () => undefined): Promise<Bench> {
  let left = 1;
  const twice: Stage['fetch'] = async (url, init) => {
    if (init.method !== 'POST' || !url.includes('SalesEntries') || (left -= 1) < 0) return stage.fetch(url, init);
    await stage.fetch(url, init);
    const answer = await stage.fetch(url, init);
    then(stage.harness.sim.books(DIVISION).at(-1)?.entryId ?? '');
    return answer;
  };
  const bench = stage.bench(invoices(count), { ports: { exact: (target, bearer, budget) => openSession({ fetch: twice, now: stage.harness.clock.now }, target, bearer, budget) } });
  await bench.ledger.putSyncShop(aShop());
  return bench;
}
const asked = (method: string, path: string): number => stage.calls().filter((call) => call.method === method && call.path.includes(path)).length;
const entries = (): readonly string[] => stage.harness.sim.books(DIVISION).map(({ yourRef }) => yourRef).sort();

it('both are read in one call, nothing is matched, one goes', async () => {
  const bench = await resent(2);
  await runUntil(bench, stage, stage.harness.clock.now() + 60 * MINUTE);
  expect([entries(), asked('GET', 'Receivables'), asked('DELETE', 'SalesEntries'), asked('GET', '$filter=EntryID+eq+')]).toEqual([['F26-00001', 'F26-00002'], 1, 1, 1]);
  expect(await bench.ledger.syncCounts(SHOP)).toMatchObject({ proved: 2 });
  expect(stage.calls().filter(({ status }) => status >= 400)).toEqual([]);
});

it.each<[string, number, (copy: string) => void, number]>([
  ['a payment is matched with the copy: not even asked for', 1, (copy) => stage.harness.sim.matchPayment(DIVISION, copy), 0],
  ['its VAT return is filed, which only Exact knows: refused', 1, () => stage.harness.sim.fileVat(DIVISION, '2026-01-01', '2026-03-31'), 1],
  ['its period is closed, which only Exact knows: refused', 1, () => stage.harness.sim.closePeriod(DIVISION, 2026, 3), 1],
  ['its period is closed, which the next invoice was told: not even asked for', 2, () => stage.harness.sim.closePeriod(DIVISION, 2026, 3), 0],
])('%s, and a person is shown both', async (_name, count, then, deletes) => {
  const bench = await resent(count, then);
  await runUntil(bench, stage, stage.harness.clock.now() + 60 * MINUTE);
  const row = await bench.ledger.syncRow('t1', 1);
  expect([entries().filter((reference) => reference === 'F26-00001').length, asked('DELETE', 'SalesEntries'), row?.state, row && passes(row), row?.found?.length]).toEqual([2, deletes, 'two-found', false, 2]);
});

it('an entry is read by its id after its reference was edited', async () => {
  const bench = stage.bench(invoices(1));
  await bench.ledger.putSyncShop(aShop());
  await bench.engine.run();
  const { entryId } = stage.harness.sim.books(DIVISION)[0] ?? expect.fail();
  const url = `https://start.exactonline.nl/api/v1/${String(DIVISION)}/salesentry/SalesEntries(guid'${entryId}')`;
  expect((await stage.fetch(url, { method: 'PUT', headers: { authorization: `Bearer ${stage.token}`, 'content-type': 'application/json' }, body: JSON.stringify({ YourRef: 'edited' }) })).status).toBe(204);
  await runUntil(bench, stage, stage.harness.clock.now() + 60 * MINUTE);
  expect(await bench.ledger.syncRow('t1', 1)).toMatchObject({ state: 'differs', reason: { code: 'S-DIFFERS', params: { what: 'reference' } }, entry: { entryId } });
  expect(entries()).toEqual(['edited']);
});
