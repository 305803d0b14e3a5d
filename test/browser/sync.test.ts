/** Sync in a real browser, from the section to the books of the simulated Exact: what a shop sold stands there once with its PDF, and section, popup and badge say so. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { papersOf } from '../chaos/papers';
import { prepare, startChaosSimulators, type Prepared } from '../chaos/stage';
import { expectedOf, judge } from '../chaos/truth';
import { CHAOS_SHOPS, createChaosWorld } from '../chaos/world';
import { createClock } from '../simulators/contract';
import { createControls } from '../simulators/seed';
import type { Simulators } from '../simulators/start';
import { goToShop } from './connect-stage';
import { byRole, eventually, press, query, textOf, waitForText } from './drive';
import { section } from './flows';
import { walkThroughStart } from './flows-sync';

const SHOPS = CHAOS_SHOPS.slice(0, 1);
const [SHOP] = SHOPS as [(typeof CHAOS_SHOPS)[number]];
const COUNT = 24;
const ANNA = { login: 'anna.jansen', password: 'Lamp!2026', code: '246810' };

let simulators: Simulators;
let stage: Prepared;
const profile = mkdtempSync(join(tmpdir(), 'sync-browser-'));
beforeAll(async () => {
  const clock = createClock();
  // A token outlives the quarter of an hour that only the simulators' clock is moved by.
  simulators = await startChaosSimulators({ world: createChaosWorld({ seed: 3, count: COUNT, now: clock.now(), shops: SHOPS }), clock, exact: { expiresIn: '3600' } });
  stage = await prepare(simulators, profile, SHOPS, ANNA);
}, 60_000);
afterAll(async () => {
  await stage?.chromium.close();
  await simulators?.close();
  rmSync(profile, { recursive: true, force: true });
});

const verdict = () => judge(simulators.exact, expectedOf(simulators.world, SHOPS));
const shown = (page: Page): Promise<string> => section(page).then(textOf);
const keep = process.env['SCREENSHOTS'];
async function photograph(page: Page, name: string): Promise<void> {
  if (keep) await page.screenshot({ path: join(keep, `${name}.png`) });
}

it('is off until a person turns it on, and nothing was booked by connecting', async () => {
  await goToShop(stage.admin, SHOP.shopId);
  await waitForText(() => section(stage.admin), 'Automatic booking is off');
  expect(verdict()).toMatchObject({ expected: COUNT, booked: 0 });
  await photograph(stage.admin, 'section-off');
});

it('books every invoice once after it was turned on, with nobody doing anything', async () => {
  await press(await section(stage.admin), 'button', 'Turn on');
  const ledger = await stage.chromium.waitForPage((url) => url.includes('/ledger.html'));
  await ledger.setViewport({ width: 1200, height: 900 });
  expect(await walkThroughStart(ledger, { onCount: () => press(ledger, 'checkbox', 'Attach the PDF of the invoice') })).toContain(`${COUNT} invoices`);
  await stage.admin.bringToFront();
  await waitForText(() => section(stage.admin), /On: /);
  await photograph(stage.admin, 'section-running');
  await waitForText(() => section(stage.admin), 'On: everything is booked', 30_000);
  expect(verdict()).toMatchObject({ expected: COUNT, booked: COUNT, doubles: 0, lost: 0, wrong: 0, debtorDoubles: 0, details: [] });
  expect(await shown(stage.admin)).toContain(`${COUNT} booked · 0 waiting · 0 for you`);
  await photograph(stage.admin, 'section-fine');
}, 60_000);

it('says the same in the popup', async () => {
  const popup = await stage.chromium.newPage(stage.chromium.extensionUrl('popup.html'));
  const row = () => eventually('the shop in the popup', () => popup.$('main li'));
  await waitForText(row, `${COUNT} booked`);
  const text = await textOf(await row());
  expect(text).toContain('On: everything is booked');
  expect(text).toContain('Runs while this browser is open; caught up until');
  await popup.setViewport({ width: 440, height: 600 });
  await photograph(popup, 'popup-fine');
  await popup.close();
});

it('hangs the PDF of each invoice on its entry, byte by byte, when that entry was read back a quarter of an hour later', async () => {
  const { clock, exact, api, world } = simulators;
  expect(exact.documents(SHOP.division)).toEqual([]);
  clock.advance(16 * 60_000);
  const added = createControls(world, clock).addInvoice('demo', SHOP.shopId);
  await stage.admin.bringToFront();
  await press(await section(stage.admin), 'button', 'Sync now');
  const papers = () => papersOf(exact, world, expectedOf(world, SHOPS), [{ ...SHOP, attachPdf: true }]);
  await eventually('the PDFs', () => papers().right === COUNT, 45_000);
  // The new one is booked, and its proof is a quarter of an hour away.
  expect(papers()).toEqual({ wanted: COUNT + 1, right: COUNT, details: [`PDF of ${String(added.code)}: 0 documents, 0 files`] });
  await waitForText(() => section(stage.admin), `${COUNT + 1} booked · 0 waiting · 0 for you`);
  expect(verdict()).toMatchObject({ expected: COUNT + 1, booked: COUNT + 1, doubles: 0, wrong: 0, documentDoubles: 0, details: [] });
  expect([exact.violations, api.violations]).toEqual([[], []]);
}, 60_000);

it('stops where a person cancels it, and books the rest when ordered to: each once', async () => {
  const MORE = 8;
  const { clock, exact, world } = simulators;
  const controls = createControls(world, clock);
  for (let at = 0; at < MORE; at += 1) controls.addInvoice('demo', SHOP.shopId);
  const fast = exact.fault({ where: 'entry', kind: 'slow', delayMs: 400, times: MORE });
  const begun = exact.books(SHOP.division).length;
  await stage.admin.bringToFront();
  await press(await section(stage.admin), 'button', 'Sync now');
  await eventually('the run to book', () => exact.books(SHOP.division).length > begun);
  await press(await section(stage.admin), 'button', 'Cancel');
  await waitForText(() => section(stage.admin), /On: \d+ invoices? waits?/);
  await byRole(await section(stage.admin), 'button', 'Sync now');
  const stopped = exact.books(SHOP.division).length;
  expect(stopped).toBeLessThan(begun + MORE);
  fast();
  await press(await section(stage.admin), 'button', 'Sync now');
  await waitForText(() => section(stage.admin), `${COUNT + 1 + MORE} booked · 0 waiting · 0 for you`, 30_000);
  expect(verdict()).toMatchObject({ expected: COUNT + 1 + MORE, booked: COUNT + 1 + MORE, doubles: 0, lost: 0, wrong: 0, details: [] });
  expect(exact.violations).toEqual([]);
}, 60_000);

it('can be turned off where it is shown; what is booked stays', async () => {
  await stage.admin.bringToFront();
  await press(await section(stage.admin), 'button', 'Turn off');
  await waitForText(() => section(stage.admin), 'Automatic booking is off');
  expect(await query(await section(stage.admin), 'button', 'Sync now')).toBeNull();
  expect(verdict()).toMatchObject({ lost: 0, doubles: 0 });
});
