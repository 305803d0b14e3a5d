/** What is known of ShopCtrl's own connector with Exact for a shop: as last seen on its page, else as the API tells of the environment. */
import type { NativeModule, ShopRef } from '../messages';
import type { Settings } from '../settings/settings';

const nameOf = ({ tenantId, shopId }: ShopRef): string => `native:${tenantId}:${String(shopId)}`;

/** Keeps what the page showed; a page that shows nothing about it tells nothing. Answers whether that is news. */
export async function sawNative(settings: Pick<Settings, 'note' | 'putNote'>, shop: ShopRef, seen: NativeModule): Promise<boolean> {
  if (seen === 'unknown' || (await settings.note(nameOf(shop))) === seen) return false;
  await settings.putNote(nameOf(shop), seen);
  return true;
}

/** Both connectors at once would book everything twice, so only what is known to be off counts as off. */
export async function nativeState(settings: Pick<Settings, 'note' | 'tenant'>, shop: ShopRef): Promise<'off' | 'active' | 'unknown'> {
  const seen = await settings.note(nameOf(shop));
  if (seen === 'active') return 'active';
  if (seen === 'present' || seen === 'absent') return 'off';
  return (await settings.tenant(shop.tenantId))?.nativeModule === false ? 'off' : 'unknown';
}
