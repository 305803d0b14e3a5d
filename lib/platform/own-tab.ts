/** The tab that this page stands in. */
import { browser } from './browser';

/** Closes it. A page's own `window.close()` is refused for tabs that no script opened, in some browsers; the extension may always. */
export async function closeOwnTab(): Promise<void> {
  const tab = await browser.tabs.getCurrent();
  if (tab?.id !== undefined) await browser.tabs.remove(tab.id);
}
