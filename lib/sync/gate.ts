/** Whether Sync may work for a shop at all. Pure. */
import type { SyncReason, SyncShopRow } from '../ledger/sync-rows';

export interface GateFacts {
  readonly native: 'off' | 'active' | 'unknown';
  readonly linked: boolean;
  readonly settings: boolean;
}

/**
 * Why it may not work now; null when it may. ShopCtrl's own connector would book everything a second time: while it is active nothing is
 * sent, and while its state is unknown only after a person said by name that it is off.
 */
export function gateOf(shop: Pick<SyncShopRow, 'nativeOff'>, facts: GateFacts): SyncReason | null {
  if (!facts.linked) return { code: 'S-NOT-LINKED', params: {} };
  if (!facts.settings) return { code: 'S-NO-SETTINGS', params: {} };
  if (facts.native === 'active') return { code: 'S-NATIVE-ACTIVE', params: {} };
  if (facts.native === 'unknown' && !shop.nativeOff) return { code: 'S-NATIVE-UNKNOWN', params: {} };
  return null;
}
