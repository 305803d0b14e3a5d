/** Kinds that Exact refuses: they rest, also across restarts of the worker, and hold up nothing else (design 6). */
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeEach, expect, it } from 'vitest';
import { release } from '../../lib/sync/release';
import { FakeExact } from './fake-exact';
import { aBench, aShop, bookingOf, Clock, DECIDER, invoices, reasonsOf, SHOP, type Bench } from './fixtures';

const HOUR = 3_600_000;
const DEAD = /[13579]$/;
let clock: Clock;
let exact: FakeExact;
beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  clock = new Clock();
  exact = new FakeExact(clock.now);
  exact.account('1001');
  // Journal 71 lacks something; its words differ from one refusal to the next, so that none is equal to the last.
  exact.fault = (call, reference) => (call === 'entries.post' && DEAD.test(reference) ? { kind: 'refused', text: `Verplicht: Kostenplaats ${[...reference.slice(-2)].map((digit) => 'abcdefghij'.charAt(Number(digit))).join('')}` } : null);
});

/** Half of the invoices are of a kind that Exact refuses; a worker that was never there before. */
async function bench(count: number, onlyDead = 0): Promise<Bench> {
  const source = invoices(count, (id) => (id <= onlyDead ? { code: `D${String(id).padStart(4, '0')}1` } : {}));
  const journalOf = (code: string): string => (DEAD.test(code) ? '71' : '70');
  const made = aBench({
    exact,
    clock,
    source,
    decider: { ...DECIDER, decide: ({ invoice }) => ({ decision: { ok: true, booking: { ...bookingOf(invoice), journal: journalOf(invoice.code) } }, record: null }) },
  });
  if (!(await made.ledger.syncShop(SHOP))) await made.ledger.putSyncShop(aShop());
  return made;
}
const refused = (): number => exact.calls.filter((call) => call === 'entries.post').length - exact.posted.length;

it('a dead canary is dead for the next worker as well; one tells a day later', async () => {
  for (let worker = 0; worker < 5; worker += 1) {
    await (await bench(40)).engine.run();
    clock.at += 16 * 60_000;
  }
  expect([refused(), exact.entries.length]).toEqual([3, 20]);
  clock.at += 24 * HOUR;
  await (await bench(40)).engine.run();
  clock.at += HOUR;
  await (await bench(40)).engine.run();
  expect(refused()).toBe(4);
  exact.fault = () => null;
  clock.at += 25 * HOUR;
  const last = await bench(40);
  await last.engine.run();
  expect([exact.entries.length, await last.ledger.syncCounts(SHOP)]).toEqual([36, expect.objectContaining({ refused: 4, waiting: 0, ready: 0 })]);
});

it('more of a dead kind than one slice takes hold up nothing behind them', async () => {
  const one = await bench(80, 50);
  for (let run = 0; run < 3; run += 1) {
    await one.engine.run();
    clock.at += 16 * 60_000;
  }
  expect([exact.entries.length, (await reasonsOf(one.ledger, 'waiting')).map(([code]) => code)]).toEqual([15, ['S-KIND-RESTS']]);
});

it('a person has all of it tried again at once', async () => {
  const one = await bench(40);
  await one.engine.run();
  exact.fault = () => null;
  await release(one.ledger, SHOP, null, 'waiting', null, clock.at);
  await release(one.ledger, SHOP, null, 'refused', null, clock.at);
  await one.engine.run();
  expect(exact.entries).toHaveLength(40);
});

it('what a person mends in Exact is tried again by itself a day later', async () => {
  exact.accounts = [];
  const one = await bench(2);
  await one.engine.run();
  expect(await reasonsOf(one.ledger, 'waiting')).toEqual([['S-DEBTOR-MISSING', 2]]);
  exact.account('1001');
  exact.fault = () => null;
  const { next } = await one.engine.run();
  expect(next).toBe(clock.at + 24 * HOUR);
  clock.at = next ?? 0;
  await one.engine.run();
  expect(exact.entries).toHaveLength(2);
});

it('after the third equal refusal no more relations are made, in later runs neither, until a person has it tried again', async () => {
  const buyers = (count: number) => invoices(count, (id) => ({ code: `C${String(id).padStart(4, '0')}0`, customerCode: `B${String(id)}` }));
  let made = 0;
  exact.fault = (call, code) => (call === 'debtors.create' && (made += 1) > 0 ? { kind: 'refused', text: `Verplicht: Accountmanager ${code.replace(/\D/g, '')}` } : null);
  const one = aBench({ exact, clock, source: buyers(70) });
  const held = async (): Promise<unknown> => await reasonsOf(one.ledger, 'waiting');
  await one.ledger.putSyncShop(aShop());
  await one.engine.run();
  expect([made, await held()]).toEqual([3, [['X-MANDATORY', 70]]]);
  clock.at += HOUR;
  await aBench({ exact, clock, source: buyers(80) }).engine.run();
  expect([made, await held()]).toEqual([3, [['X-MANDATORY', 80]]]);
  clock.at += HOUR;
  await release(one.ledger, SHOP, null, 'waiting', null, clock.at);
  clock.at += 1000;
  await one.engine.run();
  expect([made, await held()]).toEqual([6, [['X-MANDATORY', 80]]]);
  clock.at += HOUR;
  exact.fault = () => null;
  await release(one.ledger, SHOP, null, 'waiting', null, clock.at);
  clock.at += 1000;
  await one.engine.run();
  expect(exact.entries).toHaveLength(80);
});

it('equal refusals of relations on different days are no reason to stop', async () => {
  let made = 0;
  exact.fault = (call) => (call === 'debtors.create' && (made += 1) > 0 ? { kind: 'refused', text: 'Verplicht: Accountmanager' } : null);
  for (const count of [1, 2, 3, 4]) {
    const one = aBench({ exact, clock, source: invoices(count, (id) => ({ customerCode: `B${String(id)}`, code: `C${String(id)}` })).slice(count - 1) });
    await one.ledger.putSyncShop(aShop());
    await one.engine.run();
    for (const row of await one.ledger.syncRows(SHOP, 'waiting', Number.MAX_SAFE_INTEGER, 9)) await one.ledger.moveSync([{ before: row, after: { ...row, state: 'skipped', rev: row.rev + 1, due: Number.MAX_SAFE_INTEGER } }], 'relaxed');
    expect(made).toBe(count);
    clock.at += 25 * HOUR;
  }
});
