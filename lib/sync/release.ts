/** A person's word that a cause is mended: what it held is judged anew. */
import type { Shop } from '../ledger/ports';
import type { SyncLedger } from '../ledger/sync';
import type { SyncState } from '../ledger/sync-rows';
import { withoutRefusals } from './canary';
import { isPeriod } from './resolve';
import { move } from './states';

/**
 * Sends invoices of a shop back to be decided: all of a state, or those of one cause. Answers how many. Takes back what was remembered against
 * them (closed months, the stop after equal refusals); an uncertain or sent invoice is never touched by this.
 */
export async function release(ledger: SyncLedger, shop: Shop, where: { readonly site: string; readonly division: number } | null, state: Extract<SyncState, 'waiting' | 'refused' | 'skipped' | 'exported' | 'gone'>, reason: string | null, now: number): Promise<number> {
  const row = await ledger.syncShop(shop);
  if (row) await ledger.putSyncShop(withoutRefusals(row));
  if (where && (reason === null || reason === 'X-PERIOD-CLOSED')) {
    const administration = await ledger.administration(where.site, where.division);
    await ledger.putAdministration({ ...administration, closed: {} });
  }
  return ledger.retrySync(shop, state, reason, now);
}

/** Another period than that of the date, with the person who consented. `year` and `period` as in Exact's financial periods. */
export interface OtherPeriod {
  readonly year: number;
  readonly period: number;
  readonly by: string;
}

/**
 * One consent for a batch: these invoices, which wait for a closed or missing period, are booked in another one; their own date stays in the
 * entry's text (`draftOf`). Stored with each invoice before anything is sent. Answers how many were released; what does not wait for a
 * period any more is left alone.
 */
export async function bookElsewhere(ledger: Pick<SyncLedger, 'syncRow' | 'moveSync'>, tenantId: string, ids: readonly number[], { year, period, by }: OtherPeriod, now: number): Promise<number> {
  const rows = await Promise.all(ids.map((id) => ledger.syncRow(tenantId, id)));
  const moves = rows.flatMap((row) => {
    if (row?.state !== 'waiting' || !row.reason || !isPeriod(row.reason.code)) return [];
    return [move(row, 'seen', { at: now, call: '', outcome: `consent: period ${String(year)}-${String(period)}` }, { due: 0, reporting: { year, period, by, at: now } }, ['reason'])];
  });
  return (await ledger.moveSync(moves, 'strict')).filter((moved) => moved).length;
}
