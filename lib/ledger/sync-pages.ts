/** What screens read of Sync's rows: pages of a list, one invoice, those that changed; never all rows of a shop at once. */
import { HELD } from './counters';
import type { Connection } from './database';
import { startingWith } from './database';
import { DOCUMENT_REFUSED } from './held';
import type { Shop } from './ports';
import type { SyncRow, SyncState } from './sync-rows';

/** Where a list goes on: a key of the index that it follows. */
export type ListMark = readonly (string | number)[];

export interface SyncPages {
  /** Rows of one state, or of all (`null`), the newest first. `next` is null at the end. */
  syncPage(shop: Shop, state: SyncState | null, after: ListMark | null, limit: number): Promise<{ readonly rows: readonly SyncRow[]; readonly next: ListMark | null }>;
  /** Invoices per cause that holds them (`heldBy`). From counters. */
  syncHeld(shop: Shop): Promise<ReadonlyMap<string, number>>;
  /** Entries whose PDF was refused for good, or never there: how many, and the first of them. */
  countRefusedDocuments(shop: Shop): Promise<number>;
  refusedDocuments(shop: Shop, limit: number): Promise<readonly SyncRow[]>;
  /** Every row of one state, in the order in which they are due; at most `limit`. */
  syncAll(shop: Shop, state: SyncState, limit: number): Promise<readonly SyncRow[]>;
  /** Booked rows whose invoice differs in ShopCtrl since; at most `limit`. Reads booked rows until they are found. */
  syncChanged(shop: Shop, limit: number): Promise<readonly SyncRow[]>;
  /** The shop's invoice of this number; null when there is none, the lowest id when there are several. */
  invoiceOfCode(shop: Shop, code: string): Promise<number | null>;
}

const BOOKED: readonly SyncState[] = ['booked', 'proved', 'differs'];
const PART = 500;

export function createSyncPages(connection: Connection): SyncPages {
  /** All states together follow the dates of the invoices: also of those that only a backup knows, which ShopCtrl is not asked for any more. */
  const list = async (shop: Shop, state: SyncState | null, after: ListMark | null, limit: number): Promise<{ rows: SyncRow[]; next: ListMark | null }> => {
    const index = (await connection.db()).transaction('bookings').store.index(state === null ? 'byDate' : 'byState');
    const start = [shop.tenantId, shop.shopId, ...(state === null ? [] : [state])];
    const range = after ? IDBKeyRange.bound(start, [...after], false, true) : startingWith(...start);
    const rows: SyncRow[] = [];
    let next: ListMark | null = null;
    for (let at = await index.openCursor(range, 'prev'); at; at = await at.continue()) {
      if (rows.length === limit) return { rows, next };
      rows.push(at.value);
      next = at.key;
    }
    return { rows, next: null };
  };

  return {
    syncPage: list,
    async syncHeld(shop) {
      const rows = await (await connection.db()).getAll('counters', IDBKeyRange.bound([shop.tenantId, shop.shopId, HELD], [shop.tenantId, shop.shopId, `${HELD}\uffff`]));
      return new Map(rows.map(({ name, value }) => [name.slice(HELD.length), value]));
    },
    async countRefusedDocuments(shop) {
      return (await connection.db()).countFromIndex('bookings', 'byDocument', IDBKeyRange.only([shop.tenantId, shop.shopId, DOCUMENT_REFUSED]));
    },
    async refusedDocuments(shop, limit) {
      return (await connection.db()).getAllFromIndex('bookings', 'byDocument', IDBKeyRange.only([shop.tenantId, shop.shopId, DOCUMENT_REFUSED]), limit);
    },
    async syncAll(shop, state, limit) {
      return (await connection.db()).getAllFromIndex('bookings', 'byState', startingWith(shop.tenantId, shop.shopId, state), limit);
    },
    async syncChanged(shop, limit) {
      const found: SyncRow[] = [];
      for (const state of BOOKED) {
        for (let mark: ListMark | null = null; ; ) {
          const page: { rows: SyncRow[]; next: ListMark | null } = await list(shop, state, mark, PART);
          found.push(...page.rows.filter(({ changed }) => changed));
          if (found.length >= limit || page.next === null) break;
          mark = page.next;
        }
      }
      return found.slice(0, limit);
    },
    async invoiceOfCode(shop, code) {
      const keys = await (await connection.db()).getAllKeysFromIndex('invoices', 'byCode', IDBKeyRange.only([shop.tenantId, shop.shopId, code]));
      return keys.length === 0 ? null : Math.min(...keys.map(([, id]) => id));
    },
  };
}
