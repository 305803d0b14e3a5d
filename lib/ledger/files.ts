/** Files that were made: their list, their bytes, and what may be dropped once one was saved. */
import type { Connection } from './database';
import { startingWith, write } from './database';
import { withoutContacts } from './feed-store';
import type { Shop } from './ports';
import type { FileRow, InvoiceRow } from './rows';

/** Rows per transaction when contact data is removed. */
const BATCH = 200;

export interface FileLedger {
  file(fileId: string): Promise<FileRow | null>;
  /** The newest files of a shop, newest first. */
  filesOf(shop: Shop, limit: number): Promise<readonly FileRow[]>;
  /** The pieces of a file in order; null when one is missing. */
  fileBytes(fileId: string): Promise<readonly Uint8Array<ArrayBuffer>[] | null>;
  /** Notes that a file was saved; false when it is unknown. */
  fileSaved(fileId: string): Promise<boolean>;
  /** Removes contact data that no further file needs, of all files that were saved. May be repeated. `step` is called between batches. */
  stripSaved(step: () => Promise<void>): Promise<void>;
}

export function createFileLedger(connection: Connection): FileLedger {
  const file = async (fileId: string): Promise<FileRow | null> => (await (await connection.db()).get('files', fileId)) ?? null;

  /** Removes contact data from rows, unless no saved file describes their own debtor yet. */
  const strip = async (keys: readonly [string, number][]): Promise<void> => {
    await write(connection, ['invoices', 'debtors', 'files'], async (tx) => {
      const rows = await Promise.all(keys.map((key) => tx.objectStore('invoices').get(key)));
      const describedAndSaved = async (row: InvoiceRow): Promise<boolean> => {
        if (row.exported?.debtor === undefined) return true;
        const debtor = await tx.objectStore('debtors').get([row.tenantId, row.shopId, row.exported.debtor]);
        const debtorFile = debtor?.fileId ? await tx.objectStore('files').get(debtor.fileId) : undefined;
        return debtorFile?.saved === true;
      };
      await Promise.all(
        rows.map(async (row) => {
          if (!row?.exported || row.stripped || !(await describedAndSaved(row))) return;
          await tx.objectStore('invoices').put({ ...row, invoice: withoutContacts(row.invoice), stripped: true });
        }),
      );
    });
  };

  const rowsNeeding = async (of: FileRow): Promise<readonly [string, number][]> => {
    const db = await connection.db();
    const keys = await db.getAllKeysFromIndex('invoices', 'byFile', of.fileId);
    // Records of other files may have waited for the description that this one holds.
    const debtors = await db.getAllFromIndex('debtors', 'byFile', of.fileId);
    for (const debtor of debtors) keys.push(...(await db.getAllKeysFromIndex('invoices', 'byDebtor', [of.tenantId, of.shopId, debtor.code])));
    return keys;
  };

  return {
    file,

    async filesOf(shop, limit) {
      const files: FileRow[] = [];
      const index = (await connection.db()).transaction('files').store.index('byShop');
      for (let at = await index.openCursor(startingWith(shop.tenantId, shop.shopId), 'prev'); at && files.length < limit; at = await at.continue()) {
        files.push(at.value);
      }
      return files;
    },

    async fileBytes(fileId) {
      const row = await file(fileId);
      if (!row) return null;
      const parts = await (await connection.db()).getAll('fileParts', startingWith(fileId));
      return parts.length === row.parts ? parts.map((part) => part.bytes) : null;
    },

    async fileSaved(fileId) {
      return write(connection, ['files'], async (tx) => {
        const row = await tx.objectStore('files').get(fileId);
        if (!row) return false;
        if (!row.saved) await tx.objectStore('files').put({ ...row, saved: true });
        return true;
      });
    },

    async stripSaved(step) {
      const files = await (await connection.db()).getAll('files');
      for (const row of files.filter((each) => each.saved && !each.stripped)) {
        const keys = await rowsNeeding(row);
        for (let at = 0; at < keys.length; at += BATCH) {
          await strip(keys.slice(at, at + BATCH));
          await step();
        }
        await write(connection, ['files'], async (tx) => {
          const current = await tx.objectStore('files').get(row.fileId);
          if (current) await tx.objectStore('files').put({ ...current, stripped: true });
        }, 'relaxed');
      }
    },
  };
}
