/**
 * Every numbered step of the ledger: a database as each version left it, with what that version stored, is opened by today's code. The past is
 * written down here by hand and never follows the code.
 */
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { openDB, type IDBPDatabase } from 'idb';
import { beforeEach, describe, expect, it } from 'vitest';
import { LEDGER_VERSION } from '../../lib/ledger/database';
import { openLedger, type Ledger } from '../../lib/ledger/ledger';
import { faultOf } from '../../lib/faults';
import { anInvoice, someRules } from '../booking/fixtures';

const SHOP = { tenantId: 't1', shopId: 12 };

/** What a version added: stores and indexes, and the rows that it would hold. Step n makes version n. */
interface Step {
  readonly stores?: Readonly<Record<string, { readonly key: string | readonly string[]; readonly autoIncrement?: true }>>;
  readonly indexes?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
  readonly rows?: Readonly<Record<string, readonly object[]>>;
}

const invoiceRow = (id: number, more: object = {}): object => {
  const invoice = anInvoice({ id });
  return { ...SHOP, id, code: invoice.code, kind: 'invoice', date: invoice.date, state: 'seen', changedAt: invoice.changedAt, contentHash: invoice.contentHash, invoice, stripped: false, ...more };
};
/** As the first versions stored them, by rate and country group. */
const OLD_RULES = { ...Object.fromEntries(Object.entries(someRules()).filter(([name]) => name !== 'table')), mapping: [{ rate: 2100, group: 'home', revenueAccount: '8000', vatCode: '2' }] };
const job = (jobId: string, rules: object): object => ({
  ...SHOP, jobId, shopName: 'Lamp & Licht', topic: 'entries', from: '2024-01-01', to: '2024-12-31', createdAt: '2024-12-31T10:00:00.000Z', rulesVersion: 1, rules, phase: 'writing', done: 2, total: 3, records: 2, leftOut: 0,
  reasons: [], decided: null, pages: 1, written: 0, marked: 0, fileNumber: 4, files: [], delivered: 0, fault: null,
});
const booking = (id: number, more: object): object => ({ ...SHOP, id, code: anInvoice({ id }).code, date: '2024-03-05', due: 5000, rev: 3, hash: `h${String(id)}`, changed: false, steps: [{ at: 1, state: 'seen', call: '', outcome: 'x' }], ...more });

const PAST: readonly Step[] = [
  {
    stores: {
      cursors: { key: ['tenantId', 'shopId'] }, invoices: { key: ['tenantId', 'id'] }, findings: { key: 'key', autoIncrement: true }, counters: { key: ['tenantId', 'shopId', 'name'] },
      debtors: { key: ['tenantId', 'shopId', 'code'] }, jobs: { key: 'jobId' }, jobPages: { key: ['jobId', 'page'] }, files: { key: 'fileId' }, fileParts: { key: ['fileId', 'part'] },
    },
    indexes: {
      invoices: { byDate: ['tenantId', 'shopId', 'date', 'id'], byState: ['tenantId', 'shopId', 'state', 'date', 'id'], bySeries: ['tenantId', 'shopId', 'id', 'code', 'kind', 'date'], byFile: 'exported.fileId' },
      findings: { byShop: ['tenantId', 'shopId', 'code'], byInvoice: ['tenantId', 'invoiceId'] },
      debtors: { byJob: 'jobId' },
      jobs: { byShop: ['tenantId', 'shopId', 'createdAt'], byPhase: 'phase' },
      files: { byShop: ['tenantId', 'shopId', 'madeAt'] },
    },
    rows: {
      cursors: [{ ...SHOP, route: 'orders', watermark: 'w7', sweptAt: null, run: null, arithmetic: null }],
      invoices: [invoiceRow(1), invoiceRow(2), invoiceRow(3, { state: 'exported', exported: { fileId: 'f1', hash: 'h3', journal: '70' } })],
      findings: [{ ...SHOP, invoiceId: 9, code: 'unreadable', params: {} }],
      counters: [{ ...SHOP, name: 'waiting', value: 2 }, { ...SHOP, name: 'files', value: 4 }, { ...SHOP, name: 'met 2100 home', value: 3 }],
      debtors: [{ ...SHOP, code: 'C77', jobId: 'j0', fileId: 'f1' }],
      jobs: [job('j1', OLD_RULES)],
      files: [{ ...SHOP, fileId: 'f1', jobId: 'j0', name: 'one.xml', topic: 'entries', madeAt: '2024-04-01T10:00:00.000Z', records: 1, bytes: 3, parts: 1 }],
      fileParts: [{ fileId: 'f1', part: 0, text: '<a/>' }],
    },
  },
  {
    stores: { described: { key: ['fileId', 'code'] } },
    indexes: { invoices: { byCode: ['tenantId', 'shopId', 'code'], byEntry: ['tenantId', 'exported.journal', 'code'] } },
    rows: { described: [{ fileId: 'f2', code: 'C78' }] },
  },
  {
    stores: { bookings: { key: ['tenantId', 'id'] }, syncShops: { key: ['tenantId', 'shopId'] }, administrations: { key: ['site', 'division'] }, relations: { key: ['site', 'division', 'code'] } },
    indexes: { bookings: { byState: ['tenantId', 'shopId', 'state', 'due', 'date', 'id'], byReference: 'refKey', byEntry: 'entry.entryId' } },
    rows: {
      bookings: [
        booking(1, { state: 'booked', reference: '20240001', refKey: 'nl 5 20240001', entry: { entryId: 'e1', entryNumber: 11, origin: 'own' } }),
        booking(2, { state: 'waiting', reason: { code: 'X-PERIOD-CLOSED', params: { month: '2024-03' } } }),
        booking(3, { state: 'exported', reason: { code: 'S-EXPORTED', params: {} } }),
      ],
      counters: [{ ...SHOP, name: 'sync booked', value: 1 }, { ...SHOP, name: 'sync waiting', value: 1 }, { ...SHOP, name: 'sync exported', value: 1 }],
      syncShops: [{ ...SHOP, on: true, from: { date: '2024-01-01' }, nativeOff: null, paused: null, promote: false, attachPdf: false, useEntryNumber: false, refusals: { key: '', count: 0, rulesVersion: 1 }, lastRun: null, caughtUp: 7 }],
      administrations: [{ site: 'nl', division: 5, budget: null, kinds: ['k'], accounts: { 8000: 'gl-1' }, closed: {} }],
      relations: [{ site: 'nl', division: 5, code: 'C77', id: 'a1', status: 'C' }],
    },
  },
  { rows: { jobs: [job('j2', someRules())] } },
  { indexes: { bookings: { byDocument: ['tenantId', 'shopId', 'documentDue'] } }, rows: { bookings: [booking(4, { state: 'proved', documentDue: 6000 })], counters: [{ ...SHOP, name: 'sync proved', value: 1 }] } },
  { indexes: { bookings: { byDate: ['tenantId', 'shopId', 'date', 'id'] } } },
];

/** The database as that version left it. */
async function past(version: number): Promise<void> {
  const db = await openDB('ledger', version, {
    upgrade: (made, _before, _after, tx) => {
      for (const { stores = {}, indexes = {} } of PAST.slice(0, version)) {
        for (const [name, { key, autoIncrement }] of Object.entries(stores)) made.createObjectStore(name, { keyPath: key as string, ...(autoIncrement ? { autoIncrement } : {}) });
        for (const [name, all] of Object.entries(indexes)) for (const [index, path] of Object.entries(all)) tx.objectStore(name).createIndex(index, path as string);
      }
    },
  });
  for (const { rows = {} } of PAST.slice(0, version)) for (const [store, all] of Object.entries(rows)) for (const row of all) await db.put(store, row);
  // What a later step takes away, a later version does not hold any more.
  if (version >= 2) await db.clear('debtors');
  if (version >= 4) {
    await db.delete('counters', ['t1', 12, 'met 2100 home']);
    await db.put('jobs', job('j1', { ...someRules() }));
  }
  db.close();
}

/** Stores with their keys and indexes. */
async function shapeOf(): Promise<unknown> {
  const db: IDBPDatabase = await openDB('ledger');
  const names = [...db.objectStoreNames];
  const tx = db.transaction(names);
  const shape = names.map((name) => {
    const store = tx.objectStore(name);
    return [name, store.keyPath, store.autoIncrement, [...store.indexNames].map((index) => [index, store.index(index).keyPath, store.index(index).unique])];
  });
  const { version } = db;
  db.close();
  return { version, shape };
}

async function opened<T>(run: (ledger: Ledger) => Promise<T>): Promise<T> {
  const ledger = openLedger();
  try {
    return await run(ledger);
  } finally {
    await ledger.close();
  }
}

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

it('has the past of every version before this one: a new step brings its own', () => {
  expect(PAST.length).toBeGreaterThanOrEqual(LEDGER_VERSION - 1);
});

describe.each(Array.from({ length: LEDGER_VERSION - 1 }, (_none, at) => at + 1))('version %i', (version) => {
  it('gets the same stores, keys and indexes as a new database', async () => {
    await opened((ledger) => ledger.waiting(SHOP));
    const fresh = await shapeOf();
    globalThis.indexedDB = new IDBFactory();
    await past(version);
    await opened((ledger) => ledger.waiting(SHOP));
    expect(await shapeOf()).toEqual(fresh);
    expect(fresh).toMatchObject({ version: LEDGER_VERSION });
  });

  it('keeps what was read, exported and set', async () => {
    await past(version);
    await opened(async (ledger) => {
      expect(await ledger.loadCursor('t1', 12)).toMatchObject({ watermark: 'w7' });
      expect((await ledger.invoiceRows('t1', [1, 2, 3])).map(({ id, state, exported }) => [id, state, exported?.fileId])).toEqual([[1, 'seen', undefined], [2, 'seen', undefined], [3, 'exported', 'f1']]);
      expect((await ledger.invoice(SHOP, 1))?.invoice).toEqual(anInvoice({ id: 1 }));
      expect((await ledger.findingsOf(SHOP, 10)).map(({ invoiceId, code }) => [invoiceId, code])).toEqual([[9, 'unreadable']]);
      expect(await ledger.waiting(SHOP)).toBe(2);
    });
    const db = await openDB('ledger');
    expect([(await db.getAll('files')).length, (await db.getAll('fileParts')).length, await db.getAllKeys('counters', IDBKeyRange.bound(['t1', 12, 'met '], ['t1', 12, 'met z']))]).toEqual([1, 1, []]);
    // Relations of files that were made before entries described their own are described anew.
    expect(await db.count('debtors')).toBe(0);
    db.close();
  });

  it('goes on with a job by the table of regimes', async () => {
    await past(version);
    await opened((ledger) => ledger.waiting(SHOP));
    const db = await openDB('ledger');
    const { rules, phase, done } = (await db.get('jobs', 'j1')) as { rules: { table: readonly object[]; mapping?: unknown }; phase: string; done: number };
    db.close();
    expect([phase, done, 'mapping' in rules]).toEqual(['writing', 2, false]);
    expect(rules.table).toEqual(version < 4 ? [expect.objectContaining({ regime: 'home', country: 'NL', rate: 2100, account: '8000', vatCode: '2' })] : someRules().table);
  });

  it('knows each invoice of Sync once, counted as it stands and by what holds it', async () => {
    await past(version);
    await opened(async (ledger) => {
      if (version < 3) {
        // Before Sync: each is seen, and none is anything more.
        expect(await ledger.syncCounts(SHOP)).toMatchObject({ seen: 3, booked: 0, waiting: 0 });
        expect(await ledger.syncHeld(SHOP)).toEqual(new Map());
        expect((await ledger.syncPage(SHOP, null, null, 10)).rows.map(({ id, state, hash }) => [id, state, hash]).sort()).toEqual([[1, 'seen', 'h1'], [2, 'seen', 'h2'], [3, 'seen', 'h3']]);
        return;
      }
      expect(await ledger.syncCounts(SHOP)).toMatchObject({ seen: 0, booked: 1, waiting: 1, exported: 1, proved: version < 5 ? 0 : 1 });
      expect(await ledger.syncHeld(SHOP)).toEqual(new Map([['waiting|X-PERIOD-CLOSED|2024-03', 1], ['exported|S-EXPORTED', 1]]));
      expect(await ledger.syncRow('t1', 1)).toMatchObject({ state: 'booked', rev: 3, reference: '20240001', entry: { entryId: 'e1', origin: 'own' }, steps: [{ at: 1 }] });
      expect(await ledger.claims(['e1'])).toEqual(new Map([['e1', ['t1', 1]]]));
      expect(await ledger.heldBySync('t1', [1, 2, 3])).toEqual(new Set([1]));
      expect(await ledger.syncShop(SHOP)).toMatchObject({ on: true, caughtUp: 7 });
      expect(await ledger.administration('nl', 5)).toMatchObject({ kinds: ['k'], accounts: { 8000: 'gl-1' } });
      expect(await ledger.relations('nl', 5, ['C77'])).toMatchObject([{ code: 'C77', id: 'a1' }]);
      // Listed by their dates, whatever version they are of.
      expect((await ledger.syncPage(SHOP, null, null, 10)).rows).toHaveLength(version < 5 ? 3 : 4);
      expect((await ledger.documentRows(SHOP, 7000, 10)).map(({ id }) => id)).toEqual(version < 5 ? [] : [4]);
    });
  });
});

it('a database of a newer version is refused by name, at every question, and nothing in it is touched', async () => {
  await past(3);
  await opened((ledger) => ledger.waiting(SHOP));
  const newer = await openDB('ledger', LEDGER_VERSION + 1, { upgrade: (db) => void db.createObjectStore('tomorrow') });
  newer.close();
  await opened(async (ledger) => {
    for (const ask of [() => ledger.waiting(SHOP), () => ledger.syncShops(), () => ledger.loadCursor('t1', 12)]) {
      const error: unknown = await ask().catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ name: 'VersionError' });
      // What a page is told of it: no guess, and the name for whoever helps.
      expect(faultOf(error)).toEqual({ code: 'unexpected', detail: 'VersionError' });
    }
  });
  const db = await openDB('ledger');
  expect([db.version, await db.count('invoices'), await db.count('bookings'), db.objectStoreNames.contains('tomorrow')]).toEqual([LEDGER_VERSION + 1, 3, 3, true]);
  db.close();
});
