/** Files that were made: their list, their bytes, and what may be dropped once one was saved. */
import type { Connection } from './database';
import { startingWith, write } from './database';
import { withoutContacts } from './feed-store';
import type { Shop } from './ports';
import type { FileRow } from './rows';

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
  /** Removes contact data of all files that were saved, but for shops whose debtor file is in the making. May be repeated. `step` is called between batches. */
  stripSaved(step: () => Promise<void>): Promise<void>;
}

export function createFileLedger(connection: Connection): FileLedger {
  const file = async (fileId: string): Promise<FileRow | null> => (await (await connection.db()).get('files', fileId)) ?? null;

  /** Removes contact data from rows of files that were saved: each file describes its own debtors. */
  const strip = async (keys: readonly [string, number][]): Promise<void> => {
    await write(connection, ['invoices'], async (tx) => {
      const rows = await Promise.all(keys.map((key) => tx.objectStore('invoices').get(key)));
      await Promise.all(
        rows.map(async (row) => {
          if (!row?.exported || row.stripped) return;
          await tx.objectStore('invoices').put({ ...row, invoice: withoutContacts(row.invoice), stripped: true });
        }),
      );
    });
  };

  /** Shops whose open debtor file still reads contacts; what is removed under its hands would be missing in it. */
  const describing = async (): Promise<readonly Shop[]> => {
    const { store } = (await connection.db()).transaction('jobs');
    const jobs = (await Promise.all((['reading', 'deciding'] as const).map((phase) => store.index('byPhase').getAll(phase)))).flat();
    return jobs.filter((job) => job.topic === 'Accounts');
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
      const db = await connection.db();
      const busy = await describing();
      const due = (row: FileRow): boolean => row.saved && !row.stripped && !busy.some((shop) => shop.tenantId === row.tenantId && shop.shopId === row.shopId);
      for (const row of (await db.getAll('files')).filter(due)) {
        const keys = await db.getAllKeysFromIndex('invoices', 'byFile', row.fileId);
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
