/** The ledger page in a real browser: Sync is turned on by hand after its count, books what it said, shows each invoice's history, and what needs a person. */
import type { ElementHandle, Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { truth } from '../simulators/seed';
import { API_ACCOUNT, connectSimply, goToShop, HOST, openAdmin, openStage, type Stage } from './connect-stage';
import { byRole, choose, eventually, fill, press, query, textOf, waitForText } from './drive';
import { stageOf, type ExportStage } from './export-stage';
import { BRAM } from './flows';
import { openLedger, walkThroughStart } from './flows-sync';

const SHOP = 12;
let stage: Stage;
let tools: ExportStage;
let page: Page;
let shop: { tenantId: string; shopId: number };
beforeAll(async () => {
  stage = await openStage({ exact: { callsPerMinute: 1200 } });
  await stage.saveShopCtrl(API_ACCOUNT, 'Signed in');
  await stage.saveExactApp();
  tools = await stageOf(stage.simulators, stage.chromium, stage.setup);
  shop = { tenantId: tools.tenantId, shopId: SHOP };
  await tools.saveRules(SHOP);
}, 60_000);
afterAll(() => stage?.close());

const main = () => byRole(page, 'main', '');

it('cannot be turned on before a connection is there, and says what is missing', async () => {
  page = await openLedger(stage.chromium, shop, true);
  await waitForText(main, 'The shop is not connected with an administration.');
  expect(await (await byRole(page, 'button', 'Turn Sync on')).evaluate((node) => (node as HTMLButtonElement).disabled)).toBe(true);
  await page.close();
});

it('counts what would go, asks a name about the native connector, is turned on, and books it', async () => {
  const admin = await openAdmin(stage);
  await goToShop(admin, SHOP);
  await connectSimply(stage, admin, BRAM);
  await eventually('the invoices to be read', async () => (await tools.send<{ waiting: number | null }>({ kind: 'preview.state', shop })).waiting !== null, 30_000);
  page = await openLedger(stage.chromium, shop, true);
  const told = await walkThroughStart(page);
  const count = Number(/(\d+) invoices? would be booked/.exec(told)?.[1]);
  // What nobody could read is no secret before the switch is turned on.
  expect(told).toMatch(/\d+ would wait.*The invoice could not be understood/);
  expect(count).toBeGreaterThan(20);
  expect(count).toBeLessThanOrEqual(truth(stage.simulators.world.shop(HOST, SHOP)).invoices.length);
  await eventually('all of them to be booked', async () => {
    const { counts } = await tools.send<{ counts: Readonly<Record<string, number>> }>({ kind: 'ledger.state', shop });
    return (counts['booked'] ?? 0) + (counts['proved'] ?? 0) >= count;
  }, 60_000);
  await waitForText(main, 'What needs you');
}, 120_000);

it('lets a person take what nobody could read out of its hands, by name', async () => {
  await page.bringToFront();
  const card = await eventually('the task', async () => (await page.evaluateHandle(() => [...document.querySelectorAll('.tasks li')].find((one) => one.textContent?.includes('could not be understood')) ?? null)).asElement());
  expect(await textOf(card as ElementHandle<Element>)).toMatch(/Not booked\. The invoice could not be understood.*read again and goes on by itself\./);
  await press(card as ElementHandle<Element>, 'button', 'Leave it…');
  const dialog = await byRole(page, 'dialog', 'Leave it to be done by hand?');
  await fill(dialog, 'Your name', 'Anna de Vries');
  await press(dialog, 'button', 'Leave it');
  await waitForText(main, 'Done: 1 invoice is left to you.');
  // It is no task any more; the list goes on saying who left it, and why.
  await eventually('the task to be gone', async () => !(await page.$eval('.tasks', ({ textContent }) => textContent ?? '')).includes('could not be understood'));
  await waitForText(main, /Anna de Vries left it/);
});

it('shows an invoice with every step', async () => {
  await page.bringToFront();
  await choose(page, 'State', 'booked');
  await eventually('the list of booked ones', () => page.url().includes('state=booked'));
  const link = await eventually('a booked invoice', () => page.$('table[aria-label="Invoices"] tbody a'));
  await link.click();
  await byRole(page, 'heading', 'History');
  const text = await waitForText(main, /booked by this extension/);
  expect(text).toMatch(/Found exactly once: booked.*Exact answered that it is stored.*About to be sent/);
});

it('speaks Dutch, and fits a narrow page', async () => {
  await press(page, 'button', 'NL');
  await byRole(page, 'heading', 'Historie');
  await page.setViewport({ width: 360, height: 780 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  await press(page, 'link', '← Terug');
  await byRole(page, 'heading', 'Hoe het ervoor staat');
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  await press(page, 'button', 'Uitzetten');
  await waitForText(main, 'Sync staat uit.');
  expect(await query(page, 'button', 'Aanzetten…')).not.toBeNull();
});
