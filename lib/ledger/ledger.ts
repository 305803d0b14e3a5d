/** The extension's memory in IndexedDB: what happened to each invoice and file. No network (design 3). */
import { createLedgerBackup } from './backup';
import type { LedgerBackup } from './backup';
import { connect } from './database';
import { createFeedLedger } from './feed-store';
import type { FeedLedger } from './feed-store';
import { createFileLedger } from './files';
import type { FileLedger } from './files';
import { createInvoiceLedger } from './invoices';
import type { InvoiceLedger } from './invoices';
import { createJobLedger } from './jobs';
import type { JobLedger } from './jobs';
import { createSyncLedger } from './sync';
import type { SyncLedger } from './sync';
import { createSyncLeft } from './sync-left';
import type { SyncLeft } from './sync-left';
import { createSyncPages } from './sync-pages';
import type { SyncPages } from './sync-pages';

export interface Ledger extends FeedLedger, InvoiceLedger, JobLedger, FileLedger, SyncLedger, SyncPages, SyncLeft, LedgerBackup {
  close(): Promise<void>;
}

export interface LedgerOptions {
  /** Name of the database; only tests need another. */
  readonly name?: string;
  /** Another context holds an older version open and has been asked to let go. */
  readonly onBlocked?: () => void;
}

/** The ledger. Opens nothing until its first question, and opens again by itself when the browser ended the connection. */
export function openLedger(options: LedgerOptions = {}): Ledger {
  const connection = connect(options.name, options.onBlocked);
  return {
    ...createFeedLedger(connection),
    ...createInvoiceLedger(connection),
    ...createJobLedger(connection),
    ...createFileLedger(connection),
    ...createSyncLedger(connection),
    ...createSyncPages(connection),
    ...createSyncLeft(connection),
    ...createLedgerBackup(connection),
    close: connection.close,
  };
}
