/**
 * A new computer, in a real browser: the backup that another one saved is chosen from the link on the set-up page; settings and history are
 * there again, secrets are asked for anew, and once connected Sync finds what stands in Exact, those booked after the backup as well. Nothing is there twice.
 */
import { join } from 'node:path';
import type { ElementHandle, Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { forget } from '../chaos/lives';
import { rowsOf } from '../chaos/memory';
import { placeOf, prepare, startChaosSimulators } from '../chaos/stage';
import { expectedOf, judge } from '../chaos/truth';
import { CHAOS_SHOPS, createChaosWorld, type ChaosShop } from '../chaos/world';
import { createClock } from '../simulators/contract';
import { createControls } from '../simulators/seed';
import type { Simulators } from '../simulators/start';
import { launchChromium, makeProfile, type Chromium } from './chromium';
import { API_ACCOUNT, authorize, chooseAdministration, finish, goToShop, HOST, openAdmin, throughExact } from './connect-stage';
import { byRole, eventually, fill, press, query, textOf, waitForText } from './drive';
import { ANNA, APP, section, shopRegion } from './flows';
import { openLedger, turnSyncOn, walkThroughStart } from './flows-sync';

const [SHOP] = CHAOS_SHOPS as readonly [ChaosShop, ...ChaosShop[]];
const COUNT = 10;
/** Booked by the old computer after the backup was saved. */
const LATER = 2;
/** Sold after it was gone. */
const NEW = 2;
const profiles = [makeProfile(), makeProfile()] as const;
let simulators: Simulators;
let file: string;
let chromium: Chromium;
let page: Page;

const keep = process.env['SCREENSHOTS'];
const photograph = async (name: string, from: Page = page): Promise<void> => {
  if (keep) await from.screenshot({ path: join(keep, `${name}.png`) as `${string}.png`, fullPage: true });
};
const sell = (count: number): void => {
  const controls = createControls(simulators.world, simulators.clock);
  for (let at = 0; at < count; at += 1) controls.addInvoice('demo', SHOP.shopId);
};
const verdict = () => judge(simulators.exact, expectedOf(simulators.world, [SHOP]));
const main = () => byRole(page, 'main', '');

beforeAll(async () => {
  const clock = createClock();
  simulators = await startChaosSimulators({ world: createChaosWorld({ seed: 9, count: COUNT, now: clock.now(), shops: [SHOP] }), clock, exact: { expiresIn: '3600' } });
  // The old computer books, saves a backup, books on, and is gone.
  const old = await prepare(simulators, profiles[0], [SHOP], ANNA);
  const shop = { tenantId: old.tenantId, shopId: SHOP.shopId };
  await turnSyncOn(old.setup, shop);
  await eventually('the first invoices to be booked', async () => (await rowsOf(old.setup)).filter(({ state }) => state === 'booked').length === COUNT, 30_000);
  const ledger = await openLedger(old.chromium, shop);
  const before = old.chromium.listDownloads();
  await press(ledger, 'button', 'Save a backup');
  file = await old.chromium.waitForDownload(before);
  sell(LATER);
  await press(ledger, 'button', 'Sync now');
  await eventually('the later ones to be booked', () => verdict().booked === COUNT + LATER, 30_000);
  await old.chromium.close();
  sell(NEW);
  chromium = await launchChromium({ network: placeOf(simulators), profile: profiles[1] });
}, 90_000);
afterAll(async () => {
  await chromium?.close();
  await simulators?.close();
  for (const profile of profiles) await forget(profile);
});

it('the link on the set-up page leads to where a file is chosen; it is put back after a person agreed', async () => {
  page = await chromium.newPage(chromium.extensionUrl('options.html'));
  await page.setViewport({ width: 1200, height: 900 });
  await press(page, 'link', 'Restore a backup');
  await waitForText(main, 'No shop is known yet.');
  const [chooser] = await Promise.all([page.waitForFileChooser(), press(page, 'button', 'Restore a backup…')]);
  await chooser.accept([file]);
  const dialog = await byRole(page, 'dialog', `Restore ${file.split('/').at(-1) ?? ''}?`);
  await photograph('restore-asked');
  await press(dialog, 'button', 'Restore');
  await waitForText(main, `Restored: the history of ${String(COUNT)} invoices was added or brought up to date. Sync is off for every shop`);
  await waitForText(main, SHOP.name);
  // Nothing was read from ShopCtrl yet.
  await waitForText(main, `${String(COUNT)} invoices shown`);
  await photograph('restore-done');
  expect((await rowsOf(page)).map(({ state }) => state)).toEqual(Array.from({ length: COUNT }, () => 'booked'));
});

it('settings are there again, and secrets are not', async () => {
  await press(page, 'button', 'Set-up');
  page = await chromium.waitForPage((url) => url.includes('/options.html'));
  await page.setViewport({ width: 1200, height: 900 });
  const value = async (name: string): Promise<string> => (await byRole(page, 'textbox', name)).evaluate((node) => (node as HTMLInputElement).value);
  await eventually('the address', async () => (await value('ShopCtrl address')).includes(HOST));
  await photograph('restore-setup');
  await waitForText(main, 'The password of this login is not stored in this browser.');
  expect(await value('Login')).toBe(API_ACCOUNT.login);
  expect(await value('Client ID')).toBe(APP.clientId);
  expect(await page.$$eval('input[type=password]', (fields) => fields.map((field) => (field as HTMLInputElement).value).join(''))).toBe('');
  await waitForText(() => shopRegion(page, SHOP.name), 'Complete');
  expect(await textOf(await shopRegion(page, SHOP.name))).toMatch(/Journal 71 · Debtor code 1001.*rows filled in/);
});

it('once connected again it books what is new, and links what stands in Exact: nothing is there twice', async () => {
  await fill(page, 'Password', API_ACCOUNT.password);
  await press((await (await byRole(page, 'textbox', 'Login')).evaluateHandle((node) => node.closest('form'))) as ElementHandle<Element>, 'button', 'Save');
  await eventually('the access to be saved', async () => (await page.$eval('#shopctrl', (card) => card.textContent)).includes('Signed in'));
  await fill(page, 'Client secret', APP.clientSecret);
  await press((await (await byRole(page, 'textbox', 'Client ID')).evaluateHandle((node) => node.closest('form'))) as ElementHandle<Element>, 'button', 'Save');
  await eventually('the app to be saved', async () => (await page.$eval('#exact', (card) => card.textContent)).includes('Saved.'));
  await photograph('restore-secrets');
  const admin = await openAdmin({ chromium });
  await goToShop(admin, SHOP.shopId);
  await authorize(admin);
  await throughExact({ chromium }, admin, ANNA);
  await chooseAdministration(admin, SHOP.administration);
  await finish(admin);
  await photograph('restore-section', admin);
  await press(await section(admin), 'button', 'Turn on');
  page = await chromium.waitForPage((url) => url.includes('/ledger.html') && url.includes('start'));
  await page.setViewport({ width: 1200, height: 900 });
  const told = await walkThroughStart(page, { onCount: () => photograph('restore-count') });
  expect(told).toContain(`${String(NEW)} invoices would be booked`);
  await waitForText(main, `On: everything is booked ${String(COUNT + LATER + NEW)} booked · 0 waiting · 0 for you`, 30_000);
  expect(verdict()).toMatchObject({ expected: COUNT + LATER + NEW, booked: COUNT + LATER + NEW, doubles: 0, lost: 0, wrong: 0, debtorDoubles: 0, details: [] });
  expect(simulators.exact.violations).toEqual([]);
  await photograph('restore-booked');
}, 60_000);

it('shows what it found there as found, and not as an error', async () => {
  const adopted = (await rowsOf(page)).map(({ code }) => code).sort().at(-NEW - 1) ?? '';
  await press(page, 'link', adopted);
  const text = await waitForText(main, /Invoice .* Booked .*stood in Exact already/);
  expect(text).toContain('Stood in Exact already: linked, nothing booked');
  expect(await query(page, 'button', 'Try again')).toBeNull();
  await photograph('restore-adopted');
});
