/** The ledger page's own address: what it shows stands behind the `#`, so that back, reload and links work. */
import type { ShopRef } from '../messages';

export interface LedgerAddress {
  readonly shop: ShopRef | null;
  /** The assistant that turns Sync on is open. */
  readonly start: boolean;
}

export function ledgerAnchor({ shop, start }: LedgerAddress): string {
  const parts = new URLSearchParams();
  if (shop) parts.set('shop', `${shop.tenantId}|${String(shop.shopId)}`);
  if (start) parts.set('start', '1');
  return parts.toString();
}

/** The address again; whatever cannot be read is left out. */
export function readLedgerAnchor(hash: string): LedgerAddress {
  const parts = new URLSearchParams(hash.replace(/^#/, ''));
  const named = /^(.+)\|(\d+)$/.exec(parts.get('shop') ?? '');
  return { shop: named?.[1] !== undefined ? { tenantId: named[1], shopId: Number(named[2]) } : null, start: parts.get('start') === '1' };
}
