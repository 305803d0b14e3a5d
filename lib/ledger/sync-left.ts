/** Invoices that a person takes out of Sync's hands before anybody could read them: they have a row of Sync and none of their own. */
import type { Connection } from './database';
import { Counting } from './counters';
import { write } from './database';
import { LEFT, type SyncRow } from './sync-rows';

export interface SyncLeft {
  /** Stores the first row of an invoice; false when it has one. */
  leaveUnread(row: SyncRow): Promise<boolean>;
  /** Takes that row away again, so that the invoice is asked about anew; false for one that was read since, or was not left. */
  takeBackUnread(tenantId: string, id: number): Promise<boolean>;
}

export function createSyncLeft(connection: Connection): SyncLeft {
  const change = (tenantId: string, id: number, next: (before: SyncRow | undefined, isRead: boolean) => SyncRow | null | undefined): Promise<boolean> =>
    write(connection, ['bookings', 'counters', 'invoices'], async (tx) => {
      const store = tx.objectStore('bookings');
      const before = await store.get([tenantId, id]);
      const after = next(before, (await tx.objectStore('invoices').getKey([tenantId, id])) !== undefined);
      if (after === undefined) return false;
      const counting = new Counting();
      counting.synced(before, after ?? undefined);
      if (after) await store.put(after);
      else await store.delete([tenantId, id]);
      await counting.store(tx.objectStore('counters'));
      return true;
    });
  return {
    leaveUnread: (row) => change(row.tenantId, row.id, (before) => (before ? undefined : row)),
    takeBackUnread: (tenantId, id) => change(tenantId, id, (before, isRead) => (before?.state === 'skipped' && before.reason?.code === LEFT && !isRead ? null : undefined)),
  };
}
