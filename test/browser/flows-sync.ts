/** Sync as a person turns it on. */
import type { Page } from 'puppeteer-core';
import type { Chromium } from './chromium';
import { byRole, fill, fillDate, press, query, waitForText } from './drive';

type Reply = { readonly ok: boolean; readonly fault?: { readonly code: string }; readonly value?: { readonly next: unknown; readonly until: number | null } | null };

const START = { date: '2020-01-01' };
/** Attempts at one step of the count, where Exact is troubled on purpose. */
const ATTEMPTS = 60;

/** Turns Sync on for a shop from its first invoice on, with the requests that the assistant on the ledger page sends: the count to its end, then the switch. */
export async function turnSyncOn(page: Page, shop: { readonly tenantId: string; readonly shopId: number }, { attachPdf = false }: { readonly attachPdf?: boolean } = {}): Promise<void> {
  const send = (request: object): Promise<Reply> =>
    page.evaluate((message) => (globalThis as unknown as { chrome: { runtime: { sendMessage(message: unknown): Promise<Reply> } } }).chrome.runtime.sendMessage(message), request);
  for (let [after, left] = [null as unknown, ATTEMPTS]; ; left -= 1) {
    const step = await send({ kind: 'ledger.preview', shop, from: START, ...(after ? { after } : {}) });
    if (step.ok && step.value?.until === null) {
      after = step.value.next;
      left = ATTEMPTS;
      if (after === null) break;
    } else if (left === 0) throw new Error(`what would go cannot be counted: ${step.fault?.code ?? 'limit'}`);
    else await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  const reply = await send({ kind: 'ledger.turnOn', shop, from: START, nativeOff: 'Anna de Vries', options: { attachPdf, promote: false, useEntryNumber: false } });
  if (!reply.ok) throw new Error(`Sync cannot be turned on: ${reply.fault?.code ?? ''}`);
}

/** The ledger page at a shop, in a tab of its own; `start` opens the assistant. */
export async function openLedger(chromium: Pick<Chromium, 'newPage' | 'extensionUrl'>, shop: { readonly tenantId: string; readonly shopId: number }, start = false): Promise<Page> {
  const page = await chromium.newPage(chromium.extensionUrl(`ledger.html#shop=${encodeURIComponent(`${shop.tenantId}|${String(shop.shopId)}`)}${start ? '&start=1' : ''}`));
  await page.setViewport({ width: 1200, height: 900 });
  await byRole(page, 'heading', 'Sync');
  return page;
}

/** The assistant as a person goes through it: first invoice, the count, a name where one is asked, the switch. Answers what the count said. */
export async function walkThroughStart(page: Page, { date = '2020-01-01', by = 'Anna de Vries', onCount = () => Promise.resolve() }: { readonly date?: string; readonly by?: string; readonly onCount?: () => Promise<void> } = {}): Promise<string> {
  await byRole(page, 'heading', 'Turn Sync on');
  const confirm = await query(page, 'checkbox', 'I looked: it is off for this shop');
  if (confirm) {
    await press(page, 'checkbox', 'I looked: it is off for this shop');
    await fill(page, 'Your name', by);
  }
  await fillDate(page, 'Date', date);
  await press(page, 'button', 'Show what would be booked');
  const told = await waitForText(() => byRole(page, 'main', ''), /From there on.*Options/, 60_000);
  await onCount();
  await press(page, 'button', 'Turn Sync on');
  await byRole(page, 'heading', 'How it stands');
  return told;
}
