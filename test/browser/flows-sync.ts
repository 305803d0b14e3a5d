/** Sync in the section as a person uses it. */
import type { Page } from 'puppeteer-core';
import { press } from './drive';
import { goToShop } from './connect-stage';
import { section } from './flows';

/** Turns Sync on for a shop, from the first invoice on, and confirms what the window asks. */
export async function turnSyncOn(admin: Page, shopId: number): Promise<void> {
  await goToShop(admin, shopId);
  await press(await section(admin), 'button', 'Turn on');
}
