/** Invoices of a shop that were read but not understood: no booking can be decided for them, so Sync would leave them out unseen. */
import { causeKey, sharedParams } from '../booking/cause';
import type { IsoDate } from '../invoice/money';
import type { Ledger } from '../ledger/ledger';
import type { SyncShopRow } from '../ledger/sync-rows';
import type { LedgerReason, ShopRef } from '../messages';
import { isBeforeStart } from '../sync/first-invoice';

/** More of them are not looked through: behind so many nobody reads on. */
const LIMIT = 1000;

/** Keys of these causes begin so. */
export const UNREAD = 'unread|';

export interface Unread extends LedgerReason {
  readonly key: string;
  readonly invoices: readonly { readonly id: number; readonly code: string; readonly date: IsoDate }[];
}

type Reads = Pick<Ledger, 'findingsOf' | 'loadCursor' | 'syncRow'>;

/** What Sync cannot book because its reading failed, by cause; empty while Sync is off. */
export async function unreadOf(ledger: Reads, shop: ShopRef, row: SyncShopRow | null): Promise<readonly Unread[]> {
  return row?.on === true ? unreadFrom(ledger, shop, row.from) : [];
}

/** The same as if Sync began there. One that Sync has a row for is spoken of there; a date that is not known counts as one of Sync's. */
export async function unreadFrom(ledger: Reads, shop: ShopRef, from: SyncShopRow['from']): Promise<readonly Unread[]> {
  const [findings, cursor] = await Promise.all([ledger.findingsOf(shop, LIMIT), ledger.loadCursor(shop.tenantId, shop.shopId)]);
  const dates = new Map((cursor?.otherCodes ?? []).map(({ id, date }) => [id, date]));
  const known = await Promise.all(findings.map(({ invoiceId }) => (invoiceId === undefined ? null : ledger.syncRow(shop.tenantId, invoiceId))));
  const groups = new Map<string, Unread>();
  for (const [at, { invoiceId, invoiceCode, code, params }] of findings.entries()) {
    if (invoiceId === undefined || known[at] || isBeforeStart(from, { id: invoiceId, date: dates.get(invoiceId) ?? '', code: invoiceCode ?? '' })) continue;
    const key = `${UNREAD}${causeKey({ code, params })}`;
    const group = groups.get(key);
    groups.set(key, {
      key,
      code,
      params: group ? sharedParams(group.params, params) : params,
      invoices: [...(group?.invoices ?? []), { id: invoiceId, code: invoiceCode ?? String(invoiceId), date: dates.get(invoiceId) ?? '' }],
    });
  }
  return [...groups.values()];
}
