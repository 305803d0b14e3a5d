/** Hosts that the person allows by hand: a ShopCtrl on an own domain. */
import { browser } from './browser';

const OWN_HOST = /(^|\.)shopctrl\.com$/;

/** Match patterns of the hosts outside of shopctrl.com, each once: those that the manifest does not name. */
export function originsToAsk(addresses: readonly string[]): readonly string[] {
  return patternsOf(addresses).filter((pattern) => !OWN_HOST.test(new URL(pattern).hostname));
}

/**
 * Asks the person for all candidate addresses at once. Has to be the first thing in a click on an extension page, before any
 * `await`: the permission dialog needs an unspent gesture. Answers whether all were granted.
 */
export function requestAccess(addresses: readonly string[]): Promise<boolean> {
  const origins = isRevocable() ? patternsOf(addresses) : originsToAsk(addresses);
  if (origins.length === 0) return Promise.resolve(true);
  return browser.permissions.request({ origins: [...origins] });
}

/** Whether the addresses may be reached now; the person can take a host away at any time from the browser's menu. */
export async function hasAccess(addresses: readonly string[]): Promise<boolean> {
  return browser.permissions.contains({ origins: [...patternsOf(addresses)] });
}

function patternsOf(addresses: readonly string[]): readonly string[] {
  return [...new Set(addresses.map((address) => `https://${new URL(address).hostname}/*`))];
}

/** In Firefox the person can switch off the manifest's own hosts too, so these are asked for again (facts: browser-extension 7). */
function isRevocable(): boolean {
  return 'getBrowserInfo' in browser.runtime;
}

/** Calls `listener` when hosts were granted or taken away. To be called synchronously at start. */
export function onAccessChanged(listener: () => void): void {
  browser.permissions.onAdded.addListener(listener);
  browser.permissions.onRemoved.addListener(listener);
}
