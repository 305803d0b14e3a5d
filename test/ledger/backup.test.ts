import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { ledgerRecord, type LedgerRecord } from '../../lib/ledger/backup-rows';
import { openLedger, type Ledger } from '../../lib/ledger/ledger';
import { mergedRow } from '../../lib/ledger/merge';
import type { Intent, SyncRow, SyncState } from '../../lib/ledger/sync-rows';
import { anInvoice } from '../booking/fixtures';

const SHOP = { tenantId: 't1', shopId: 12 };
const NOW = Date.parse('2026-03-20T10:00:00Z');
const cursor = { ...SHOP, route: 'orders' as const, watermark: null, sweptAt: null, run: null, arithmetic: null };
const intent: Intent = {
  site: 'nl', division: 7, hash: 'd', at: 5, firstAt: 5, attempt: 1,
  draft: { type: 20, customer: 'c', journal: '70', date: '2026-03-01', reference: 'F1', description: '', currency: 'EUR', paymentCondition: '', paymentReference: '', lines: [], vat: 21, gross: 121 },
};
const entry = { entryId: 'e1', entryNumber: 26700001, origin: 'own' as const };

/** A row that came to its state by the steps named; `from` tells histories apart. */
function row(states: readonly SyncState[], more: Partial<SyncRow> = {}, from = 0): SyncRow {
  const steps = states.map((state, at) => ({ at: from + at, state, call: '', outcome: 'x' }));
  return { ...SHOP, id: 1, code: '1', date: '2026-03-01', state: states.at(-1) ?? 'seen', due: 0, rev: states.length + 1, hash: 'h1', changed: false, steps, ...more };
}
const sent = row(['ready', 'intent', 'sent'], { reference: 'F1', refKey: 'nl:7:F1', intent });
const booked = row(['ready', 'intent', 'sent', 'booked'], { reference: 'F1', refKey: 'nl:7:F1', intent, entry });

async function all(ledger: Ledger): Promise<LedgerRecord[]> {
  const records: LedgerRecord[] = [];
  for (let after: Parameters<Ledger['backupPage']>[0] = null; ; ) {
    const page = await ledger.backupPage(after);
    records.push(...page.records);
    if (!page.next) return records;
    after = page.next;
  }
}
async function withRow(value: SyncRow): Promise<Ledger> {
  globalThis.indexedDB = new IDBFactory();
  const ledger = openLedger();
  await ledger.mergeBackup([{ store: 'bookings', row: value }], NOW - 1);
  return ledger;
}

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

describe('the further state wins', () => {
  it.each<[string, SyncRow, SyncRow]>([
    ['booked stays, whatever the backup says', booked, row(['waiting'], {}, 50)],
    ['sent stays beside a row that was never sent', sent, row(['refused'], {}, 50)],
    ['a ledger that went on from the backup', booked, sent],
    ['also where it went on to nothing', row(['ready', 'intent', 'sent', 'refused']), sent],
    ['equal ones', row(['waiting']), row(['waiting'])],
    ['nothing happened there', row(['waiting']), row([])],
  ])('the ledger keeps its own: %s', (_name, local, saved) => {
    expect(mergedRow(local, saved, NOW, 'h1')).toBeNull();
  });

  it.each<[string, SyncRow, SyncRow, SyncState]>([
    ['booked beside seen', row([]), booked, 'booked'],
    ['booked beside what was on its way', sent, booked, 'booked'],
    ['a refusal does not outweigh what was sent', row(['refused'], {}, 50), sent, 'sent'],
    ['left to a person', row(['waiting'], {}, 50), row(['skipped'], { reason: { code: 'S-LEFT', params: {} } }), 'skipped'],
  ])('the backup is further: %s', (_name, local, saved, state) => {
    const merged = mergedRow(local, saved, NOW, 'h1');
    expect(merged).toMatchObject({ state, rev: Math.max(local.rev, saved.rev) + 1 });
    expect(merged?.steps.at(-1)).toMatchObject({ at: NOW, outcome: 'restored' });
    for (const step of [...local.steps, ...saved.steps]) expect(merged?.steps).toContainEqual(step);
  });

  it.each<[SyncState, SyncState]>([['intent', 'intent'], ['sent', 'sent'], ['uncertain', 'sent'], ['ready', 'sent'], ['two-found', 'two-found']])('what was on its way (%s) is looked up from the top (%s), its reference frozen', (before, after) => {
    const merged = mergedRow(undefined, row(['ready', 'intent', before], { reference: 'F1', refKey: 'nl:7:F1', intent, due: 99, reason: { code: 'S-UNCERTAIN', params: {} } }), NOW, null);
    expect(merged).toMatchObject({ state: after, reference: 'F1', refKey: 'nl:7:F1', intent });
    if (after !== 'two-found') expect(merged).toMatchObject({ due: 0 });
  });

  it('what was never sent is decided and looked up again', () => {
    expect(mergedRow(undefined, row(['ready'], { due: 9 }), NOW, null)).toMatchObject({ state: 'seen', due: 0 });
  });

  it('a booked invoice whose content differs by now is said to', () => {
    expect(mergedRow(undefined, booked, NOW, 'other')).toMatchObject({ state: 'booked', changed: true });
    expect(mergedRow(undefined, booked, NOW, 'h1')).toMatchObject({ changed: false });
  });
});

describe('round trip', () => {
  it('an empty ledger gets rows, marks of files, relations and switches back; counters follow; twice is once', async () => {
    const old = await withRow(booked);
    await old.putSyncShop({ ...SHOP, on: true, from: { id: 1, since: { date: '2026-03-05', code: 'F1' } }, nativeOff: null, paused: null, promote: true, attachPdf: false, useEntryNumber: false, refusals: { key: '', count: 0, rulesVersion: 0 }, lastRun: null, caughtUp: 5 });
    await old.putAdministration({ site: 'nl', division: 7, budget: { left: 3 }, accounts: { '8000': 'g' }, closed: {}, kinds: ['20'] });
    await old.putRelations([{ site: 'nl', division: 7, code: '1001', state: 'known', id: 'r', vatNumber: '', status: 'C', at: 1 }]);
    await old.mergeBackup([{ store: 'exported', row: { ...SHOP, id: 2, code: '2', kind: 'invoice', date: '2026-03-02', orderId: 3, orderCode: 'o', currency: 'EUR', net: 100, vat: 21, gross: 121, hash: 'h2', exported: { fileId: 'f1', hash: 'h2', journal: '70' } } }], NOW);
    const records = await all(old);
    await old.close();
    // As it comes out of the file.
    const read = records.map(({ store, row: value }) => ledgerRecord(store, JSON.parse(JSON.stringify(value))));
    expect(read).toEqual(records);

    globalThis.indexedDB = new IDBFactory();
    const ledger = openLedger();
    expect(await ledger.mergeBackup(records, NOW)).toBe(2);
    expect(await ledger.syncRow('t1', 1)).toMatchObject({ state: 'booked', entry, intent, reference: 'F1' });
    expect(await ledger.syncCounts(SHOP)).toMatchObject({ booked: 1 });
    expect(await ledger.syncShop(SHOP)).toMatchObject({ on: false, promote: true, from: { id: 1, since: { date: '2026-03-05', code: 'F1' } }, caughtUp: null });
    expect(await ledger.administration('nl', 7)).toMatchObject({ budget: null, accounts: { '8000': 'g' } });
    expect(await ledger.relations('nl', 7, ['1001'])).toHaveLength(1);
    expect(await ledger.invoice(SHOP, 2)).toMatchObject({ state: 'exported', exported: { fileId: 'f1', hash: 'h2', journal: '70' } });
    expect(await ledger.takenCodes(SHOP, '70', ['2', '3'])).toEqual(new Set(['2']));
    const before = await ledger.syncRow('t1', 1);
    expect(await ledger.mergeBackup(records, NOW + 1)).toBe(0);
    expect(await ledger.syncRow('t1', 1)).toEqual(before);
    expect(await ledger.syncCounts(SHOP)).toMatchObject({ booked: 1 });
    await ledger.close();
  });

  it('an invoice that was read here keeps its content and gets the mark; reading it again keeps the mark', async () => {
    const ledger = openLedger();
    await ledger.commitPage({ invoices: [anInvoice({ id: 2 })], findings: [], cursor });
    expect(await ledger.waiting(SHOP)).toBe(1);
    const mark = { ...SHOP, id: 2, code: '2', kind: 'invoice' as const, date: '2026-03-02', orderId: 3, orderCode: 'o', currency: 'EUR', net: 1, vat: 0, gross: 1, hash: 'then', exported: { fileId: 'f1', hash: 'then' } };
    await ledger.mergeBackup([{ store: 'exported', row: mark }], NOW);
    expect(await ledger.invoice(SHOP, 2)).toMatchObject({ state: 'changed', invoice: { lines: anInvoice({ id: 2 }).lines } });
    expect(await ledger.waiting(SHOP)).toBe(0);
    await ledger.commitPage({ invoices: [anInvoice({ id: 2, contentHash: 'then' })], findings: [], cursor });
    expect(await ledger.invoice(SHOP, 2)).toMatchObject({ state: 'exported' });
    await ledger.close();
  });

  it('goes out in pages', async () => {
    const ledger = openLedger();
    await ledger.mergeBackup(Array.from({ length: 1201 }, (_, at) => ({ store: 'bookings' as const, row: row(['waiting'], { id: at + 1 }) })), NOW);
    const records = await all(ledger);
    expect(new Set(records.map(({ row: value }) => ('id' in value ? value.id : null))).size).toBe(1201);
    expect(records).toHaveLength(1201);
    await ledger.close();
  });
});

it.each([
  ['a store of its own', 'secrets', {}],
  ['a state of its own', 'bookings', { ...booked, state: 'paid' }],
  ['an amount with a fraction', 'bookings', { ...booked, intent: { ...intent, draft: { ...intent.draft, gross: 1.5 } } }],
  ['a relation without a key', 'relations', { site: 'nl' }],
])('refuses %s', (_name, store, value) => {
  expect(ledgerRecord(store, value)).toBeNull();
});
