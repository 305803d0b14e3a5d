/** A person's word that a cause is mended: what it held is judged anew. */
import type { Shop } from '../ledger/ports';
import type { SyncLedger } from '../ledger/sync';
import type { SyncState } from '../ledger/sync-rows';

/**
 * Sends invoices of a shop back to be decided: all of a state, or those of one cause. Answers how many. Takes back what was remembered against
 * them (closed months, the stop after equal refusals); an uncertain or sent invoice is never touched by this.
 */
export async function release(ledger: SyncLedger, shop: Shop, where: { readonly site: string; readonly division: number } | null, state: Extract<SyncState, 'waiting' | 'refused' | 'skipped' | 'exported' | 'gone'>, reason: string | null, now: number): Promise<number> {
  const row = await ledger.syncShop(shop);
  if (row && row.refusals.count > 0) await ledger.putSyncShop({ ...row, refusals: { ...row.refusals, key: '', count: 0 } });
  if (where && (reason === null || reason === 'X-PERIOD-CLOSED')) {
    const administration = await ledger.administration(where.site, where.division);
    await ledger.putAdministration({ ...administration, closed: {} });
  }
  return ledger.retrySync(shop, state, reason, now);
}
