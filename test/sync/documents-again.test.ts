/** A PDF that was refused for good is told and can be tried again; where none are wanted any more, what was begun is finished and no more is begun. */
import 'fake-indexeddb/auto';
import { beforeEach, expect, it } from 'vitest';
import { documentsAgain, endDocuments } from '../../lib/sync/documents-again';
import type { FakeExact } from './fake-exact';
import { aBench, aShop, fresh, invoices, rowsOf, settle, SHOP, type Bench, type Clock } from './fixtures';

const DAY = 24 * 3_600_000;
let clock: Clock;
let exact: FakeExact;
beforeEach(() => {
  ({ clock, exact } = fresh());
});

async function bench(count: number, pdfs = true): Promise<Bench> {
  const made = aBench({ exact, clock, source: invoices(count), pdfs });
  await made.ledger.putSyncShop(aShop({ attachPdf: true }));
  return made;
}
const states = async ({ ledger }: Bench): Promise<readonly unknown[]> => (await rowsOf(ledger, [1, 2, 3])).map(({ document }) => document?.state);

it.each(['documents.create', 'documents.attach'])('refused at %s: counted, left alone, and made by a person’s word', async (step) => {
  const one = await bench(3);
  exact.fault = (call) => (call === step ? { kind: 'refused', text: 'Onbekend' } : null);
  await settle(one, clock);
  expect(await states(one)).toEqual(['refused', 'refused', 'refused']);
  expect(await one.ledger.countRefusedDocuments(SHOP)).toBe(3);
  const calls = exact.calls.length;
  clock.at += 30 * DAY;
  await one.engine.run();
  expect(exact.calls.slice(calls).filter((call) => call.startsWith('documents.'))).toEqual([]);
  exact.fault = () => null;
  expect(await documentsAgain(one.ledger, SHOP, clock.at)).toBe(3);
  expect(await one.ledger.countRefusedDocuments(SHOP)).toBe(0);
  await settle(one, clock);
  expect(await states(one)).toEqual(['done', 'done', 'done']);
  expect([exact.entries.length, exact.documents.length, exact.attachments.length]).toEqual([3, 3, 3]);
});

it('that ShopCtrl never had is asked for again by a person’s word', async () => {
  const one = await bench(3, false);
  for (let days = 0; days < 9; days += 1) {
    await settle(one, clock, 3);
    clock.at += DAY;
  }
  expect(await one.ledger.countRefusedDocuments(SHOP)).toBe(3);
  await one.ledger.close();
  const other = await bench(3);
  expect(await documentsAgain(other.ledger, SHOP, clock.at)).toBe(3);
  await settle(other, clock);
  expect([await states(other), exact.attachments.length]).toEqual([['done', 'done', 'done'], 3]);
});

it('not wanted any more: what is begun is finished, nothing else is begun, then or when they are wanted again', async () => {
  const one = await bench(3);
  // The first one is under way, the others come later.
  exact.fault = (call) => (call.startsWith('documents.') ? { kind: 'dropped' } : null);
  for (let run = 0; run < 3; run += 1) {
    await one.engine.run();
    clock.at += 20 * 60_000;
  }
  const [first, ...others] = await rowsOf(one.ledger, [1, 2, 3]);
  if (!first?.document) throw new Error('no document');
  await one.ledger.moveSync([{ before: first, after: { ...first, rev: first.rev + 1, document: { ...first.document, state: 'uncertain' }, documentDue: clock.at } }], 'strict');
  for (const row of others) if (row.document) await one.ledger.moveSync([{ before: row, after: { ...row, rev: row.rev + 1, document: { ...row.document, state: 'due' }, documentDue: clock.at } }], 'strict');
  await one.ledger.putSyncShop(aShop({ attachPdf: false }));
  exact.fault = () => null;
  // Even before anybody said so to the rows.
  await settle(one, clock, 4);
  expect(await states(one)).toEqual(['done', 'due', 'due']);
  await endDocuments(one.ledger, SHOP);
  await one.ledger.putSyncShop(aShop({ attachPdf: true }));
  await settle(one, clock, 4);
  expect([await states(one), exact.documents.length, exact.attachments.length]).toEqual([['done', undefined, undefined], 1, 1]);
});
