/** How invoices of the preview stand in Sync, so that it does not offer as ready what is booked, on its way, or left to a person. */
import { isSettled, type SyncRow, type SyncState } from '../ledger/sync-rows';
import type { PreviewRow, ShopRef } from '../messages';
import type { App } from './app';

export interface Standing {
  /** By invoice; an invoice that Sync has nothing to say about is missing. */
  readonly of: ReadonlyMap<number, NonNullable<PreviewRow['sync']>>;
  /** Sync waits for something with these, or leaves them out. */
  readonly held: ReadonlySet<number>;
  /** Neither Export nor Sync begins anything with these any more. */
  readonly settled: ReadonlySet<number>;
}

const HELD: readonly SyncState[] = ['waiting', 'refused', 'skipped'];

/** While Sync is off, only what it holds for good counts: what merely waited for it goes with the next file. */
export async function standingOf(app: Pick<App, 'ledger'>, shop: ShopRef, ids: readonly number[]): Promise<Standing> {
  const on = (await app.ledger.syncShop(shop))?.on === true;
  const rows = (await Promise.all(ids.map((id) => app.ledger.syncRow(shop.tenantId, id)))).flatMap((row) => row ?? []);
  const settled = rows.filter(isSettled);
  const held = on ? rows.filter((row) => HELD.includes(row.state) && !isSettled(row)) : [];
  return { of: new Map((on ? rows : settled).map((row) => [row.id, said(row)])), held: new Set(held.map(({ id }) => id)), settled: new Set(settled.map(({ id }) => id)) };
}

function said({ state, changed, reason }: SyncRow): NonNullable<PreviewRow['sync']> {
  return changed ? { state: 'changed', reason: { code: 'S-CHANGED', params: {} } } : { state, reason: reason ?? null };
}
