/** One canary of each new kind first, and an end after the third equal refusal (design 6). Pure. */
import type { Booking } from '../booking/booking';
import type { SyncShopRow } from '../ledger/sync-rows';

/** What makes an entry a kind of its own for Exact: journal, currency, VAT codes, kind of debtor, type. */
export function kindOfEntry(booking: Booking): string {
  const codes = [...new Set(booking.lines.map((line) => line.vatCode))].sort().join('+');
  return [booking.journal, booking.currency, codes, booking.debtor.kind, booking.type].join('|');
}

/** Whether a shop has to stop, since Exact refused the same thing too often. */
export function isStopped(shop: Pick<SyncShopRow, 'refusals'>, limit: number): boolean {
  return shop.refusals.count >= limit;
}

/** The shop's count after a refusal (`key`: endpoint and text without digits), or after an entry that Exact took (null). */
export function afterOutcome(shop: SyncShopRow, key: string | null): SyncShopRow {
  const { refusals } = shop;
  if (key === null) return refusals.count === 0 ? shop : { ...shop, refusals: { ...refusals, key: '', count: 0 } };
  return { ...shop, refusals: { ...refusals, key, count: refusals.key === key ? refusals.count + 1 : 1 } };
}
