/** Questions about the rows of one shop, answered from indexes and counters in pages. */
import type { IsoDate } from '../invoice/money';
import { NO_ENTRY, SYNC_SETTLED, TEXT_CODES, WAITING } from './counters';
import type { Connection } from './database';
import { startingWith, write } from './database';
import type { Shop } from './ports';
import type { FindingRow, InvoiceRow } from './rows';

/** Place in the order of a file: by date, then by id. */
export interface Place {
  readonly date: IsoDate;
  readonly id: number;
}

export interface InvoiceLedger {
  /** Invoices of the period: `new` those in no file, `all` every one. */
  countInvoices(shop: Shop, which: 'new' | 'all', from: IsoDate, to: IsoDate): Promise<number>;
  /** The next invoices behind a place, in the order of a file. */
  invoicesAfter(shop: Shop, which: 'new' | 'all', from: IsoDate, to: IsoDate, after: Place | null, limit: number): Promise<readonly InvoiceRow[]>;
  /** One invoice of the shop; null when it is not known. */
  invoice(shop: Shop, id: number): Promise<InvoiceRow | null>;
  /** Date of the oldest invoice in no file. */
  oldestNew(shop: Shop): Promise<IsoDate | null>;
  /** Invoices in no file that Sync does not have either. From counters. */
  waiting(shop: Shop): Promise<number>;
  /** Invoices whose code cannot be an entry number. */
  textCodes(shop: Shop): Promise<number>;
  /** Sales entries that went into files without an entry number, for whatever reason. */
  entriesWithoutNumber(shop: Shop): Promise<number>;
  /**
   * Which of these codes of the shop cannot be entry numbers in a journal: two of its invoices have them, or some shop of the tenant wrote
   * them into that journal before (facts: exact-xml 5.6).
   */
  takenCodes(shop: Shop, journal: string, codes: readonly string[]): Promise<ReadonlySet<string>>;
  /** At most `limit` findings of a shop. */
  findingsOf(shop: Shop, limit: number): Promise<readonly FindingRow[]>;
  /** The sum rule of a tenant, from whichever of its shops has one. */
  arithmeticOf(tenantId: string): Promise<string | null>;
  /** Removes everything of a shop. */
  forget(shop: Shop): Promise<void>;
}

export function createInvoiceLedger(connection: Connection): InvoiceLedger {
  const counter = async (shop: Shop, name: string): Promise<number> =>
    (await (await connection.db()).get('counters', [shop.tenantId, shop.shopId, name]))?.value ?? 0;

  const range = (shop: Shop, which: 'new' | 'all', from: IsoDate, to: IsoDate, after: Place | null): IDBKeyRange => {
    const start = which === 'new' ? [shop.tenantId, shop.shopId, 'seen'] : [shop.tenantId, shop.shopId];
    const lower = after ? [...start, after.date, after.id] : [...start, from];
    return IDBKeyRange.bound(lower, [...start, to, []], after !== null);
  };

  return {
    async countInvoices(shop, which, from, to) {
      return (await connection.db()).countFromIndex('invoices', which === 'new' ? 'byState' : 'byDate', range(shop, which, from, to, null));
    },

    async invoicesAfter(shop, which, from, to, after, limit) {
      return (await connection.db()).getAllFromIndex('invoices', which === 'new' ? 'byState' : 'byDate', range(shop, which, from, to, after), limit);
    },

    async invoice(shop, id) {
      const row = await (await connection.db()).get('invoices', [shop.tenantId, id]);
      return row?.shopId === shop.shopId ? row : null;
    },

    async oldestNew(shop) {
      const index = (await connection.db()).transaction('invoices').store.index('byState');
      const first = await index.openKeyCursor(startingWith(shop.tenantId, shop.shopId, 'seen'));
      return first ? first.key[3] : null;
    },

    waiting: async (shop) => Math.max(0, (await counter(shop, WAITING)) - (await counter(shop, SYNC_SETTLED))),
    textCodes: (shop) => counter(shop, TEXT_CODES),

    entriesWithoutNumber: (shop) => counter(shop, NO_ENTRY),

    async takenCodes(shop, journal, codes) {
      const { store } = (await connection.db()).transaction('invoices');
      const [byCode, byEntry] = [store.index('byCode'), store.index('byEntry')];
      const taken = await Promise.all(
        codes.map(async (code) => {
          const [equal, written] = await Promise.all([byCode.count([shop.tenantId, shop.shopId, code]), byEntry.count([shop.tenantId, journal, code])]);
          return equal > 1 || written > 0;
        }),
      );
      return new Set(codes.filter((_, at) => taken[at]));
    },

    async findingsOf(shop, limit) {
      return (await connection.db()).getAllFromIndex('findings', 'byShop', startingWith(shop.tenantId, shop.shopId), limit);
    },

    async arithmeticOf(tenantId) {
      const cursors = await (await connection.db()).getAll('cursors', startingWith(tenantId));
      return cursors.find((cursor) => cursor.arithmetic !== null)?.arithmetic ?? null;
    },

    async forget(shop) {
      const all = startingWith(shop.tenantId, shop.shopId);
      await write(connection, ['cursors', 'invoices', 'findings', 'counters', 'debtors', 'jobs', 'jobPages', 'files', 'fileParts', 'described', 'bookings', 'syncShops'], async (tx) => {
        for (const job of await tx.objectStore('jobs').index('byShop').getAll(all)) {
          await tx.objectStore('jobPages').delete(startingWith(job.jobId));
          for (const { fileId } of job.files) {
            await tx.objectStore('fileParts').delete(startingWith(fileId));
            await tx.objectStore('described').delete(startingWith(fileId));
          }
          await tx.objectStore('jobs').delete(job.jobId);
        }
        for (const fileId of await tx.objectStore('files').index('byShop').getAllKeys(all)) {
          await tx.objectStore('fileParts').delete(startingWith(fileId));
          await tx.objectStore('files').delete(fileId);
        }
        const invoices = tx.objectStore('invoices');
        const keys = await invoices.index('byDate').getAllKeys(all);
        await Promise.all(keys.map((key) => invoices.delete(key)));
        for (const key of await tx.objectStore('findings').index('byShop').getAllKeys(all)) await tx.objectStore('findings').delete(key);
        await tx.objectStore('counters').delete(all);
        await tx.objectStore('debtors').delete(all);
        for (const key of await tx.objectStore('bookings').index('byState').getAllKeys(all)) await tx.objectStore('bookings').delete(key);
        await tx.objectStore('syncShops').delete([shop.tenantId, shop.shopId]);
        await tx.objectStore('cursors').delete([shop.tenantId, shop.shopId]);
      });
    },
  };
}
