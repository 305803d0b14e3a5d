/** The section on own domains: content scripts registered at run time for the hosts that the person allowed. */
import { browser } from './browser';
import { hasAccess, originsToAsk } from './permissions';

const PREFIX = 'section-';

/**
 * Brings the registered scripts in line with the admin hosts of own domains: missing ones registered, others removed. At each
 * start and installation, since registrations can get lost with an update; answers the hosts that were added.
 */
export async function verifyScripts(adminHosts: readonly string[]): Promise<readonly string[]> {
  const wanted = new Map<string, string>();
  for (const host of adminHosts) {
    const address = `https://${host}/`;
    const [pattern] = originsToAsk([address]);
    if (pattern && (await hasAccess([address]))) wanted.set(`${PREFIX}${new URL(address).hostname}`, pattern);
  }
  const present = await browser.scripting.getRegisteredContentScripts();
  const ours = present.filter((script) => script.id.startsWith(PREFIX));
  const surplus = ours.filter((script) => wanted.get(script.id) !== script.matches?.[0]).map((script) => script.id);
  if (surplus.length > 0) await browser.scripting.unregisterContentScripts({ ids: surplus });
  const kept = new Set(ours.map((script) => script.id).filter((id) => !surplus.includes(id)));
  const missing = [...wanted].filter(([id]) => !kept.has(id));
  const [section] = browser.runtime.getManifest().content_scripts ?? [];
  if (missing.length > 0 && section?.js) {
    const { js, run_at: runAt = 'document_idle' } = section;
    await browser.scripting.registerContentScripts(missing.map(([id, pattern]) => ({ id, matches: [pattern], js, allFrames: true, runAt, persistAcrossSessions: true })));
  }
  return missing.map(([, pattern]) => pattern);
}

/** Puts the section into tabs that were open before: a registration alone counts from the next load. `accepts` leaves out hosts by name. */
export async function injectIntoOpenTabs(patterns: readonly string[], accepts: (host: string) => boolean = () => true): Promise<void> {
  if (patterns.length === 0) return;
  const tabs = await browser.tabs.query({ url: [...patterns] }).catch(() => []);
  for (const tab of tabs) {
    if (tab.id === undefined || !tab.url || !accepts(new URL(tab.url).host)) continue;
    await browser.scripting.executeScript({ target: { tabId: tab.id, allFrames: true }, files: [...sectionFiles()] }).catch(() => undefined);
  }
}

/** Firefox puts content scripts into open tabs by itself when the extension is installed (facts: browser-extension 7). */
export function installInjects(): boolean {
  return 'getBrowserInfo' in browser.runtime;
}

/** Files of the section as the built manifest names them. */
function sectionFiles(): readonly string[] {
  return browser.runtime.getManifest().content_scripts?.[0]?.js ?? [];
}
