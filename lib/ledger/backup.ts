/** The ledger as records of a file, and back. Out in pages; in, row by row into what is there, never over it (`merge`). */
import type { Invoice } from '../invoice/invoice';
import type { ExportMark, LedgerRecord } from './backup-rows';
import { Counting } from './counters';
import { write, type Connection } from './database';
import { mergedRow } from './merge';
import type { InvoiceRow } from './rows';
import type { AdministrationRow, SyncShopRow } from './sync-rows';

const SOURCES = ['syncShops', 'administrations', 'relations', 'bookings', 'invoices'] as const;
const PAGE = 500;

/** Where a backup goes on: the store, and the key of the last row of it; no key at its beginning. */
export interface BackupMark {
  readonly source: number;
  readonly key?: readonly (string | number)[];
}

export interface LedgerBackup {
  /** The next records; `next` is null at the end. Rows that change meanwhile are in it as they were or as they are. */
  backupPage(after: BackupMark | null): Promise<{ readonly records: readonly LedgerRecord[]; readonly next: BackupMark | null }>;
  /** Merges records; answers how many invoices changed by it. Every Sync switch among them ends up off. May be repeated: a second time changes nothing. */
  mergeBackup(records: readonly LedgerRecord[], now: number): Promise<number>;
}

export function createLedgerBackup(connection: Connection): LedgerBackup {
  return {
    async backupPage(after) {
      const { source, key } = after ?? { source: 0 };
      const store = SOURCES[source];
      if (!store) return { records: [], next: null };
      const db = await connection.db();
      const rows = await db.getAll(store, key ? IDBKeyRange.lowerBound([...key], true) : undefined, PAGE);
      const records = rows.flatMap((row) => recordOf(store, row) ?? []);
      const last = rows.at(-1);
      if (rows.length === PAGE && last) return { records, next: { source, key: keyOf(last) } };
      return { records, next: source + 1 < SOURCES.length ? { source: source + 1 } : null };
    },

    async mergeBackup(records, now) {
      let count = 0;
      for (let at = 0; at < records.length; at += PAGE) count += await mergePage(connection, records.slice(at, at + PAGE), now);
      return count;
    },
  };
}

type Row = InvoiceRow | SyncShopRow | Extract<LedgerRecord, { store: 'bookings' | 'administrations' | 'relations' }>['row'];

function recordOf(store: (typeof SOURCES)[number], row: unknown): LedgerRecord | null {
  if (store === 'invoices') {
    const { exported, contentHash: hash, tenantId, id, shopId, code, kind, date, invoice } = row as InvoiceRow;
    if (!exported) return null;
    const { orderId, orderCode, currency, net, vat, gross } = invoice;
    return { store: 'exported', row: { tenantId, id, shopId, code, kind, date, orderId, orderCode, currency, net, vat, gross, hash, exported } };
  }
  if (store === 'administrations') return { store, row: withoutBudget(row as AdministrationRow) };
  // Of the moment, as `caughtUp` is on a computer that has yet to read.
  if (store === 'syncShops') return { store, row: { ...(row as SyncShopRow), unread: null } };
  return { store, row } as LedgerRecord;
}

/** Limits are of the moment. */
function withoutBudget({ budget: _, ...row }: AdministrationRow): Omit<AdministrationRow, 'budget'> {
  return row;
}

function keyOf(row: Row): readonly (string | number)[] {
  if ('id' in row && 'tenantId' in row) return [row.tenantId, row.id];
  if ('tenantId' in row) return [row.tenantId, row.shopId];
  return 'code' in row ? [row.site, row.division, row.code] : [row.site, row.division];
}

async function mergePage(connection: Connection, records: readonly LedgerRecord[], now: number): Promise<number> {
  return write(connection, ['bookings', 'invoices', 'counters', 'syncShops', 'administrations', 'relations'], async (tx) => {
    const counting = new Counting();
    let count = 0;
    for (const { store, row } of records) {
      if (store === 'bookings') {
        const [local, invoice] = await Promise.all([tx.objectStore(store).get([row.tenantId, row.id]), tx.objectStore('invoices').get([row.tenantId, row.id])]);
        const merged = mergedRow(local, row, now, invoice?.contentHash ?? null);
        if (!merged) continue;
        counting.synced(local, merged);
        await tx.objectStore(store).put(merged);
        count += 1;
      } else if (store === 'exported') {
        const local = await tx.objectStore('invoices').get([row.tenantId, row.id]);
        if (local?.exported) continue;
        const marked = local ? { ...local, exported: markOf(row), state: local.contentHash === row.exported.hash ? ('exported' as const) : ('changed' as const) } : hollow(row);
        counting.replaced(local, marked);
        await tx.objectStore('invoices').put(marked);
        count += 1;
      } else if (store === 'syncShops') {
        const local = await tx.objectStore(store).get([row.tenantId, row.shopId]);
        await tx.objectStore(store).put({ ...(local ?? { ...row, caughtUp: null }), on: false });
      } else if (store === 'administrations') {
        const local = await tx.objectStore(store).get([row.site, row.division]);
        if (!local) await tx.objectStore(store).put({ ...row, budget: null });
      } else {
        const local = await tx.objectStore(store).get([row.site, row.division, row.code]);
        if (!local) await tx.objectStore(store).put(row);
      }
    }
    await counting.store(tx.objectStore('counters'));
    return count;
  });
}

function markOf({ exported: { journal, ...mark } }: ExportMark): NonNullable<InvoiceRow['exported']> {
  return { ...mark, ...(journal === undefined ? {} : { journal }) };
}

/** Stands for an invoice of a file until ShopCtrl is read: without its time of change it is read whenever it turns up. */
function hollow(mark: ExportMark): InvoiceRow {
  const { tenantId, id, shopId, code, kind, date, orderId, orderCode, currency, net, vat, gross, hash } = mark;
  const nobody = { companyName: '', fullName: '', email: '', phone: '', addressLine1: '', addressLine2: '', postalCode: '', city: '', country: '', vatNumber: '', cocNumber: '', obfuscated: false };
  const invoice: Invoice = { tenantId, id, shopId, code, kind, date, orderId, orderCode, customerCode: '', currency, billTo: nobody, lines: [], net, vat, gross, remarks: [], changedAt: '', contentHash: hash };
  return { tenantId, id, shopId, code, kind, date, state: hash === mark.exported.hash ? 'exported' : 'changed', changedAt: '', contentHash: hash, invoice, exported: markOf(mark), stripped: false };
}
