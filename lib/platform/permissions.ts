/** Hosts that the person allows by hand: a ShopCtrl on an own domain. */
import { browser } from './browser';

const OWN_HOST = /(^|\.)shopctrl\.com$/;

/** Match patterns that have to be asked for to reach these addresses; none for what the manifest already allows. */
export function originsToAsk(addresses: readonly string[]): readonly string[] {
  const hosts = addresses.map((address) => new URL(address).hostname).filter((host) => !OWN_HOST.test(host));
  return [...new Set(hosts)].map((host) => `https://${host}/*`);
}

/**
 * Asks the person for all candidate addresses at once. Has to be the first thing in a click on an extension page, before any
 * `await`: the permission dialog needs an unspent gesture. Answers whether all were granted.
 */
export function requestAccess(addresses: readonly string[]): Promise<boolean> {
  const origins = originsToAsk(addresses);
  if (origins.length === 0) return Promise.resolve(true);
  return browser.permissions.request({ origins: [...origins] });
}

/** Whether the addresses may be reached now; the person can take a host away at any time from the browser's menu. */
export async function hasAccess(addresses: readonly string[]): Promise<boolean> {
  const origins = originsToAsk(addresses);
  return origins.length === 0 || browser.permissions.contains({ origins: [...origins] });
}

/** Calls `listener` when hosts were granted or taken away. To be called synchronously at start. */
export function onAccessChanged(listener: () => void): void {
  browser.permissions.onAdded.addListener(listener);
  browser.permissions.onRemoved.addListener(listener);
}
