/** The demo without a display: walks the administrator's whole job, says what it does, and leaves screenshots and files in `demo-output/`. */
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { launchChromium, REPOSITORY } from '../browser/chromium';
import { byRole, eventually, fillDate, press, query, sleep, textOf, waitForText } from '../browser/drive';
import { ANNA, connect, fillBooking, fillProfile, openTopic, remove, section, setUp, shopRegion, unfold } from '../browser/flows';
import { walkThroughStart } from '../browser/flows-sync';
import { truth } from '../simulators/seed';
import type { Simulators } from '../simulators/start';

const HOST = 'demo.shopctrl.com';
const OUTPUT = join(REPOSITORY, 'demo-output');

export async function walk(simulators: Simulators): Promise<void> {
  rmSync(OUTPUT, { recursive: true, force: true });
  mkdirSync(OUTPUT, { recursive: true });
  const tenant = simulators.world.tenant(HOST);
  const employee = tenant.employees.find(({ secondFactor }) => secondFactor === null);
  if (!employee) throw new Error('the seeded world has no employee without second factor');
  const chromium = await launchChromium({ network: { port: simulators.port, spkiHash: simulators.certificate.spkiHash }, window: { width: 1280, height: 800 } });
  let shots = 0;
  const shoot = async (page: Page, name: string, words: string): Promise<void> => {
    await sleep(250);
    shots += 1;
    const file = `${String(shots).padStart(2, '0')}-${name}.png`;
    await page.screenshot({ path: join(OUTPUT, file) as `${string}.png` });
    console.log(`  ${file}  ${words}`);
  };
  const saved: string[] = [];
  const keepDownload = async (known: readonly string[]): Promise<void> => {
    const path = await chromium.waitForDownload(known, 60_000);
    copyFileSync(path, join(OUTPUT, basename(path)));
    saved.push(basename(path));
    console.log(`  ${basename(path)}  saved`);
  };
  const consentWindow = (): Promise<Page> => chromium.waitForPage((url) => url.startsWith('https://start.exactonline.nl/'));

  try {
    console.log('1. Set up: ShopCtrl access and an own Exact app');
    const setup = await chromium.newPage(chromium.extensionUrl('options.html'));
    await byRole(setup, 'textbox', 'ShopCtrl address');
    await shoot(setup, 'setup-empty', 'the set-up page at the first start');
    await setUp(setup, simulators, { address: HOST, login: employee.login, password: employee.password });
    await eventually('the shops to appear', async () => (await setup.$$('section h3')).length > 0);
    await press(setup, 'button', 'Test connection');
    await sleep(1500);
    await shoot(setup, 'setup-tested', 'access saved and tested');

    console.log('2. Connect: the shop settings in ShopCtrl, topic Invoice export');
    const admin = await chromium.newPage();
    await openTopic(admin, HOST, 12, employee);
    await waitForText(() => section(admin), 'Exact Online Sync', 30_000);
    await shoot(admin, 'section-not-connected', 'the section below the native items');
    await connect(admin, consentWindow, ANNA, 'Lamp & Licht B.V.', async (step) => shoot(admin, `connect-${step}`, `connecting: ${step}`));
    await shoot(admin, 'section-connected', 'authorized by, administration, since');

    console.log('3. How the shop sells, and where it is booked: proposed from what the bookkeeper did before');
    await setup.bringToFront();
    const shop = await shopRegion(setup, 'Lamp & Licht');
    await waitForText(() => shop, 'Exact read on', 20_000);
    const shootAt = async (part: string, name: string, words: string): Promise<void> => {
      await (await shop.$(part))?.evaluate((node) => node.scrollIntoView({ block: 'start' }));
      await shoot(setup, name, words);
    };
    await fillProfile(shop);
    await waitForText(() => shop, /How you sell Netherlands · One Stop Shop done/);
    await shootAt('.parts', 'setup-profile', 'the one answer that decides the VAT of consumers abroad');
    await unfold(shop, 'How you sell', false);
    await unfold(shop, 'Accounts and VAT codes');
    await waitForText(() => shop, 'used 214 times');
    await shootAt('.take-all', 'setup-proposal', 'every kind of sale with account and VAT code, how often they were used, and what is asked');
    await press(shop, 'button', 'Take over all proposals');
    await unfold(shop, 'Accounts and VAT codes', false);
    await fillBooking(shop, '71');
    await shootAt('.parts', 'setup-booking', 'journal, debtor, payment condition, rounding');
    await press(shop, 'button', 'Confirm and save');
    await waitForText(() => shop, 'These settings count from now on.');
    await unfold(shop, 'Where it is booked', false);
    await shop.evaluate((node) => node.scrollIntoView({ block: 'start' }));
    await shoot(setup, 'setup-shop', 'the shop is complete');

    console.log('4. Preview: what the books will say, before anything is sent');
    await press(shop, 'button', 'Preview');
    const preview = await chromium.waitForPage((url) => url.includes('/preview.html'));
    await byRole(preview, 'heading', 'Ledger accounts');
    await shoot(preview, 'preview-batch', 'what the batch changes per account');
    await (await preview.$('#returns'))?.evaluate((node) => node.scrollIntoView({ block: 'start' }));
    await shoot(preview, 'preview-return', 'the expected VAT return');
    const abroad = truth(simulators.world.shop(HOST, 12)).invoices.find(({ lines, currency }) => currency === 'EUR' && lines.length > 1 && lines.some(({ group }) => group === 'eu-consumer:DE'));
    await press(preview, 'link', abroad?.code ?? '');
    await waitForText(() => byRole(preview, 'main', ''), 'Equal to the invoice');
    await shoot(preview, 'preview-invoice', 'one invoice beside its booking, and the rule behind each line');
    await preview.close();

    console.log('5. Export: Exact XML from the section');
    const before = chromium.listDownloads();
    await admin.bringToFront();
    // A month only, so that the popup has the rest to export afterwards.
    await fillDate(await section(admin), 'From', new Date(simulators.clock.now() - 30 * 86_400_000).toISOString().slice(0, 10));
    await press(await section(admin), 'button', 'Download XML');
    await keepDownload(before);
    await admin.bringToFront();
    await eventually('the export to be done', async () => (await query(await section(admin), 'button', 'Download XML')) !== null);
    const region = await section(admin);
    await region.evaluate((node) => node.scrollIntoView({ block: 'end' }));
    await shoot(admin, 'section-exported', 'what was exported, what was left out and why');

    console.log('6. A second shop shares the connection, without a new permission');
    await openTopic(admin, HOST, 13, employee);
    await waitForText(() => section(admin), 'Boekenhoek', 30_000);
    await press(await section(admin), 'button', 'Authenticate');
    await byRole(admin, 'link', 'Authorize with Exact');
    await shoot(admin, 'second-shop-welcome', 'the connection of the first shop is offered');
    await press(admin, 'link', 'Use the connection of Anna Jansen');
    const administration = await byRole(admin, 'combobox', 'Administration', 20_000);
    await administration.evaluate((node) => {
      const select = node as HTMLSelectElement;
      select.value = [...select.options].find((option) => option.text.includes('Boekenhoek'))?.value ?? '';
      select.dispatchEvent(new Event('change', { bubbles: true }));
    });
    await press(admin, 'button', 'Connect');
    await press(admin, 'button', 'Close');
    await waitForText(() => section(admin), 'Authorized by');
    await shoot(admin, 'second-shop-connected', 'both shops are connected');

    console.log('7. Sync: the second shop is booked by itself, once');
    // Reading two administrations, booking and looking up in one minute: a person is slower than this walk.
    simulators.exact.options.callsPerMinute = 600;
    await setup.bringToFront();
    const second = await shopRegion(setup, 'Boekenhoek');
    await waitForText(() => second, 'Exact read on', 20_000);
    await fillProfile(second);
    await unfold(second, 'Accounts and VAT codes');
    await press(second, 'button', 'Take over all proposals');
    await unfold(second, 'Accounts and VAT codes', false);
    await fillBooking(second, '71');
    await press(second, 'button', 'Confirm and save');
    await waitForText(() => second, 'These settings count from now on.');
    await admin.bringToFront();
    await press(await section(admin), 'button', 'Turn on');
    const ledger = await chromium.waitForPage((url) => url.includes('/ledger.html'));
    await ledger.setViewport({ width: 1280, height: 800 });
    await walkThroughStart(ledger, { onCount: () => shoot(ledger, 'sync-count', 'how many would go and what total, before the switch can be turned on') });
    await admin.bringToFront();
    await waitForText(() => section(admin), /\d+ booked · 0 waiting/, 60_000);
    await (await section(admin)).evaluate((node) => node.scrollIntoView({ block: 'start' }));
    await shoot(admin, 'sync-section', 'what was booked, in the section');
    await ledger.bringToFront();
    await waitForText(() => byRole(ledger, 'main', ''), 'booked');
    await shoot(ledger, 'sync-ledger', 'the shop’s ledger: how it stands, and what needs a person');
    await ledger.close();

    console.log('8. Popup: every shop at a glance, the rest of the invoices with one click');
    const popup = await chromium.openPopupBubble();
    await waitForText(async () => await byRole(popup, "list", "Shops"), 'Lamp & Licht');
    await sleep(1200);
    await shoot(popup, 'popup', 'the popup');
    const known = chromium.listDownloads();
    const row = await eventually('the row of Lamp & Licht', async () => {
      const items = await popup.$$('li');
      for (const item of items) if ((await textOf(item)).includes('Lamp & Licht')) return item;
      return null;
    });
    await press(row, 'button', 'Download XML');
    await keepDownload(known);
    await popup.close().catch(() => undefined);
    await openTopic(admin, HOST, 12, employee);
    await waitForText(() => section(admin), 'Authorized by', 30_000);

    console.log('9. Remove: unlink this shop alone');
    await admin.bringToFront();
    await remove(admin, async () => shoot(admin, 'remove-dialog', 'asks once'));
    await shoot(admin, 'section-removed', 'not connected any more');
    const problems = [...simulators.api.violations, ...simulators.exact.violations];
    console.log(`\n${shots} screenshots and ${saved.length} file(s) in demo-output/. Rules of ShopCtrl and Exact broken: ${problems.length}.`);
    for (const problem of problems) console.log(`  ${problem.code}: ${problem.detail}`);
    if (problems.length > 0) process.exitCode = 1;
  } finally {
    await chromium.close();
  }
}
