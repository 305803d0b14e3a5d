/** The ledger page's own address: what it shows stands behind the `#`, so that back, reload and links work. */
import type { ShopRef } from '../messages';

export interface LedgerAddress {
  readonly shop: ShopRef | null;
  /** The assistant that turns Sync on is open. */
  readonly start: boolean;
  /** One invoice with its history. */
  readonly invoiceId?: number | null;
  /** Only the invoices of this state in the list. */
  readonly state?: string;
}

export function ledgerAnchor({ shop, start, invoiceId = null, state = '' }: LedgerAddress): string {
  const parts = new URLSearchParams();
  if (shop) parts.set('shop', `${shop.tenantId}|${String(shop.shopId)}`);
  if (start) parts.set('start', '1');
  if (state !== '') parts.set('state', state);
  if (invoiceId !== null) parts.set('invoice', String(invoiceId));
  return parts.toString();
}

/** The address again; whatever cannot be read is left out. */
export function readLedgerAnchor(hash: string): Required<LedgerAddress> {
  const parts = new URLSearchParams(hash.replace(/^#/, ''));
  const named = /^(.+)\|(\d+)$/.exec(parts.get('shop') ?? '');
  const invoice = parts.get('invoice') ?? '';
  return {
    shop: named?.[1] !== undefined ? { tenantId: named[1], shopId: Number(named[2]) } : null,
    start: parts.get('start') === '1',
    invoiceId: /^\d+$/.test(invoice) ? Number(invoice) : null,
    state: /^[a-z-]+$/.test(parts.get('state') ?? '') ? (parts.get('state') ?? '') : '',
  };
}
