/**
 * Removing a copy of ours (design 6.5): what was found may be old when the DELETE comes, after a kill, a wait for a budget or a restored backup.
 * Whatever changed meanwhile keeps it from being deleted, and what cannot be known does as well.
 */
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FoundEntry } from '../../lib/exact/entries';
import { mergedRow } from '../../lib/ledger/merge';
import type { SyncRow } from '../../lib/ledger/sync-rows';
import { passes } from '../../lib/sync/resolve';
import { FakeExact, type Fault } from './fake-exact';
import { aBench, aShop, Clock, invoices, settle, SHOP, type Bench, type BenchOptions } from './fixtures';

const MINUTE = 60_000;
let clock: Clock;
let exact: FakeExact;
beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  clock = new Clock();
  exact = new FakeExact(clock.now);
  exact.account('1001');
  // The browser sends the first POST twice.
  let left = 1;
  exact.fault = (call) => (call === 'entries.post' && (left -= 1) >= 0 ? { kind: 'resent' } : null);
});

async function bench(options: Partial<BenchOptions> = {}): Promise<Bench> {
  const made = aBench({ exact, clock, source: invoices(1), ...options });
  if (!(await made.ledger.syncShop(SHOP))) await made.ledger.putSyncShop(aShop());
  return made;
}
const rowOf = async ({ ledger }: Bench): Promise<SyncRow> => (await ledger.syncRow('t1', 1)) ?? expect.fail();
const count = (call: string): number => exact.calls.filter((one) => one === call).length;
const [KEEPER, COPY] = [0, 1] as const;
const edit = (at: number, change: (entry: FoundEntry) => Partial<FoundEntry>): void => {
  exact.entries = exact.entries.map((entry, index) => (index === at ? { ...entry, ...change(entry) } : entry));
};

/** Killed when it was decided which copy goes, and before anything of it was done. */
async function decided(): Promise<Bench> {
  const first = await bench({ strike: (call) => (call === 'entries.read' ? 'before' : null) });
  await expect(first.engine.run()).rejects.toThrow();
  expect((await rowOf(first)).intent?.removing).toBeDefined();
  await first.ledger.close();
  return bench();
}

it('what nobody touched is removed after the kill, whatever time went by', async () => {
  const one = await decided();
  clock.at += 600 * MINUTE;
  await settle(one, clock);
  expect([(await rowOf(one)).state, exact.entries.map(({ entryNumber }) => entryNumber), count('entries.post')]).toEqual(['proved', [26_700_001], 1]);
});

describe('nothing is deleted, and a person is shown both, when meanwhile', () => {
  it.each<[string, () => void]>([
    ['the copy got another account', () => edit(COPY, ({ lines }) => ({ lines: lines.map((line) => ({ ...line, account: 'gl-8001' })) }))],
    ['the copy got another total', () => edit(COPY, ({ gross }) => ({ gross: gross + 1 }))],
    ['the copy was processed', () => edit(COPY, () => ({ status: 50 }))],
    ['the keeper got another total', () => edit(KEEPER, ({ gross }) => ({ gross: gross + 1 }))],
    ['the keeper got another debtor', () => edit(KEEPER, () => ({ customer: 'somebody' }))],
    ['the keeper got another reference', () => edit(KEEPER, () => ({ reference: 'other' }))],
    ['a payment was matched with the copy', () => exact.matched.add(exact.entries[COPY]?.entryId ?? '')],
  ])('%s', async (_name, change) => {
    const one = await decided();
    change();
    clock.at += 30 * MINUTE;
    for (let run = 0; run < 12; run += 1, clock.at += 15 * MINUTE) await one.engine.run();
    const row = await rowOf(one);
    expect([row.state, passes(row), row.found?.length, exact.entries.length, count('entries.post'), count('entries.remove')]).toEqual(['two-found', false, 2, 2, 1, 0]);
  });

  it('the period was closed, which Exact alone knows: asked once, and not again while it is believed', async () => {
    const one = await decided();
    const period = 'Periode is afgesloten: 2026 - 3';
    exact.fault = (call) => (call === 'entries.remove' ? { kind: 'refused', text: period } : null);
    for (let run = 0; run < 12; run += 1, clock.at += 15 * MINUTE) await one.engine.run();
    const row = await rowOf(one);
    expect([row.state, passes(row), row.reason?.code, row.reason?.params['cause'], exact.entries.length, count('entries.remove')]).toEqual(['two-found', false, 'S-TWO-HELD', 'X-PERIOD-CLOSED', 2, 1]);
  });

  it.each<[string, Fault]>([
    ['refuses to say', { kind: 'refused', text: 'Niet toegestaan: Openstaande posten' }],
    ['may not be asked', { kind: 'forbidden' }],
  ])('Exact %s whether something is matched; others go on', async (_name, fault) => {
    const one = await decided();
    exact.fault = (call) => (call === 'entries.matched' ? fault : null);
    await one.ledger.close();
    const more = await bench({ source: invoices(3) });
    for (let run = 0; run < 12; run += 1, clock.at += 15 * MINUTE) await more.engine.run();
    expect(await more.ledger.syncCounts(SHOP)).toMatchObject({ 'two-found': 1, proved: 2 });
    expect([exact.entries.filter(({ reference }) => reference === 'F26-00001').length, count('entries.remove')]).toEqual([2, 0]);
  });
});

it('the copy was taken away by a person: one is left, and nothing is asked for twice', async () => {
  const one = await decided();
  exact.entries = exact.entries.slice(0, 1);
  await settle(one, clock);
  expect([(await rowOf(one)).state, exact.entries.length, count('entries.remove'), count('entries.post')]).toEqual(['proved', 1, 0, 1]);
});

it('an answer to the DELETE that is lost leaves one entry', async () => {
  const one = await decided();
  let left = 1;
  exact.fault = (call) => (call === 'entries.remove' && (left -= 1) >= 0 ? { kind: 'lost' } : null);
  await settle(one, clock);
  expect([(await rowOf(one)).state, exact.entries.length, count('entries.remove'), count('entries.post')]).toEqual(['proved', 1, 1, 1]);
});

it('our copy was removed, and the keeper renamed before the look after it: told, and not sent again', async () => {
  const one = await decided();
  await one.ledger.close();
  let gone = false;
  const killed = await bench({ strike: (call) => ((gone ||= call === 'entries.remove') && call === 'entries.lookUp' ? 'before' : null) });
  await expect(killed.engine.run()).rejects.toThrow();
  await killed.ledger.close();
  expect(exact.entries).toHaveLength(1);
  edit(KEEPER, () => ({ reference: 'other' }));
  const next = await bench();
  for (let run = 0; run < 12; run += 1, clock.at += 15 * MINUTE) await next.engine.run();
  expect([(await rowOf(next)).state, exact.entries.length, count('entries.post')]).toEqual(['differs', 1, 1]);
});

describe('a restored backup', () => {
  it('does not know any more which copy was to go: it is looked up first', async () => {
    const saved = await rowOf(await decided());
    const restored = mergedRow(undefined, saved, clock.at, null) ?? expect.fail();
    expect([restored.state, restored.due, restored.intent?.removing]).toEqual(['two-found', 0, undefined]);
    globalThis.indexedDB = new IDBFactory();
    const one = await bench();
    await one.ledger.commitPage({ invoices: invoices(1), findings: [], cursor: { ...SHOP, route: 'orders', watermark: null, sweptAt: null, run: null, arithmetic: null } });
    const row = await rowOf(one);
    await one.ledger.moveSync([{ before: row, after: { ...restored, rev: row.rev + 1 } }], 'strict');
    edit(COPY, ({ gross }) => ({ gross: gross + 1 }));
    exact.calls.length = 0;
    await one.engine.run();
    expect([exact.calls[0], count('entries.remove'), (await rowOf(one)).state]).toEqual(['entries.lookUp', 0, 'two-found']);
  });

  it('leaves a task of a person one', async () => {
    const one = await decided();
    exact.matched.add(exact.entries[COPY]?.entryId ?? '');
    await one.engine.run();
    const saved = await rowOf(one);
    const restored = mergedRow(undefined, saved, clock.at, null) ?? expect.fail();
    expect([restored.state, restored.due, passes(restored)]).toEqual(['two-found', saved.due, false]);
  });
});
