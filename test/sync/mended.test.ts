/** What a person mended in Exact counts from "Try again" on: keys that are remembered are asked for anew, and nobody is made beside those that stay. */
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Invoice } from '../../lib/invoice/invoice';
import { release } from '../../lib/sync/release';
import { aParty } from '../booking/fixtures';
import { aShop, invoices, rowsOf, SHOP, type Bench } from './fixtures';
import { aStage, DIVISION, runUntil, type Stage } from './over-http';

let stage: Stage;
beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  stage = await aStage();
});
afterEach(() => stage.close());

const MINUTE = 60_000;
const master = () => stage.harness.sim.master(DIVISION);
const debtors = (): readonly string[] => stage.harness.sim.books(DIVISION).map(({ debtor }) => debtor);
const refused = () => stage.calls().filter(({ method, status }) => method === 'POST' && status >= 400);

function aRelation(code: string, change: { readonly email?: string; readonly vatNumber?: string; readonly country?: string }): void {
  const like = master().accounts.get('1001');
  if (!like) throw new Error('no relation to start from');
  master().accounts.set(code, { ...like, id: `00000000-0000-4000-8000-${code.toLowerCase().padStart(12, '0')}`, code, ...change });
}

async function triedAgain(bench: Bench): Promise<void> {
  const { clock } = stage.harness;
  clock.advance(MINUTE);
  await release(bench.ledger, SHOP, { site: 'nl', division: DIVISION }, 'waiting', null, clock.now());
  clock.advance(1000);
  await runUntil(bench, stage, clock.now() + 5 * MINUTE);
}

/** The first is booked, which has its keys remembered; the second waits for the period, refused by Exact. */
async function secondWaits(who: Partial<Invoice>): Promise<Bench> {
  const { sim, clock } = stage.harness;
  const [first, second] = invoices(2, () => who) as [Invoice, Invoice];
  const source = [first];
  const bench = stage.bench(source);
  await bench.ledger.putSyncShop(aShop());
  await runUntil(bench, stage, clock.now() + MINUTE);
  sim.closePeriod(DIVISION, 2026, 3);
  source.push(second);
  await runUntil(bench, stage, clock.now() + 16 * MINUTE);
  expect(await bench.ledger.syncCounts(SHOP)).toMatchObject({ proved: 1, waiting: 1 });
  expect(refused()).toHaveLength(1);
  sim.openPeriod(DIVISION, 2026, 3);
  return bench;
}

it('a VAT number that was added to the relation is seen at once, not a day later', async () => {
  const { clock } = stage.harness;
  aRelation('B7', {});
  const bench = stage.bench(invoices(1, () => ({ customerCode: 'B7', billTo: aParty({ email: '', vatNumber: 'DE246813573', country: 'DE' }) })));
  await bench.ledger.putSyncShop(aShop());
  await runUntil(bench, stage, clock.now() + MINUTE);
  expect((await rowsOf(bench.ledger, [1])).map(({ reason }) => reason?.code)).toEqual(['R-DEBTOR-VATNO']);
  aRelation('B7', { vatNumber: 'DE246813573', country: 'DE' });
  await triedAgain(bench);
  expect(debtors()).toEqual(['B7']);
});

it('a relation that was merged with another is not sent once more', async () => {
  aRelation('777', { email: 'buyer@shop.example' });
  const bench = await secondWaits({ customerCode: 'B7', billTo: aParty({ email: 'buyer@shop.example' }) });
  master().accounts.delete('777');
  aRelation('888', { email: 'buyer@shop.example' });
  await triedAgain(bench);
  expect(debtors().at(-1)).toBe('888');
  expect(refused()).toHaveLength(1);
});

it('a relation that is remembered, but found by nothing any more, gets no second one beside it', async () => {
  aRelation('777', { email: 'buyer@shop.example' });
  const bench = await secondWaits({ customerCode: 'B7', billTo: aParty({ email: 'buyer@shop.example' }) });
  const before = [...master().accounts.keys()];
  aRelation('777', { email: 'other@shop.example' });
  await triedAgain(bench);
  expect(debtors()).toEqual(['777', '777']);
  expect([...master().accounts.keys()]).toEqual(before);
});

it('an account that was made anew under its code is asked for', async () => {
  const bench = await secondWaits({});
  stage.harness.sim.remake(DIVISION, 'glAccounts', '8000');
  await triedAgain(bench);
  expect(debtors()).toHaveLength(2);
  expect(refused()).toHaveLength(1);
});
