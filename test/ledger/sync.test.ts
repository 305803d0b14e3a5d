import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { beforeEach, expect, it } from 'vitest';
import { openLedger } from '../../lib/ledger/ledger';
import { anInvoice } from '../booking/fixtures';

const SHOP = { tenantId: 't1', shopId: 12 };
const cursor = { ...SHOP, route: 'orders' as const, watermark: null, sweptAt: null, run: null, arithmetic: null };

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

it('a ledger from before Sync gives each of its invoices a row, and counts them', async () => {
  const first = openLedger();
  await first.commitPage({ invoices: [anInvoice({ id: 1 }), anInvoice({ id: 2 })], findings: [], cursor });
  const invoices = await first.invoiceRows('t1', [1, 2]);
  await first.close();
  // The same invoices in a database as the second version left it.
  globalThis.indexedDB = new IDBFactory();
  const old = await openDB('ledger', 2, {
    upgrade: (db) => {
      const store = db.createObjectStore('invoices', { keyPath: ['tenantId', 'id'] });
      store.createIndex('byDate', ['tenantId', 'shopId', 'date', 'id']);
      db.createObjectStore('counters', { keyPath: ['tenantId', 'shopId', 'name'] });
      db.createObjectStore('jobs', { keyPath: 'jobId' });
    },
  });
  for (const row of invoices) await old.put('invoices', row);
  old.close();
  const ledger = openLedger();
  expect(await ledger.syncCounts(SHOP)).toMatchObject({ seen: 2, booked: 0 });
  expect((await ledger.syncRows(SHOP, 'seen', 0, 10)).map(({ id, hash }) => [id, hash])).toEqual([[1, 'h1'], [2, 'h2']]);
  expect((await ledger.syncPage(SHOP, null, null, 10)).rows.map(({ id }) => id)).toEqual([2, 1]);
  await ledger.close();
});

it('a row is moved only by whoever knows its last change; counters follow', async () => {
  const ledger = openLedger();
  await ledger.commitPage({ invoices: [anInvoice({ id: 1 })], findings: [], cursor });
  const [row] = await ledger.syncRows(SHOP, 'seen', 0, 10);
  if (!row) throw new Error('no row');
  const after = { ...row, state: 'ready' as const, rev: row.rev + 1 };
  expect(await ledger.moveSync([{ before: row, after }], 'relaxed')).toEqual([true]);
  expect(await ledger.moveSync([{ before: row, after: { ...after, state: 'refused' } }], 'relaxed')).toEqual([false]);
  expect(await ledger.syncCounts(SHOP)).toMatchObject({ seen: 0, ready: 1, refused: 0 });
  await ledger.close();
});
