/**
 * Whether it was counted what would go, from the very start from which Sync is to be turned on (issue: starts from). Kept beside the
 * settings, since a count of many invoices outlives the worker; used up by the switch.
 */
import { z } from 'zod';
import type { Place } from '../ledger/invoices';
import type { SyncShopRow } from '../ledger/sync-rows';
import type { ShopRef } from '../messages';
import type { Settings } from '../settings/settings';
import type { Target } from '../sync/ports';

const Counted = z.object({ start: z.string(), /** Where the count goes on; null once it came to the end. */ next: z.object({ date: z.string(), id: z.number() }).nullable() });
type Notes = Pick<Settings, 'note' | 'putNote'>;

const nameOf = ({ tenantId, shopId }: ShopRef): string => `start-count:${tenantId}:${String(shopId)}`;
/** What stands in Exact already is that of one administration. */
const startOf = (from: SyncShopRow['from'], { site, division }: Target): string => JSON.stringify(['date' in from ? from.date : from.id, site, division]);

async function known(settings: Notes, shop: ShopRef): Promise<z.infer<typeof Counted> | null> {
  const note = await settings.note(nameOf(shop));
  return note === null ? null : (Counted.safeParse(JSON.parse(note)).data ?? null);
}

/** Keeps a step of the count, from `after` up to `next`; one that does not go on where the last one ended leaves a gap, and counts for nothing. */
export async function keepCounted(settings: Notes, shop: ShopRef, from: SyncShopRow['from'], target: Target, after: Place | null, next: Place | null): Promise<void> {
  const start = startOf(from, target);
  if (after !== null) {
    const before = await known(settings, shop);
    if (before?.start !== start || before.next?.date !== after.date || before.next.id !== after.id) return;
  }
  await settings.putNote(nameOf(shop), JSON.stringify({ start, next: next && { date: next.date, id: next.id } }));
}

/** Whether the last count began there and came to its end. */
export async function isCounted(settings: Notes, shop: ShopRef, from: SyncShopRow['from'], target: Target): Promise<boolean> {
  const last = await known(settings, shop);
  return last !== null && last.next === null && last.start === startOf(from, target);
}

export async function forgetCounted(settings: Notes, shop: ShopRef): Promise<void> {
  await settings.putNote(nameOf(shop), null);
}
