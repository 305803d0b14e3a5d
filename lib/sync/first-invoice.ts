/** Which invoices lie before the first one of Sync (issue: starts from a date or invoice number). */
import type { IsoDate } from '../invoice/money';
import type { SyncShopRow } from '../ledger/sync-rows';

const inSeries = new Intl.Collator('en', { numeric: true });

/**
 * Whether an invoice is left alone because of the start. ShopCtrl's ids are given to drafts as well, so an invoice with a lower id may be made
 * final later, with a newer date and number: it is before the first one only when its date says so too, and on the same day its number. Where
 * one of these dates is not known the id decides.
 */
export function isBeforeStart(from: SyncShopRow['from'], { id, date, code }: { readonly id: number; readonly date: IsoDate; readonly code: string }): boolean {
  if ('date' in from) return date !== '' && date < from.date;
  if (id >= from.id) return false;
  const { since } = from;
  if (!since || date === '') return true;
  return date === since.date ? inSeries.compare(code, since.code) < 0 : date < since.date;
}
