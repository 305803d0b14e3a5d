/** Sync as a person turns it on. */
import type { Page } from 'puppeteer-core';

/** Turns Sync on for a shop from its first invoice on, with the request that the assistant on the ledger page sends at its end. */
export async function turnSyncOn(page: Page, shop: { readonly tenantId: string; readonly shopId: number }): Promise<void> {
  const reply = await page.evaluate(
    (message) => (globalThis as unknown as { chrome: { runtime: { sendMessage(message: unknown): Promise<{ ok: boolean; fault?: { code: string } }> } } }).chrome.runtime.sendMessage(message),
    { kind: 'ledger.turnOn', shop, from: { date: '2020-01-01' }, nativeOff: 'Anna de Vries', options: { attachPdf: false, promote: false, useEntryNumber: false } },
  );
  if (!reply.ok) throw new Error(`Sync cannot be turned on: ${reply.fault?.code ?? ''}`);
}
