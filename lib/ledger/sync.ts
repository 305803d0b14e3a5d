/**
 * Sync's part of the ledger. Every change of a row is compare-and-set on its `rev`, so that two runs can never both move it; counters per
 * state change in the same transaction, so that no screen scans rows. Intents, answers and the switch are strict: they reach the disk
 * before anything is sent or believed (facts: browser-extension 4).
 */
import { isOpen } from './jobs';
import { Counting, SYNC, SYNC_CHANGED } from './counters';
import type { Connection } from './database';
import { startingWith, write } from './database';
import type { Shop } from './ports';
import type { InvoiceRow } from './rows';
import { BOUND_STATES, isSettled, SYNC_STATES, withoutReason, withoutReporting } from './sync-rows';
import type { AdministrationRow, RelationRow, SyncRow, SyncShopRow, SyncState } from './sync-rows';

export interface SyncMove {
  readonly before: SyncRow;
  readonly after: SyncRow;
}

export interface SyncLedger {
  syncShops(): Promise<readonly SyncShopRow[]>;
  syncShop(shop: Shop): Promise<SyncShopRow | null>;
  putSyncShop(row: SyncShopRow): Promise<void>;
  syncRow(tenantId: string, id: number): Promise<SyncRow | null>;
  /** Rows of a shop in a state that are due at `now`, and not before `from`; the ones due first before others, then by date and id. */
  syncRows(shop: Shop, state: SyncState, now: number, limit: number, from?: number): Promise<readonly SyncRow[]>;
  /** The earliest moment at which a row of that state is due; null when there is none. */
  syncDue(shop: Shop, state: SyncState): Promise<number | null>;
  /** Rows of a shop whose document is due at `now`, the ones due first before others. */
  documentRows(shop: Shop, now: number, limit: number): Promise<readonly SyncRow[]>;
  /** Rows per state, and `changed`: booked ones that differ in ShopCtrl since. From counters. */
  syncCounts(shop: Shop): Promise<Readonly<Record<SyncState | 'changed', number>>>;
  /** Moves rows that are still what the caller believes them to be; answers which were. `strict` unless it is only a decision that can be made again. */
  moveSync(moves: readonly SyncMove[], durability: 'strict' | 'relaxed'): Promise<readonly boolean[]>;
  /**
   * The one door to a POST: stores the intent (strict) unless the row moved meanwhile (`stale`), an export of this shop is under way or has
   * taken the invoice (`exporting`), or another invoice has the same reference in that administration (`reference`).
   */
  beginIntent(change: SyncMove): Promise<'ok' | 'stale' | 'exporting' | 'reference'>;
  invoiceRows(tenantId: string, ids: readonly number[]): Promise<readonly InvoiceRow[]>;
  /** Which of these entries other rows have already, by entry id. */
  claims(entryIds: readonly string[]): Promise<ReadonlyMap<string, readonly [string, number]>>;
  /** Rows that hold one of these references in an administration. */
  referenceHolders(refKeys: readonly string[]): Promise<ReadonlyMap<string, readonly [string, number]>>;
  /** Invoices of these that Export leaves out, since Sync has them. */
  heldBySync(tenantId: string, ids: readonly number[]): Promise<ReadonlySet<number>>;
  /** True while the shop has invoices whose fate is bound to its administration. */
  boundToAdministration(shop: Shop): Promise<boolean>;
  /** Sends rows back to be decided again: all in a state, or those with one reason. Answers how many. */
  retrySync(shop: Shop, state: SyncState, reason: string | null, at: number): Promise<number>;
  administration(site: string, division: number): Promise<AdministrationRow>;
  putAdministration(row: AdministrationRow): Promise<void>;
  relations(site: string, division: number, codes: readonly string[]): Promise<readonly RelationRow[]>;
  putRelations(rows: readonly RelationRow[]): Promise<void>;
}

export function createSyncLedger(connection: Connection): SyncLedger {
  const index = async (name: 'byState') => (await connection.db()).transaction('bookings').store.index(name);

  return {
    syncShops: async () => (await connection.db()).getAll('syncShops'),
    syncShop: async (shop) => (await (await connection.db()).get('syncShops', [shop.tenantId, shop.shopId])) ?? null,
    putSyncShop: (row) => write(connection, ['syncShops'], async (tx) => void (await tx.objectStore('syncShops').put(row))),
    syncRow: async (tenantId, id) => (await (await connection.db()).get('bookings', [tenantId, id])) ?? null,

    async syncRows(shop, state, now, limit, from = 0) {
      const key = [shop.tenantId, shop.shopId, state];
      return (await index('byState')).getAll(IDBKeyRange.bound([...key, from], [...key, now, []]), limit);
    },

    async syncDue(shop, state) {
      const first = await (await index('byState')).openKeyCursor(startingWith(shop.tenantId, shop.shopId, state));
      return first ? first.key[3] : null;
    },

    async documentRows(shop, now, limit) {
      const key = [shop.tenantId, shop.shopId];
      return (await connection.db()).getAllFromIndex('bookings', 'byDocument', IDBKeyRange.bound(key, [...key, now]), limit);
    },

    async syncCounts(shop) {
      const rows = await (await connection.db()).getAll('counters', IDBKeyRange.bound([shop.tenantId, shop.shopId, SYNC], [shop.tenantId, shop.shopId, `${SYNC}\uffff`]));
      const of = (name: string): number => rows.find((row) => row.name === name)?.value ?? 0;
      const states = Object.fromEntries(SYNC_STATES.map((state) => [state, of(SYNC + state)])) as Record<SyncState, number>;
      return { ...states, changed: of(SYNC_CHANGED) };
    },

    async moveSync(moves, durability) {
      if (moves.length === 0) return [];
      return write(connection, ['bookings', 'counters'], async (tx) => {
        const store = tx.objectStore('bookings');
        const counting = new Counting();
        const present = await Promise.all(moves.map(({ before }) => store.get([before.tenantId, before.id])));
        const same = moves.map(({ before }, at) => present[at]?.rev === before.rev);
        await Promise.all(
          moves.map(async ({ after }, at) => {
            if (!same[at]) return;
            counting.synced(present[at], after);
            await store.put(after);
          }),
        );
        await counting.store(tx.objectStore('counters'));
        return same;
      }, durability);
    },

    async beginIntent({ before, after }) {
      return write(connection, ['bookings', 'counters', 'invoices', 'jobs'], async (tx) => {
        const store = tx.objectStore('bookings');
        const [present, invoice, jobs, holders] = await Promise.all([
          store.get([before.tenantId, before.id]),
          tx.objectStore('invoices').get([before.tenantId, before.id]),
          tx.objectStore('jobs').index('byShop').getAll(startingWith(before.tenantId, before.shopId)),
          store.index('byReference').getAllKeys(after.refKey ?? ''),
        ]);
        if (present?.rev !== before.rev || !invoice) return 'stale';
        if (jobs.some((job) => isOpen(job) && job.topic !== 'Accounts')) return 'exporting';
        if (invoice.exported && !after.notImported) return 'exporting';
        if (holders.some(([tenantId, id]) => tenantId !== after.tenantId || id !== after.id)) return 'reference';
        const counting = new Counting();
        counting.synced(present, after);
        await store.put(after);
        await counting.store(tx.objectStore('counters'));
        return 'ok';
      });
    },

    async invoiceRows(tenantId, ids) {
      const { store } = (await connection.db()).transaction('invoices');
      return (await Promise.all(ids.map((id) => store.get([tenantId, id])))).flatMap((row) => row ?? []);
    },

    async claims(entryIds) {
      const byEntry = (await connection.db()).transaction('bookings').store.index('byEntry');
      const keys = await Promise.all(entryIds.map((id) => byEntry.getKey(id)));
      return new Map(entryIds.flatMap((id, at) => (keys[at] ? [[id, keys[at]] as const] : [])));
    },

    async referenceHolders(refKeys) {
      const byReference = (await connection.db()).transaction('bookings').store.index('byReference');
      const keys = await Promise.all(refKeys.map((key) => byReference.getKey(key)));
      return new Map(refKeys.flatMap((key, at) => (keys[at] ? [[key, keys[at]] as const] : [])));
    },

    async heldBySync(tenantId, ids) {
      const { store } = (await connection.db()).transaction('bookings');
      const rows = await Promise.all(ids.map((id) => store.get([tenantId, id])));
      return new Set(rows.flatMap((row) => (row && isSettled(row) ? [row.id] : [])));
    },

    async boundToAdministration(shop) {
      const counts = await this.syncCounts(shop);
      return BOUND_STATES.some((state) => counts[state] > 0);
    },

    async retrySync(shop, state, reason, at) {
      return write(connection, ['bookings', 'counters'], async (tx) => {
        const store = tx.objectStore('bookings');
        const counting = new Counting();
        let count = 0;
        for (const row of await store.index('byState').getAll(startingWith(shop.tenantId, shop.shopId, state))) {
          if (reason !== null && row.reason?.code !== reason) continue;
          const after: SyncRow = { ...withoutReason(row), state: 'seen', due: 0, rev: row.rev + 1, steps: [...row.steps, { at, state: 'seen' as const, call: '', outcome: 'retry' }].slice(-40) };
          counting.synced(row, after);
          await store.put(after);
          count += 1;
        }
        await counting.store(tx.objectStore('counters'));
        return count;
      });
    },

    administration: async (site, division) =>
      (await (await connection.db()).get('administrations', [site, division])) ?? { site, division, budget: null, accounts: {}, closed: {}, kinds: [] },
    putAdministration: (row) => write(connection, ['administrations'], async (tx) => void (await tx.objectStore('administrations').put(row)), 'relaxed'),

    async relations(site, division, codes) {
      const { store } = (await connection.db()).transaction('relations');
      return (await Promise.all(codes.map((code) => store.get([site, division, code])))).flatMap((row) => row ?? []);
    },
    putRelations: (rows) =>
      write(connection, ['relations'], async (tx) => {
        await Promise.all(rows.map((row) => tx.objectStore('relations').put(row)));
      }),
  };
}

/** What becomes of an invoice's row when it was read (again): null when nothing does. Used by the feed, in its own transaction. */
export function seenAgain(before: SyncRow | undefined, invoice: { readonly tenantId: string; readonly id: number; readonly shopId: number; readonly code: string; readonly date: string; readonly contentHash: string }): SyncRow | null {
  const { tenantId, id, shopId, code, date, contentHash: hash } = invoice;
  if (!before) return { tenantId, id, shopId, code, date, state: 'seen', due: 0, rev: 1, hash, changed: false, steps: [] };
  const same = before.hash === hash && before.code === code && before.date === date;
  // What was refused is decided again, though its intent is kept for a second look.
  const settled = isSettled(before) || (before.intent !== undefined && before.state !== 'refused');
  // Consent to another period was given to what the invoice was then; what stands in Exact keeps it as its history.
  const lapsed = withoutReporting(before);
  if (settled) return before.changed === !same ? null : { ...(same || isSettled(before) ? before : lapsed), changed: !same, rev: before.rev + 1 };
  if (same) return null;
  return { ...withoutReason(lapsed), code, date, shopId, hash, state: 'seen', due: 0, rev: before.rev + 1 };
}
