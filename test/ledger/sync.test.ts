import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { beforeEach, expect, it } from 'vitest';
import { openLedger } from '../../lib/ledger/ledger';
import type { SyncMove } from '../../lib/ledger/sync';
import type { SyncRow } from '../../lib/ledger/sync-rows';
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

it('what Sync has booked is out, like what stands in a file; what it has yet to send is not', async () => {
  const ledger = openLedger();
  await ledger.commitPage({ invoices: [anInvoice({ id: 1 }), anInvoice({ id: 2 }), anInvoice({ id: 3 })], findings: [], cursor });
  const rows = await ledger.syncRows(SHOP, 'seen', 0, 10);
  const states = ['booked', 'proved', 'waiting'] as const;
  await ledger.moveSync(rows.map((row, at) => ({ before: row, after: { ...row, state: states[at] ?? 'waiting', rev: row.rev + 1 } })), 'strict');
  expect([...(await ledger.stampsOf('t1', [1, 2, 3])).values()].map(({ out }) => out)).toEqual([true, true, false]);
  await ledger.close();
});

it('what a person left to be done by hand stays left, also when ShopCtrl cannot give it for once', async () => {
  const ledger = openLedger();
  await ledger.commitPage({ invoices: [anInvoice({ id: 1 }), anInvoice({ id: 2 })], findings: [], cursor });
  const [left] = await ledger.syncRows(SHOP, 'seen', 0, 10);
  if (!left) throw new Error('no row');
  await ledger.moveSync([{ before: left, after: { ...left, state: 'skipped', reason: { code: 'S-LEFT', params: { by: 'Anna' } }, rev: left.rev + 1 } }], 'strict');
  await ledger.commitPage({ invoices: [], findings: [{ ...SHOP, invoiceId: 1, code: 'unreadable', params: { what: 'server-error' } }], cursor, withdrawn: [1, 2] });
  expect([(await ledger.syncRow('t1', 1))?.state, await ledger.syncRow('t1', 2)]).toEqual(['skipped', null]);
  await ledger.commitPage({ invoices: [anInvoice({ id: 1 }), anInvoice({ id: 2 })], findings: [], cursor });
  expect([(await ledger.syncRow('t1', 1))?.state, (await ledger.syncRow('t1', 2))?.state]).toEqual(['skipped', 'seen']);
  await ledger.close();
});

it('causes are counted with each change of a row, and are gone with the last of their invoices', async () => {
  const ledger = openLedger();
  await ledger.commitPage({ invoices: [anInvoice({ id: 1 }), anInvoice({ id: 2 }), anInvoice({ id: 3 })], findings: [], cursor });
  const [one, two, three] = await ledger.syncRows(SHOP, 'seen', 0, 10);
  if (!one || !two || !three) throw new Error('no rows');
  const to = (row: SyncRow, change: Partial<SyncRow>): SyncMove => ({ before: row, after: { ...row, ...change, rev: row.rev + 1 } });
  const refused = { state: 'refused', reason: { code: 'no-mapping', params: { rate: 2100, debtor: 'B1' } } } as const;
  const moves = [to(one, refused), to(two, { ...refused, reason: { code: 'no-mapping', params: { rate: 2100, debtor: 'B2' } } }), to(three, { state: 'uncertain', changed: true, reason: { code: 'S-UNCERTAIN', params: { until: 5 } } })];
  await ledger.moveSync(moves, 'strict');
  expect([...(await ledger.syncHeld(SHOP))].sort()).toEqual([['changed', 1], ['refused|no-mapping|rate=2100', 2], ['uncertain|S-UNCERTAIN|passing', 1]]);
  expect(await ledger.syncHeld({ ...SHOP, shopId: 13 })).toEqual(new Map());
  await ledger.retrySync(SHOP, 'refused', null, 0);
  await ledger.moveSync(moves.slice(2).map(({ after }) => to(after, { state: 'booked', changed: false })), 'strict');
  expect(await ledger.syncHeld(SHOP)).toEqual(new Map());
  await ledger.close();
});

it('a ledger from before causes were counted counts them once', async () => {
  const old = await openDB('ledger', 6, {
    upgrade: (db) => {
      db.createObjectStore('bookings', { keyPath: ['tenantId', 'id'] }).createIndex('byDocument', ['tenantId', 'shopId', 'documentDue']);
      db.createObjectStore('counters', { keyPath: ['tenantId', 'shopId', 'name'] });
    },
  });
  const row = { ...SHOP, code: 'F1', date: '2026-02-01', due: 0, rev: 1, hash: 'h', changed: false, steps: [] };
  await old.put('bookings', { ...row, id: 1, state: 'waiting', reason: { code: 'X-PERIOD-CLOSED', params: {} } });
  await old.put('bookings', { ...row, id: 2, state: 'waiting', reason: { code: 'X-PERIOD-CLOSED', params: {} } });
  await old.put('bookings', { ...row, id: 3, state: 'booked', changed: true });
  await old.put('bookings', { ...row, id: 4, state: 'proved', document: { state: 'refused', entryId: 'e', customer: 'c', at: 1 } });
  await old.put('bookings', { ...row, id: 5, state: 'proved', document: { state: 'done', entryId: 'f', customer: 'c', at: 1 } });
  await old.put('counters', { ...SHOP, name: 'sync waiting', value: 2 });
  old.close();
  const ledger = openLedger();
  expect(await ledger.syncHeld(SHOP)).toEqual(new Map([['changed', 1], ['waiting|X-PERIOD-CLOSED|2026-02', 2]]));
  expect(await ledger.syncCounts(SHOP)).toMatchObject({ waiting: 2 });
  expect((await ledger.refusedDocuments(SHOP, 10)).map(({ id }) => id)).toEqual([4]);
  await ledger.close();
});
