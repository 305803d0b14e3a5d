/** The PDF of an invoice on its entry: once, whatever is lost, and never in the way of an entry. */
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { FaultError } from '../../lib/faults';
import type { FakeExact, Fault } from './fake-exact';
import { aBench, aShop, fresh, invoices, rowsOf, settle, type Bench, type BenchOptions, type Clock } from './fixtures';

let clock: Clock;
let exact: FakeExact;
beforeEach(() => {
  ({ clock, exact } = fresh());
});

async function bench(count: number, options: Partial<BenchOptions> = {}, attachPdf = true): Promise<Bench> {
  const made = aBench({ exact, clock, source: invoices(count), ...options });
  await made.ledger.putSyncShop(aShop({ attachPdf }));
  return made;
}
const documentsOf = async ({ ledger }: Bench, count: number): Promise<readonly unknown[]> => (await rowsOf(ledger, Array.from({ length: count }, (_, at) => at + 1))).map(({ document }) => document?.state);
/** Documents and attachments of each entry. */
const books = (): readonly (readonly number[])[] =>
  exact.entries.map(({ entryId }) => {
    const documents = exact.documents.filter((one) => one.entryId === entryId);
    return [documents.length, exact.attachments.filter(({ documentId }) => documents.some((one) => one.documentId === documentId)).length];
  });

it('comes after the proof, one document with one attachment each, for few calls', async () => {
  const one = await bench(30);
  await one.engine.run();
  expect(exact.documents).toEqual([]);
  await settle(one, clock);
  expect(books()).toEqual(Array.from({ length: 30 }, () => [1, 1]));
  expect(new Set(await documentsOf(one, 30))).toEqual(new Set(['done']));
  const calls = exact.calls.filter((call) => call.startsWith('documents.'));
  expect(calls.filter((call) => call === 'documents.ofEntries' || call === 'documents.attachments').length).toBeLessThanOrEqual(14);
  expect(calls.filter((call) => call === 'documents.create' || call === 'documents.attach')).toHaveLength(60);
});

it('is not made where the shop does not want it', async () => {
  const one = await bench(2, {}, false);
  await settle(one, clock);
  expect([exact.documents.length, await documentsOf(one, 2)]).toEqual([0, [undefined, undefined]]);
});

describe.each(['documents.create', 'documents.attach'])('%s', (step) => {
  it.each<readonly [string, Fault, number]>([
    ['stored, answer lost', { kind: 'lost' }, 1],
    ['never arrived', { kind: 'dropped' }, 2],
    ['stored four minutes later', { kind: 'late', ms: 240_000 }, 1],
    ['sent twice by the browser', { kind: 'resent' }, 1],
    ['sent twice, one copy lands minutes later', { kind: 'resent', ms: 240_000 }, 1],
    ['429', { kind: 'rate' }, 2],
    ['signed out', { kind: 'signed-out' }, 2],
    ['maintenance', { kind: 'maintenance' }, 2],
  ])('%s: one of each in the end', async (_name, fault, sent) => {
    let left = 1;
    exact.fault = (call) => (call === step && (left -= 1) >= 0 ? fault : null);
    const one = await bench(2);
    await settle(one, clock, 20);
    exact.settle();
    expect([books(), await documentsOf(one, 2)]).toEqual([[[1, 1], [1, 1]], ['done', 'done']]);
    expect(exact.calls.filter((call) => call === step)).toHaveLength(sent + 1);
    expect(exact.entries).toHaveLength(2);
  });

  it('refused: said with its reason, the entry untouched', async () => {
    exact.fault = (call) => (call === step ? { kind: 'refused', text: 'Ongeldige referentie: Document' } : null);
    const one = await bench(1);
    await settle(one, clock);
    expect((await rowsOf(one.ledger, [1]))[0]).toMatchObject({ state: 'proved', document: { state: 'refused', reason: { code: 'X-REFERENCE' } } });
  });

  it('forbidden: entries go on, the documents are put off for a day', async () => {
    exact.fault = (call) => (call === step ? { kind: 'forbidden' } : null);
    const one = await bench(3);
    await settle(one, clock, 4);
    expect(await one.ledger.syncCounts(aShop())).toMatchObject({ proved: 3 });
    expect((await one.ledger.syncShop(aShop()))?.lastRun?.fault).toBeNull();
    expect(exact.calls.filter((call) => call === step)).toHaveLength(1);
    exact.fault = () => null;
    clock.at += 25 * 3_600_000;
    await settle(one, clock);
    expect(books()).toEqual([[1, 1], [1, 1], [1, 1]]);
  });
});

it('that ShopCtrl does not have is asked for soon twice more, then three times a day apart', async () => {
  const asked: number[] = [];
  const one = await bench(1, { ports: { pdf: () => Promise.resolve((asked.push(clock.at), null)) } });
  for (let day = 0; day < 8; day += 1) {
    await settle(one, clock, 4);
    clock.at += 25 * 3_600_000;
  }
  expect([exact.documents.length, (await rowsOf(one.ledger, [1]))[0]]).toMatchObject([0, { state: 'proved', document: { state: 'refused', reason: { code: 'S-PDF-NONE' } } }]);
  const waits = asked.slice(1).map((at, index) => at - (asked[index] ?? 0));
  expect([waits.length, waits.slice(0, 2).every((wait) => wait <= 3_600_000), waits.slice(2).every((wait) => wait >= 24 * 3_600_000)]).toEqual([5, true, true]);
});

it('waits while ShopCtrl does not answer', async () => {
  let down = true;
  const one = await bench(3, { ports: { pdf: (_shop, id) => (down ? Promise.reject(new FaultError({ code: 'offline' })) : Promise.resolve({ fileName: `${String(id)}.pdf`, base64: 'JVBERi0=' })) } });
  await settle(one, clock, 4);
  expect([exact.documents.length, (await one.ledger.syncShop(aShop()))?.lastRun?.fault]).toEqual([0, null]);
  down = false;
  await settle(one, clock, 8);
  expect(books()).toEqual([[1, 1], [1, 1], [1, 1]]);
});

it('a document that a person took away is not made again', async () => {
  const one = await bench(1);
  await settle(one, clock, 3);
  exact.documents = [];
  exact.attachments = [];
  await settle(one, clock);
  expect([exact.documents.length, await documentsOf(one, 1)]).toEqual([0, ['done']]);
});

it('a copy whose removal was lost is removed by a later look', async () => {
  let lost = 2;
  exact.fault = (call) => {
    if (call === 'documents.create' || call === 'documents.attach') return { kind: 'resent' };
    return call === 'documents.remove' && (lost -= 1) >= 0 ? { kind: 'dropped' } : null;
  };
  const one = await bench(1);
  await settle(one, clock, 20);
  expect([books(), await documentsOf(one, 1)]).toEqual([[[1, 1]], ['done']]);
});

it('of an entry in the administration that the shop was linked to before is left alone', async () => {
  const one = await bench(2);
  exact.fault = (call) => (call === 'documents.create' ? { kind: 'forbidden' } : null);
  await settle(one, clock, 3);
  exact.fault = () => null;
  clock.at += 25 * 3_600_000;
  const moved = aBench({ exact, clock, source: invoices(2), ports: { target: () => Promise.resolve({ connectionId: 'c', site: 'nl', division: 200, userId: 'user-1' }) } });
  const before = exact.calls.length;
  await settle(moved, clock, 4);
  expect(exact.calls.slice(before).filter((call) => call.startsWith('documents.'))).toEqual([]);
  expect([exact.documents.length, await documentsOf(moved, 2)]).toEqual([0, ['refused', 'refused']]);
});
