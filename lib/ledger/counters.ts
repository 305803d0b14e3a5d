/** Numbers per shop that follow the rows, changed in the same transaction as the rows. */
import { entryNumberOf } from '../booking/reference';
import { heldKeys } from './held';
import type { CounterRow, InvoiceRow } from './rows';
import { isSettled, type SyncRow } from './sync-rows';

export const WAITING = 'waiting';
/** Invoices whose code is no entry number. */
export const TEXT_CODES = 'text-codes';
/** Sales entries in files that carry no entry number. */
export const NO_ENTRY = 'no-entry';
/** Files made so far: the number in a file name. */
export const FILE_NUMBER = 'files';
/** In front of a state of Sync: invoices in it. */
export const SYNC = 'sync ';
/** Invoices that Sync booked and that differ in ShopCtrl since. */
export const SYNC_CHANGED = 'sync changed';
/** In front of a cause (`held`): invoices that it holds. Causes come and go, so that a counter at nothing is taken away. */
export const HELD = 'held ';
/** Invoices in no file that Export leaves out all the same, since Sync has them. */
export const SYNC_SETTLED = 'settled by sync';

interface CounterStore {
  get(key: [string, number, string]): Promise<CounterRow | undefined>;
  put(row: CounterRow): Promise<unknown>;
  delete(key: [string, number, string]): Promise<unknown>;
}

/** Collects changes of counters during a transaction and writes each counter once. */
export class Counting {
  readonly #changes = new Map<string, CounterRow>();

  /** Adds to a counter of a shop. */
  add(tenantId: string, shopId: number, name: string, by: number): void {
    if (by === 0) return;
    const key = JSON.stringify([tenantId, shopId, name]);
    const value = (this.#changes.get(key)?.value ?? 0) + by;
    this.#changes.set(key, { tenantId, shopId, name, value });
  }

  /** Accounts for a row that took the place of another (or of none). */
  replaced(before: InvoiceRow | undefined, after: InvoiceRow | undefined): void {
    if (before) this.#count(before, -1);
    if (after) this.#count(after, 1);
  }

  /** Accounts for a row of Sync that took the place of another (or of none). */
  synced(before: SyncRow | undefined, after: SyncRow | undefined): void {
    if (before) this.#countSync(before, -1);
    if (after) this.#countSync(after, 1);
  }

  /** Accounts for what holds a row of Sync; part of `synced`. */
  held(row: SyncRow, by: 1 | -1): void {
    for (const key of heldKeys(row)) this.add(row.tenantId, row.shopId, HELD + key, by);
  }

  /** Writes the changes inside the caller's transaction. */
  async store(store: CounterStore): Promise<void> {
    for (const change of this.#changes.values()) {
      if (change.value === 0) continue;
      const before = await store.get([change.tenantId, change.shopId, change.name]);
      const value = (before?.value ?? 0) + change.value;
      if (value === 0 && change.name.startsWith(HELD)) await store.delete([change.tenantId, change.shopId, change.name]);
      else await store.put({ ...change, value });
    }
  }

  #count(row: InvoiceRow, by: 1 | -1): void {
    this.add(row.tenantId, row.shopId, WAITING, row.state === 'seen' ? by : 0);
    this.add(row.tenantId, row.shopId, TEXT_CODES, entryNumberOf(row.code) === undefined ? by : 0);
  }

  #countSync(row: SyncRow, by: 1 | -1): void {
    this.add(row.tenantId, row.shopId, SYNC + row.state, by);
    this.add(row.tenantId, row.shopId, SYNC_CHANGED, row.changed ? by : 0);
    this.held(row, by);
    this.add(row.tenantId, row.shopId, SYNC_SETTLED, isSettled(row) && !row.notNew && !row.notImported ? by : 0);
  }
}
