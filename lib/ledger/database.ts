/**
 * The database `ledger`: stores, indexes and how they came to be. A shipped migration step is never edited; a change is a new
 * step at the end (facts: browser-extension 4).
 */
import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import { upgradedRules } from '../booking/rules-v1';
import type { IsoDate } from '../invoice/money';
import type { Cursor } from './ports';
import { Counting } from './counters';
import { DOCUMENT_REFUSED } from './held';
import type { CounterRow, DebtorRow, DescribedRow, FilePart, FileRow, FindingRow, InvoiceRow, JobPage, JobRow, RowState } from './rows';
import type { AdministrationRow, RelationRow, SyncRow, SyncShopRow, SyncState } from './sync-rows';

export interface LedgerSchema extends DBSchema {
  cursors: { key: [string, number]; value: Cursor };
  invoices: {
    key: [string, number];
    value: InvoiceRow;
    indexes: {
      byDate: [string, number, IsoDate, number];
      byState: [string, number, RowState, IsoDate, number];
      bySeries: [string, number, number, string, string, IsoDate];
      byFile: string;
      byCode: [string, number, string];
      byEntry: [string, string, string];
    };
  };
  findings: { key: number; value: FindingRow; indexes: { byShop: [string, number, string]; byInvoice: [string, number] } };
  counters: { key: [string, number, string]; value: CounterRow };
  debtors: { key: [string, number, string]; value: DebtorRow; indexes: { byJob: string } };
  described: { key: [string, string]; value: DescribedRow };
  jobs: { key: string; value: JobRow; indexes: { byShop: [string, number, string]; byPhase: string } };
  jobPages: { key: [string, number]; value: JobPage };
  files: { key: string; value: FileRow; indexes: { byShop: [string, number, string] } };
  fileParts: { key: [string, number]; value: FilePart };
  bookings: {
    key: [string, number];
    value: SyncRow;
    indexes: { byState: [string, number, SyncState, number, IsoDate, number]; byReference: string; byEntry: string; byDocument: [string, number, number]; byDate: [string, number, IsoDate, number] };
  };
  syncShops: { key: [string, number]; value: SyncShopRow };
  administrations: { key: [string, number]; value: AdministrationRow };
  relations: { key: [string, number, string]; value: RelationRow };
}

export type LedgerDb = IDBPDatabase<LedgerSchema>;
export type WriteTx<Names extends StoreNames<LedgerSchema>[]> = IDBPTransaction<LedgerSchema, Names, 'readwrite'>;

type Upgrade = IDBPTransaction<LedgerSchema, StoreNames<LedgerSchema>[], 'versionchange'>;
type Step = (db: LedgerDb, tx: Upgrade) => void;

/** Step n brings version n to n + 1. */
const STEPS: readonly Step[] = [
  (db) => {
    db.createObjectStore('cursors', { keyPath: ['tenantId', 'shopId'] });
    const invoices = db.createObjectStore('invoices', { keyPath: ['tenantId', 'id'] });
    invoices.createIndex('byDate', ['tenantId', 'shopId', 'date', 'id']);
    invoices.createIndex('byState', ['tenantId', 'shopId', 'state', 'date', 'id']);
    // All that the check of the number series reads, so that it never loads an invoice.
    invoices.createIndex('bySeries', ['tenantId', 'shopId', 'id', 'code', 'kind', 'date']);
    invoices.createIndex('byFile', 'exported.fileId');
    const findings = db.createObjectStore('findings', { keyPath: 'key', autoIncrement: true });
    findings.createIndex('byShop', ['tenantId', 'shopId', 'code']);
    findings.createIndex('byInvoice', ['tenantId', 'invoiceId']);
    db.createObjectStore('counters', { keyPath: ['tenantId', 'shopId', 'name'] });
    const debtors = db.createObjectStore('debtors', { keyPath: ['tenantId', 'shopId', 'code'] });
    debtors.createIndex('byJob', 'jobId');
    const jobs = db.createObjectStore('jobs', { keyPath: 'jobId' });
    jobs.createIndex('byShop', ['tenantId', 'shopId', 'createdAt']);
    jobs.createIndex('byPhase', 'phase');
    db.createObjectStore('jobPages', { keyPath: ['jobId', 'page'] });
    const files = db.createObjectStore('files', { keyPath: 'fileId' });
    files.createIndex('byShop', ['tenantId', 'shopId', 'madeAt']);
    db.createObjectStore('fileParts', { keyPath: ['fileId', 'part'] });
  },
  (db, tx) => {
    const invoices = tx.objectStore('invoices');
    // Which entry numbers are free: equal codes within the shop, and those that any shop of the tenant wrote into a journal.
    invoices.createIndex('byCode', ['tenantId', 'shopId', 'code']);
    invoices.createIndex('byEntry', ['tenantId', 'exported.journal', 'code']);
    // Debtors that entry files describe do not count for debtor files any more.
    tx.objectStore('debtors').clear().catch(() => undefined);
    db.createObjectStore('described', { keyPath: ['fileId', 'code'] });
  },
  (db, tx) => {
    const bookings = db.createObjectStore('bookings', { keyPath: ['tenantId', 'id'] });
    bookings.createIndex('byState', ['tenantId', 'shopId', 'state', 'due', 'date', 'id']);
    bookings.createIndex('byReference', 'refKey');
    bookings.createIndex('byEntry', 'entry.entryId');
    db.createObjectStore('syncShops', { keyPath: ['tenantId', 'shopId'] });
    db.createObjectStore('administrations', { keyPath: ['site', 'division'] });
    db.createObjectStore('relations', { keyPath: ['site', 'division', 'code'] });
    firstSight(tx).catch(() => tx.abort());
  },
  (_db, tx) => {
    kindsOfSale(tx).catch(() => tx.abort());
  },
  (_db, tx) => {
    // Rows without a document to be made are not in it.
    tx.objectStore('bookings').createIndex('byDocument', ['tenantId', 'shopId', 'documentDue']);
  },
  (_db, tx) => {
    tx.objectStore('bookings').createIndex('byDate', ['tenantId', 'shopId', 'date', 'id']);
  },
  (_db, tx) => {
    causesCounted(tx).catch(() => tx.abort());
  },
];

/** Counts what holds the invoices of Sync, which was looked for among the rows until then; PDFs that were refused are found by their index. */
async function causesCounted(tx: Upgrade): Promise<void> {
  const counting = new Counting();
  for (let at = await tx.objectStore('bookings').openCursor(); at; at = await at.continue()) {
    counting.held(at.value, 1);
    if (at.value.document?.state === 'refused') await at.update({ ...at.value, documentDue: DOCUMENT_REFUSED });
  }
  await counting.store(tx.objectStore('counters'));
}

/** Rates and country groups are not counted any more; jobs that were under way go on with the table of regimes. */
async function kindsOfSale(tx: Upgrade): Promise<void> {
  for (let at = await tx.objectStore('counters').openCursor(); at; at = await at.continue()) {
    if (at.value.name.startsWith('met ')) await at.delete();
  }
  for (let at = await tx.objectStore('jobs').openCursor(); at; at = await at.continue()) {
    await at.update({ ...at.value, rules: upgradedRules(at.value.rules) });
  }
}

/** Gives every invoice that was read before Sync existed its row of Sync. */
async function firstSight(tx: Upgrade): Promise<void> {
  const counting = new Counting();
  const bookings = tx.objectStore('bookings');
  for (let at = await tx.objectStore('invoices').openCursor(); at; at = await at.continue()) {
    const { tenantId, id, shopId, code, date, contentHash } = at.value;
    const row: SyncRow = { tenantId, id, shopId, code, date, state: 'seen', due: 0, rev: 1, hash: contentHash, changed: false, steps: [] };
    counting.synced(undefined, row);
    await bookings.put(row);
  }
  await counting.store(tx.objectStore('counters'));
}

export const LEDGER_NAME = 'ledger';
export const LEDGER_VERSION = STEPS.length;

/** Hands out one connection; opens it again after the browser ended it or another context needed an upgrade. */
export interface Connection {
  db(): Promise<LedgerDb>;
  close(): Promise<void>;
}

/** A lazy connection to the ledger. `onBlocked` hears that another context holds an older version open. */
export function connect(name: string = LEDGER_NAME, onBlocked: () => void = () => undefined): Connection {
  let opening: Promise<LedgerDb> | null = null;
  const open = (): Promise<LedgerDb> => {
    const mine: Promise<LedgerDb> = openDB<LedgerSchema>(name, LEDGER_VERSION, {
      upgrade: (db, oldVersion, _newVersion, tx) => {
        for (const step of STEPS.slice(oldVersion)) step(db, tx);
      },
      blocked: onBlocked,
      blocking: (_current, _next, event) => {
        // The newer version goes first; this context opens again at its next question.
        if (opening === mine) opening = null;
        (event.target as IDBDatabase).close();
      },
      terminated: () => {
        if (opening === mine) opening = null;
      },
    });
    mine.catch(() => {
      if (opening === mine) opening = null;
    });
    return mine;
  };
  return {
    db: () => (opening ??= open()),
    close: async () => {
      const current = opening;
      opening = null;
      (await current?.catch(() => null))?.close();
    },
  };
}

/**
 * One transaction, all or nothing: whatever `run` throws takes back what it wrote. IndexedDB alone would commit the first half
 * when a call throws at once. `strict` where a loss cannot be repaired by reading ShopCtrl again.
 */
export async function write<Names extends StoreNames<LedgerSchema>[], T>(
  connection: Connection,
  names: [...Names],
  run: (tx: WriteTx<Names>) => Promise<T>,
  durability: 'strict' | 'relaxed' = 'strict',
): Promise<T> {
  const tx = (await connection.db()).transaction(names, 'readwrite', { durability }) as WriteTx<Names>;
  // Rejections are reported by the awaited call; an aborted transaction must not report once more by itself.
  const done = tx.done.then(
    () => null,
    (error: unknown) => ({ error }),
  );
  let result: T;
  try {
    result = await run(tx);
  } catch (error) {
    try {
      tx.abort();
    } catch {
      // Already over: the failed request ended it.
    }
    await done;
    throw error;
  }
  const failed = await done;
  if (failed) throw failed.error;
  return result;
}

/** Everything whose key starts with these parts; in IndexedDB an array sorts behind every text and number. */
export function startingWith(...parts: readonly (string | number)[]): IDBKeyRange {
  return IDBKeyRange.bound([...parts], [...parts, []]);
}
