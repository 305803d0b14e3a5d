/**
 * Every store of every database, and whether a backup brings it to another computer. A store that is new has to be given its place here: lost
 * for good with the old computer, or not, is nothing to be left to chance. What is a secret never travels.
 */
import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import { afterEach, expect, it } from 'vitest';
import type { AdministrationRow, RelationRow, SyncRow, SyncShopRow } from '../../lib/ledger/sync-rows';
import { formFromRules } from '../../lib/settings/rules-form';
import type { Ask } from '../../lib/messages';
import { readBackup, sendBackup } from '../../lib/view/backup';
import { anInvoice } from '../booking/fixtures';
import { createStage, setUpAll, type Stage } from './harness';

/** Comes along whole; comes along in part; is read, asked or counted anew; is of the moment; is a secret, or worth nothing without one. */
type Place = 'whole' | 'part' | 'anew' | 'moment' | 'secret';
const PLACES: Readonly<Record<string, Readonly<Record<string, Place>>>> = {
  settings: { tenants: 'part', shops: 'whole', titles: 'whole', apps: 'whole', rules: 'whole', choices: 'part' },
  ledger: {
    bookings: 'whole', syncShops: 'part', administrations: 'part', relations: 'whole', invoices: 'part',
    counters: 'anew', cursors: 'anew', findings: 'anew', debtors: 'moment', described: 'moment', jobs: 'moment', jobPages: 'moment', files: 'moment', fileParts: 'moment',
  },
  connections: { connections: 'secret', links: 'secret', attempts: 'moment' },
  vault: { keys: 'secret', secrets: 'secret' },
  books: { books: 'anew' },
};

let stage: Stage;
afterEach(() => stage.close());
const asked: Ask = (request) => stage.ask(request);

async function rowsOf(database: string, store: string): Promise<readonly unknown[]> {
  const db = await openDB(database);
  const rows = db.objectStoreNames.contains(store) ? ((await db.getAll(store)) as unknown[]) : [];
  db.close();
  return rows;
}
async function put(store: string, row: unknown): Promise<void> {
  const db = await openDB('ledger');
  await db.put(store, row);
  db.close();
}

it('brings everything that must survive, as it was, and nothing else', { timeout: 60_000 }, async () => {
  stage = await createStage();
  const tenantId = await setUpAll(stage, 'api@demo.example', 'Sleutel-é€-42');
  const shop = { tenantId, shopId: 12 };
  await stage.value({ kind: 'setup.saveRules', shop, rules: { ...formFromRules(null), journal: '71' } });
  const { settings, ledger } = stage.background.app;
  await settings.putNote('sync-tuning', '{"uncertainMinutes":7,"everyMinutes":30,"reserve":4}');
  await settings.putNote(`native:${tenantId}:12`, 'present');

  // Every field of every row, so that one that is new is not forgotten.
  const refusals: Required<SyncShopRow['refusals']> = { key: 'SalesEntries Verplicht', count: 2, rulesVersion: 1, kinds: { '70|EUR': { count: 3, at: 5 } }, equal: { 'SalesEntries Verplicht': [4, 5] } };
  const switched: Required<SyncShopRow> = {
    ...shop, on: true, from: { date: '2026-01-01' }, nativeOff: { by: 'Anna', at: '2026-03-01' }, paused: { code: 'S-NO-SETTINGS', params: { a: 1 } }, promote: true, attachPdf: true, useEntryNumber: true, refusals,
    lastRun: { at: 9, fault: { code: 'offline', params: {} } }, caughtUp: 8, unread: { code: 'offline', params: {} },
  };
  const administration: Required<AdministrationRow> = { site: 'nl', division: 7, budget: { left: 3 }, accounts: { '8000': 'guid' }, closed: { '2026-01': 6 }, kinds: ['70|EUR'], refusedDebtors: { 'Accounts Verplicht': { times: [7, 8], reason: { code: 'X-MANDATORY', params: { field: 'other' } } } } };
  const relation: Required<RelationRow> = { site: 'nl', division: 7, code: '1001', state: 'known', id: 'r1', vatNumber: 'DE136695976', country: 'DE', status: 'C', at: 4 };
  const row: SyncRow = {
    ...shop, id: 1, code: 'F1', date: '2026-03-01', state: 'proved', due: 9, rev: 3, hash: 'h', changed: true, reference: 'F1', refKey: 'nl:7:F1', entry: { entryId: 'e1', entryNumber: 26_700_001, origin: 'own' },
    reason: { code: 'S-CHANGED', params: {} }, found: [{ entryId: 'e1', entryNumber: 26_700_001, type: 20, gross: 121, currency: 'EUR' }], notNew: true, notImported: true, reporting: { year: 2026, period: 4, by: 'Anna', at: 7 },
    document: { state: 'done', entryId: 'e1', customer: 'c1', documentId: 'd1', missed: 1, at: 6, reason: { code: 'X', params: {} } }, documentDue: 12, steps: [{ at: 3, state: 'proved', call: 'GET SalesEntries', outcome: 'one found' }],
  };
  await ledger.commitPage({ invoices: [anInvoice({ ...shop, id: 2 })], findings: [], cursor: { ...shop, route: 'orders', watermark: 'w', sweptAt: null, run: null, arithmetic: null } });
  const [invoice] = await ledger.invoiceRows(tenantId, [2]);
  await put('invoices', { ...invoice, state: 'exported', exported: { fileId: 'f1', hash: invoice?.contentHash, journal: '70' } });
  await ledger.putSyncShop(switched);
  await ledger.putAdministration(administration);
  await ledger.putRelations([relation]);
  await put('bookings', row);

  // Each database that there is has its place, store by store.
  const names = (await indexedDB.databases()).map(({ name }) => name ?? '');
  for (const name of names) {
    const db = await openDB(name);
    expect({ name, stores: [...db.objectStoreNames].sort() }).toEqual({ name, stores: Object.keys(PLACES[name] ?? {}).sort() });
    db.close();
  }
  expect(names).toEqual(expect.arrayContaining(['settings', 'ledger', 'vault']));
  const before = new Map<string, readonly unknown[]>();
  for (const [name, stores] of Object.entries(PLACES)) for (const store of Object.keys(stores)) if (names.includes(name)) before.set(`${name}.${store}`, await rowsOf(name, store));

  const pieces = await readBackup(asked);
  if ('code' in pieces) throw new Error(pieces.code);
  globalThis.indexedDB = new IDBFactory();
  stage.restart();
  expect(await sendBackup(asked, pieces.join(''), 'keep', 'a')).toBe(3);

  const after = async (name: string, store: string): Promise<readonly unknown[]> => rowsOf(name, store);
  for (const [name, stores] of Object.entries(PLACES)) {
    for (const [store, place] of Object.entries(stores)) {
      const rows = await after(name, store);
      if (place === 'whole' && store !== 'bookings') expect({ store, rows }).toEqual({ store, rows: before.get(`${name}.${store}`) });
      if (place === 'secret' || place === 'moment') expect({ store, rows }).toEqual({ store, rows: [] });
    }
  }
  const [restored] = (await after('ledger', 'bookings')).filter((one) => (one as SyncRow).id === 1) as SyncRow[];
  expect(restored).toMatchObject({ ...row, rev: 4, steps: [...row.steps, expect.objectContaining({ outcome: 'restored' })] });
  expect(await after('ledger', 'syncShops')).toEqual([{ ...switched, on: false, caughtUp: null, unread: null }]);
  expect(await after('ledger', 'administrations')).toEqual([{ ...administration, budget: null }]);
  expect(await after('ledger', 'invoices')).toMatchObject([{ id: 2, state: 'exported', exported: { fileId: 'f1', journal: '70' } }]);
  expect(await after('ledger', 'cursors')).toEqual([]);
  const fresh = stage.background.app.settings;
  expect(await fresh.tenants()).toMatchObject([{ tenantId, access: 'basic', login: 'api@demo.example' }]);
  expect([await fresh.note('sync-tuning'), await fresh.note(`native:${tenantId}:12`)]).toEqual(['{"uncertainMinutes":7,"everyMinutes":30,"reserve":4}', null]);
  // What it is about is asked of ShopCtrl and Exact, with a password and a consent that are given anew.
  expect(await stage.background.app.vault.ids('')).toEqual([]);
});
