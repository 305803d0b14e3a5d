/** Which shops a run has to do with. */
import type { SyncLedger } from '../ledger/sync';
import { BOUND_STATES, type SyncShopRow, type SyncState } from '../ledger/sync-rows';
import { FAR } from './resolve';

/** Looked up for a shop that is off: fates that are unknown, refusals that are to be looked at once more, and entries that are not proved to be single yet. */
const FINISHED: readonly SyncState[] = [...BOUND_STATES, 'booked', 'refused'];

/**
 * The shops that are on, and those that were turned off while something that they sent is not known to stand in Exact once: that is looked up
 * until it is (design 6.2 and 6.3), though nothing more is sent. What waits for a person keeps no shop at work.
 */
export async function shopsAtWork(ledger: Pick<SyncLedger, 'syncShops' | 'syncDue'>): Promise<readonly SyncShopRow[]> {
  const shops = await ledger.syncShops();
  const unknown = await Promise.all(shops.map(async (shop) => !shop.on && (await hasDue(ledger, shop))));
  return shops.filter(({ on }, at) => on || unknown[at]);
}

async function hasDue(ledger: Pick<SyncLedger, 'syncDue'>, shop: SyncShopRow): Promise<boolean> {
  const moments = await Promise.all(FINISHED.map((state) => ledger.syncDue(shop, state)));
  return moments.some((moment) => moment !== null && moment < FAR);
}
