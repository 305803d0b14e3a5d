/** Opening the extension's own pages and the shop in ShopCtrl's admin. */
import { browser } from './browser';

/** Topic that a shop's deep link opens. ShopCtrl publishes no control names but `Invoices`; the admin ignores one it does not know (facts: shopctrl 1.3). */
const EXPORT_CONTROL = 'InvoiceExport';

/** The set-up page, at an anchor when given. An open one is brought to the front instead of opening a second. */
export async function openSetupPage(anchor?: string): Promise<void> {
  const base = browser.runtime.getURL('options.html');
  await openOnce(anchor ? `${base}#${anchor}` : base, base);
}

/** The preview page, at the shop (and invoice) that the anchor names. One such page at most. */
export async function openPreviewPage(anchor: string): Promise<void> {
  const base = browser.runtime.getURL('preview.html');
  await openOnce(`${base}#${anchor}`, base);
}

/** The ledger page, at the place that the anchor names. One such page at most. */
export async function openLedgerPage(anchor: string): Promise<void> {
  const base = browser.runtime.getURL('ledger.html');
  await openOnce(`${base}#${anchor}`, base);
}

/** The admin at a shop's settings, topic Invoice export, in a new tab. */
export async function openShopPage(adminHost: string, shopId: number): Promise<void> {
  await browser.tabs.create({ url: shopAddress(adminHost, shopId) });
}

/** Deep link to a shop's settings: `https://{host}/?tab=Shop|{id}&control=…`. */
export function shopAddress(adminHost: string, shopId: number): string {
  return `https://${adminHost}/?tab=${encodeURIComponent(`Shop|${shopId}`)}&control=${encodeURIComponent(EXPORT_CONTROL)}`;
}

/** The page that saves a finished file by `<a download>`. In the front, as a browser may hold back downloads of a hidden tab. */
export async function openFilePage(fileId: string): Promise<void> {
  await browser.tabs.create({ url: `${browser.runtime.getURL('file.html')}#${encodeURIComponent(fileId)}` });
}

async function openOnce(url: string, base: string): Promise<void> {
  const open = await findOwnTab(base);
  if (open === null) {
    await browser.tabs.create({ url });
    return;
  }
  await browser.tabs.update(open.tabId, { active: true, url });
  await browser.windows.update(open.windowId, { focused: true }).catch(() => undefined);
}

/** Without the `tabs` permission a query by address sees no extension page, in some browsers; then a new tab is opened. */
async function findOwnTab(base: string): Promise<{ readonly tabId: number; readonly windowId: number } | null> {
  const tabs = await browser.tabs.query({}).catch(() => []);
  const own = tabs.find((tab) => tab.url?.startsWith(base) && tab.id !== undefined && tab.windowId !== undefined);
  return own?.id !== undefined && own.windowId !== undefined ? { tabId: own.id, windowId: own.windowId } : null;
}
