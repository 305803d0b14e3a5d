/**
 * A person can edit the reference of an entry in Exact, and the look-up by reference then misses it; the id of an entry never changes
 * (facts: exact-api 5). An invoice whose entry was ever named by Exact is never sent again while that stands, and never by itself once it is gone.
 */
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FoundEntry } from '../../lib/exact/entries';
import { withoutReason, type SyncRow } from '../../lib/ledger/sync-rows';
import type { FakeExact, Fault } from './fake-exact';
import { aBench, aShop, draftFor, fresh, invoices, settle, SHOP, type Bench, type BenchOptions, type Clock } from './fixtures';

const MINUTE = 60_000;
const ONE = invoices(1);
let clock: Clock;
let exact: FakeExact;
let customer: string;
beforeEach(() => {
  ({ clock, exact, customer } = fresh());
});

async function bench(options: Partial<BenchOptions> = {}): Promise<Bench> {
  const made = aBench({ exact, clock, source: ONE, ...options });
  if (!(await made.ledger.syncShop(SHOP))) await made.ledger.putSyncShop(aShop());
  return made;
}
const rowOf = async ({ ledger }: Bench): Promise<SyncRow> => (await ledger.syncRow('t1', 1)) ?? expect.fail();
const told = async (one: Bench): Promise<string> => rowOf(one).then(({ state, reason }) => `${state} ${reason?.code ?? ''} ${String(reason?.params['what'] ?? '')}`.trim());
const posts = (): number => exact.calls.filter((call) => call === 'entries.post').length;
const edit = (change: (entry: FoundEntry) => Partial<FoundEntry>): void => {
  exact.entries = exact.entries.map((entry) => ({ ...entry, ...change(entry) }));
};
const rename = (reference = 'other'): void => edit(() => ({ reference }));
const draft = (): ReturnType<typeof draftFor> => draftFor(ONE[0] ?? expect.fail(), customer);

/** What the card's button does: the row as it is, or without its entry where a person says that it is to be booked again, to be decided anew. */
async function lookAgain(one: Bench, change = (row: SyncRow): SyncRow => row): Promise<void> {
  const row = await rowOf(one);
  await one.ledger.moveSync([{ before: row, after: { ...change(withoutReason(row)), state: 'seen', due: 0, rev: row.rev + 1 } }], 'strict');
}
async function runs(one: Bench, minutes: number): Promise<void> {
  for (const end = clock.at + minutes * MINUTE; clock.at < end; clock.at += 3 * MINUTE) await one.engine.run();
}
/** Killed when Exact has answered the POST, and before anything is looked up; `change` happens before the next worker. */
async function killedAfterAnswer(change: () => void): Promise<Bench> {
  let looks = 0;
  const first = await bench({ strike: (call) => (call === 'entries.lookUp' && (looks += 1) === 2 ? 'before' : null) });
  await expect(first.engine.run()).rejects.toThrow();
  expect((await rowOf(first)).state).toBe('sent');
  await first.ledger.close();
  change();
  return bench();
}

describe('a booked entry whose reference was edited', () => {
  it.each([['own', 1], ['adopted', 0]] as const)('stays what it is when looked at again, as often as one likes (%s)', async (origin, sent) => {
    if (origin === 'adopted') exact.add(draft(), 'bookkeeper');
    const one = await bench();
    await one.engine.run();
    rename();
    await runs(one, 60);
    expect([await told(one), (await rowOf(one)).found?.length]).toEqual(['differs S-DIFFERS reference', 1]);
    for (let again = 0; again < 3; again += 1) {
      await lookAgain(one);
      await runs(one, 30);
      expect([await told(one), posts(), exact.entries.length]).toEqual(['differs S-DIFFERS reference', sent, 1]);
    }
    rename('F26-00001');
    await lookAgain(one);
    await settle(one, clock);
    expect([await told(one), posts(), exact.entries.length]).toEqual(['proved', sent, 1]);
  });

  it('and that was deleted later is gone, and sent again only by a person who says so', async () => {
    const one = await bench();
    await one.engine.run();
    rename();
    await runs(one, 60);
    exact.entries = [];
    await lookAgain(one);
    await runs(one, 30);
    expect([await told(one), posts()]).toEqual(['gone S-GONE', 1]);
    await lookAgain(one, ({ entry: _, ...row }) => row);
    await settle(one, clock);
    expect([await told(one), posts(), exact.entries.length]).toEqual(['proved', 2, 1]);
  });

  it('is not exported either while it is looked at again', async () => {
    const one = await bench();
    await one.engine.run();
    rename();
    await runs(one, 60);
    await lookAgain(one);
    expect(await one.ledger.heldBySync('t1', [1])).toEqual(new Set([1]));
  });

  it('beside one that the bookkeeper typed in its place: both are shown, nothing is deleted', async () => {
    const one = await bench();
    await one.engine.run();
    rename();
    exact.add(draft(), 'bookkeeper');
    await runs(one, 60);
    expect([await told(one), (await rowOf(one)).found?.length, exact.entries.length, posts()]).toEqual(['two-found S-TWO-FOUND', 2, 2, 1]);
  });
});

describe('a POST that Exact answered, and a kill before the look-up', () => {
  it('its reference edited meanwhile: told, never sent again', async () => {
    const one = await killedAfterAnswer(rename);
    await runs(one, 60);
    expect([await told(one), posts(), exact.entries.length]).toEqual(['differs S-DIFFERS reference', 1, 1]);
    await lookAgain(one);
    await runs(one, 30);
    expect([await told(one), posts(), exact.entries.length]).toEqual(['differs S-DIFFERS reference', 1, 1]);
  });

  it('deleted meanwhile: gone at the second look, sent again only by a person', async () => {
    const one = await killedAfterAnswer(() => (exact.entries = []));
    await one.engine.run();
    expect(await told(one)).toBe('uncertain S-UNCERTAIN');
    await runs(one, 60);
    expect([await told(one), posts()]).toEqual(['gone S-GONE', 1]);
    await lookAgain(one);
    await settle(one, clock);
    expect([await told(one), posts(), exact.entries.length]).toEqual(['proved', 2, 1]);
  });

  it.each<[string, Fault, string]>([
    ['the look by id is lost', { kind: 'maintenance' }, 'differs S-DIFFERS reference'],
    ['the look by id is refused', { kind: 'refused', text: 'Niet toegestaan: EntryID' }, 'sent'],
  ])('%s: nothing is sent, and nobody spins', async (_name, fault, state) => {
    let left = 1;
    exact.fault = (call) => (call === 'entries.read' && (fault.kind === 'refused' || (left -= 1) >= 0) ? fault : null);
    const one = await killedAfterAnswer(rename);
    await runs(one, 60);
    expect([await told(one), posts(), exact.entries.length]).toEqual([state, 1, 1]);
    expect(exact.calls.filter((call) => call === 'entries.read').length).toBeLessThan(15);
  });

  it('another invoice goes on meanwhile', async () => {
    exact.fault = (call) => (call === 'entries.read' ? { kind: 'refused', text: 'Niet toegestaan: EntryID' } : null);
    await (await killedAfterAnswer(rename)).ledger.close();
    const one = await bench({ source: invoices(4) });
    await runs(one, 60);
    expect(await one.ledger.syncCounts(SHOP)).toMatchObject({ sent: 1, proved: 3 });
  });
});

describe('two of whom none could be removed', () => {
  it('their references edited: shown, not sent; deleted: gone', async () => {
    const one = await bench();
    await one.engine.run();
    exact.add(draft(), 'bookkeeper');
    exact.matched.add(exact.entries[0]?.entryId ?? '');
    await runs(one, 120);
    expect(await told(one)).toBe('two-found S-TWO-HELD');
    rename();
    await lookAgain(one);
    await runs(one, 30);
    expect([await told(one), posts(), exact.entries.length]).toEqual(['two-found S-TWO-FOUND', 1, 2]);
    exact.entries = [];
    await runs(one, 26 * 60);
    expect([await told(one), posts()]).toEqual(['gone S-GONE', 1]);
  });
});
