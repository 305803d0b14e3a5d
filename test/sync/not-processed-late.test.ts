/**
 * A POST is answered with 429, 401 or 403, and yet stands in Exact: a browser that lost a connection had sent it before by itself, and only its
 * second try was turned away. What was stored is ours, whenever it comes, and one of it stays.
 */
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SyncRow } from '../../lib/ledger/sync-rows';
import type { ExactSession } from '../../lib/sync/ports';
import type { FakeExact } from './fake-exact';
import { aBench, aShop, draftFor, fresh, invoices, settle, SHOP, USER, type Bench, type Clock } from './fixtures';

const MINUTE = 60_000;
const CAUSES = ['rate', 'signed-out', 'forbidden'] as const;
let clock: Clock;
let exact: FakeExact;
let customer: string;
beforeEach(() => {
  ({ clock, exact, customer } = fresh());
});

/** The first POST is turned away. Copies of it, sent before by the browser, land after so many milliseconds each. */
async function turnedAway(cause: (typeof CAUSES)[number], copies: readonly number[], source = [...invoices(1)]): Promise<Bench> {
  let onTheWay: { readonly at: number; readonly land: () => void }[] = [];
  let posts = 0;
  const landing = (session: ExactSession): ExactSession => {
    const { entries } = session;
    const landed = <A extends readonly unknown[], R>(call: (...given: A) => R) => (...given: A): R => {
      const due = onTheWay.filter(({ at }) => at <= clock.at);
      onTheWay = onTheWay.filter(({ at }) => at > clock.at);
      for (const { land } of due) land();
      return call(...given);
    };
    const post: ExactSession['entries']['post'] = (draft) => {
      posts += 1;
      if (posts > 1) return entries.post(draft);
      onTheWay = copies.map((ms) => ({ at: clock.at + ms, land: () => void exact.add(draft, USER) }));
      return Promise.resolve({ kind: 'not-processed', cause, until: cause === 'rate' ? clock.at + MINUTE : null, detail: '' });
    };
    return { ...session, entries: { ...entries, lookUp: landed(entries.lookUp), read: landed(entries.read), post: landed(post) } };
  };
  const made = aBench({ exact, clock, source, ports: { exact: () => landing(exact.session(USER)) } });
  await made.ledger.putSyncShop(aShop({ attachPdf: true }));
  return made;
}
const rowOf = async ({ ledger }: Bench): Promise<SyncRow> => (await ledger.syncRow('t1', 1)) ?? expect.fail();
const ended = async (one: Bench) => rowOf(one).then(({ state, entry }) => [state, entry?.origin, exact.entries.length, exact.documents.length]);

describe.each(CAUSES)('%s', (cause) => {
  it.each<[string, readonly number[]]>([
    ['stored at once', [0]],
    ['stored before the next look', [30_000]],
    ['stored after it was sent again', [200_000]],
    ['stored twice at once', [0, 0]],
    ['stored twice, once late', [0, 200_000]],
    ['never stored', []],
  ])('%s: one entry of our own, with its document', async (_name, copies) => {
    const one = await turnedAway(cause, copies);
    await settle(one, clock, 60);
    expect(await ended(one)).toEqual(['proved', 'own', 1, 1]);
  });
});

it('the invoice stays ready with its intent, bound to its reference, and each POST counts', async () => {
  exact.fault = (call) => (call === 'entries.post' ? { kind: 'rate' } : null);
  const one = aBench({ exact, clock, source: invoices(1) });
  await one.ledger.putSyncShop(aShop());
  const first = clock.at;
  await one.engine.run();
  clock.at += 2 * MINUTE;
  await one.engine.run();
  expect(await rowOf(one)).toMatchObject({ state: 'ready', due: 0, reference: 'F26-00001', intent: { attempt: 2, firstAt: first, at: clock.at, draft: { reference: 'F26-00001' } } });
  expect(exact.entries).toEqual([]);
});

it('an entry that a bookkeeper made meanwhile is adopted, as it was before', async () => {
  const one = await turnedAway('forbidden', []);
  await one.engine.run();
  exact.add(draftFor(invoices(1)[0] ?? expect.fail(), customer), 'bookkeeper');
  await settle(one, clock, 60);
  expect(await ended(one)).toEqual(['proved', 'adopted', 1, 0]);
});

it('an invoice that changed meanwhile is sent as it is now', async () => {
  const source = [...invoices(1)];
  const one = await turnedAway('rate', [], source);
  await one.engine.run();
  source.splice(0, 1, ...invoices(1, () => ({ date: '2026-03-06' })));
  clock.at += 20 * MINUTE;
  await settle(one, clock, 60);
  expect([await ended(one), exact.entries.map(({ date }) => date), (await one.ledger.syncRows(SHOP, 'proved', Number.MAX_SAFE_INTEGER, 1)).map(({ changed }) => changed)]).toEqual([['proved', 'own', 1, 1], ['2026-03-06'], [false]]);
});
