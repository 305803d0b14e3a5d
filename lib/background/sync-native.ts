/**
 * What is known of ShopCtrl's own connector with Exact for a shop. Both at once would book everything twice; a shop that is paused for
 * nothing books nothing, and nobody looks. So strong evidence alone ends what was known to be off: its page shows somebody's
 * authorization, or ShopCtrl's API says of the module, which it told to be off, that it is on since. That a sight is old is none: it is
 * not enough to turn Sync on, where a person is there to look, but pauses no shop that is on (facts: shopctrl 2, 5.1, 6 #27).
 */
import type { Ledger } from '../ledger/ledger';
import type { SyncShopRow } from '../ledger/sync-rows';
import type { NativeModule, ShopRef } from '../messages';
import type { Settings } from '../settings/settings';
import { ageOf } from '../sync/schedule';

export type NativeState = 'off' | 'active' | 'unknown';

/** A sight or a word of before is asked for anew when Sync is turned on after so long. */
const OLD_MS = 30 * 24 * 3_600_000;
/** A sight that tells nothing new is dated anew so often. */
const DATED_MS = 24 * 3_600_000;

/** `enabled`: the API told that its module was off, and then that it is on. */
type Evidence = Exclude<NativeModule, 'unknown'> | 'enabled';
const EVIDENCE: readonly Evidence[] = ['active', 'present', 'absent', 'enabled'];

const nameOf = ({ tenantId, shopId }: ShopRef): string => `native:${tenantId}:${String(shopId)}`;

/** The last evidence, and when it was there (local, milliseconds); one without a date is old. */
async function lastOf(settings: Pick<Settings, 'note'>, shop: ShopRef): Promise<{ readonly what: Evidence; readonly at: number } | null> {
  const [word, at = ''] = ((await settings.note(nameOf(shop))) ?? '').split(' ');
  const what = EVIDENCE.find((one) => one === word);
  return what ? { what, at: Number(at) || 0 } : null;
}

const put = (settings: Pick<Settings, 'putNote'>, shop: ShopRef, what: Evidence, now: number): Promise<void> => settings.putNote(nameOf(shop), `${what} ${String(now)}`);

/** Keeps what the page showed; a page that shows nothing about it tells nothing. Answers whether that is news. */
export async function sawNative(settings: Pick<Settings, 'note' | 'putNote'>, shop: ShopRef, seen: NativeModule, now: number): Promise<boolean> {
  if (seen === 'unknown') return false;
  const last = await lastOf(settings, shop);
  if (last?.what === seen && ageOf(last.at, now) < DATED_MS) return false;
  await put(settings, shop, seen, now);
  return last?.what !== seen;
}

/** ShopCtrl's module is on since: what was seen, or said by a person, before is of a time when nobody could turn the connector on. */
export async function nativeEnabled(settings: Pick<Settings, 'note' | 'putNote' | 'shops'>, ledger: Pick<Ledger, 'syncShop' | 'putSyncShop'>, tenantId: string, now: number): Promise<void> {
  for (const { shopId } of await settings.shops(tenantId)) {
    const shop = { tenantId, shopId };
    if ((await lastOf(settings, shop))?.what !== 'active') await put(settings, shop, 'enabled', now);
    const row = await ledger.syncShop(shop);
    if (row?.nativeOff) await ledger.putSyncShop({ ...row, nativeOff: null });
  }
}

/**
 * Only what is known to be off counts as off. A page without its items is no proof while the module is on: it may look otherwise than we
 * know it. `since`: local time; with it, what was seen longer ago does not count any more.
 */
export async function nativeState(settings: Pick<Settings, 'note' | 'tenant'>, shop: ShopRef, since?: number): Promise<NativeState> {
  const [last, module] = [await lastOf(settings, shop), (await settings.tenant(shop.tenantId))?.nativeModule ?? null];
  if (last === null) return module === false ? 'off' : 'unknown';
  if (last.what === 'active') return 'active';
  // Without the module nobody can have turned the connector on; where the page shows its items, the API speaks of something else.
  if (module === false && last.what !== 'present') return 'off';
  if (last.what === 'enabled' || (last.what === 'absent' && module)) return 'unknown';
  return since !== undefined && last.at < since ? 'unknown' : 'off';
}

/** From when on a sight or a word counts for turning Sync on; for a shop that is on, every one does. */
export function countsSince(row: Pick<SyncShopRow, 'on'> | null, now: number): number | undefined {
  return row?.on ? undefined : now - OLD_MS;
}

/** A person's word that the connector is off, as long as it counts. */
export function wordOf(row: Pick<SyncShopRow, 'on' | 'nativeOff'> | null, now: number): SyncShopRow['nativeOff'] {
  const word = row?.nativeOff ?? null;
  return word && Date.parse(word.at) >= (countsSince(row, now) ?? Number.NEGATIVE_INFINITY) ? word : null;
}
