// The unmodified build in the simulated admin: the section belongs to the shop of the visible tab, survives what Ext JS does to it, and acts for the person alone.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ElementHandle, Page } from 'puppeteer-core';
import { gone, HOST, LOOKALIKE, look, openAdminStage, regions, settled, theRegion, unreachable, type AdminStage } from './admin-stage';
import { byRole, choose, eventually, fillDate, press, query, sleep, textOf } from './drive';
import { ANNA, connect, fillExactApp, section } from './flows';
import { LONG } from './long';

let stage: AdminStage;
const open: Page[] = [];

beforeAll(async () => {
  stage = await openAdminStage({ world: { equalShopNames: true } });
});

afterAll(() => stage?.close());

afterEach(async () => {
  for (const page of open.splice(0)) await page.close();
  expect(stage.simulators.admin.violations).toEqual([]);
  expect(stage.simulators.api.violations).toEqual([]);
});

const variant = async (...args: Parameters<AdminStage['openVariant']>): Promise<Page> => {
  const page = await stage.openVariant(...args);
  open.push(page);
  return page;
};
const start = async (...args: Parameters<AdminStage['openStart']>): Promise<Page> => {
  const page = await stage.openStart(...args);
  open.push(page);
  return page;
};
const picture = async (page: Page, name: string): Promise<void> => {
  if (process.env['SCREENSHOTS']) await page.screenshot({ path: `${process.env['SCREENSHOTS']}/${name}.png` });
};
/** Clicks a tab of the strip as a person does. */
const clickTab = async (page: Page, title: string, nth = 0): Promise<void> => {
  const tabs = await page.$$('.x-tab-bar .x-tab .x-tab-inner');
  const titles = await Promise.all(tabs.map((tab) => tab.evaluate((node) => node.textContent)));
  const tab = tabs.filter((_tab, index) => titles[index] === title)[nth];
  if (!tab) throw new Error(`no tab "${title}" among ${titles.join(', ')}`);
  await tab.click();
};
const isDisabled = async (page: Page, name: string): Promise<boolean> => {
  const button = await eventually(name, async () => query(await theRegion(page), 'button', name));
  return button.evaluate((node) => (node as HTMLButtonElement).disabled);
};
const onlyAsks = async (page: Page): Promise<string> => {
  const { text } = await settled(page, 'Which shop is this?');
  expect(await isDisabled(page, 'Authenticate')).toBe(true);
  expect(await isDisabled(page, 'Download XML')).toBe(true);
  expect(await query(await theRegion(page), 'button', 'Remove')).toBeNull();
  return text;
};
const answer = async (page: Page, shopId: number): Promise<void> => {
  await choose(await theRegion(page), 'Shop', String(shopId));
  await press(await theRegion(page), 'button', 'Use this shop');
};
/** Counts, in each frame that the browser paints, how many of our elements stand in the page at once; answers the most. */
const watchDoubles = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const scope = window as unknown as { most: number; again: () => void };
    scope.most = 0;
    scope.again = () => {
      scope.most = Math.max(scope.most, document.querySelectorAll('exact-online-section').length);
      requestAnimationFrame(scope.again);
    };
    scope.again();
  });
const most = (page: Page): Promise<unknown> => page.evaluate('window.most');

describe('the shop of the visible tab', () => {
  const tabs: readonly { readonly options: Parameters<AdminStage['openVariant']>[0]; readonly run?: boolean }[] = [
    { options: {} },
    { options: { hiddenTabs: 'display' } },
    { options: { frame: 'aspx' } },
    { options: { frame: 'aspx', hiddenTabs: 'display' }, run: LONG },
    { options: { frame: 'aspx-bare' } },
  ];
  // The combination of two variants is a long run; each of the two runs alone above.
  for (const { options, run = true } of tabs) it.skipIf(!run)(`${JSON.stringify(options)}: two shop tabs and a deep link to the first: each tab shows its own shop`, async () => {
    const page = await variant({ exactItems: 'present', ...options });
    const first = await settled(page, 'Lamp & Licht shop 12');
    expect(first.text).not.toContain('Which shop is this?');
    await watchDoubles(page);
    await page.evaluate('__admin.open("Shop", 13, "InvoiceExport")');
    await settled(page, 'Boekenhoek shop 13');
    await eventually('one section, none in the hidden tab', async () => (await look(page)).hosts === 1);
    const second = await look(page);
    expect(second.text).not.toMatch(/shop 12|Which shop/);
    expect(page.url()).toContain('tab=Shop|12');
    expect(await regions(page)).toHaveLength(1);
    expect(await unreachable(page)).toEqual([]);
    await clickTab(page, 'Lamp & Licht');
    await settled(page, 'Lamp & Licht shop 12');
    await eventually('one section, none in the hidden tab', async () => (await look(page)).hosts === 1);
    await page.evaluate('__admin.move("Shop|13", 1)');
    await clickTab(page, 'Boekenhoek');
    expect((await settled(page, 'Boekenhoek shop 13')).text).not.toContain('shop 12');
    // The tab that the link opened is closed; the link stays in the address and says nothing about the other.
    await page.evaluate('__admin.close("Shop|12")');
    await sleep(200);
    expect(await look(page)).toMatchObject({ hosts: 1, regions: 1 });
    expect((await look(page)).text).toContain('Boekenhoek shop 13');
    await page.evaluate('__admin.topic("VAT")');
    await gone(page);
    await page.evaluate('__admin.topic("InvoiceExport")');
    await settled(page, 'Boekenhoek shop 13');
    await page.evaluate('__admin.open("OrderList")');
    await gone(page);
    await page.evaluate('__admin.close("Shop|13")');
    await sleep(200);
    expect((await look(page)).hosts).toBe(0);
    expect(await most(page)).toBeLessThanOrEqual(1);
  });

  it('opened by hand through Configuration → Shops, without any link', async () => {
    const page = await start({ exactItems: 'present', tabTitle: 'decorated' });
    await page.evaluate('__admin.open("ShopList")');
    const cell = await page.waitForFunction(() => [...document.querySelectorAll('[role=tabpanel] .x-grid-cell-inner')].find((node) => node.textContent === 'Fiets "Snel" & Zn.' && node.checkVisibility()) ?? false);
    await (cell.asElement() as unknown as ElementHandle<Element>).click({ count: 2 });
    const node = await page.waitForFunction(() => [...document.querySelectorAll('.x-tree-node-text')].find((each) => each.textContent === 'Invoice export' && each.checkVisibility()) ?? false);
    await (node.asElement() as unknown as ElementHandle<Element>).click();
    expect((await settled(page, 'Fiets "Snel" & Zn. shop 14')).text).not.toContain('Which shop');
  });

  it('tabs of a restored session come before the one that the link opens', async () => {
    const page = await variant({ restoredTabs: ['Shop|13', 'Shop|14'] });
    expect((await settled(page, 'Lamp & Licht shop 12')).text).not.toContain('Which shop');
    await clickTab(page, 'Boekenhoek');
    await page.evaluate('__admin.topic("InvoiceExport")');
    expect((await settled(page, 'Boekenhoek shop 13')).text).not.toContain('Which shop');
  });

  it('equal names: asks, nothing can be started before, and remembers the answer for this title', async () => {
    const page = await start({ exactItems: 'present' });
    await page.evaluate('__admin.open("Shop", 23, "InvoiceExport")');
    expect(await onlyAsks(page)).toContain('More than one shop is called “Tuinhuis”');
    const shops = await (await byRole(await theRegion(page), 'combobox', 'Shop')).evaluate((node) => [...(node as HTMLSelectElement).options].map((option) => option.text));
    expect(shops).toEqual(['Choose…', 'Tuinhuis — shop 22', 'Tuinhuis — shop 23']);
    await picture(page, 'ask-equal-names');
    await answer(page, 23);
    expect((await settled(page, 'Tuinhuis shop 23')).text).toContain('This tab counts as shop 23, as you chose');
    expect(await isDisabled(page, 'Authenticate')).toBe(false);
    await picture(page, 'equal-names-chosen');
    const again = await start({ exactItems: 'present' });
    await again.evaluate('__admin.open("Shop", 23, "InvoiceExport")');
    expect((await settled(again, 'Tuinhuis shop 23')).text).not.toContain('Which shop');
    // A link to the other one of that name is stronger than what was chosen for the name.
    const linked = await variant({}, 22);
    expect((await settled(linked, 'Tuinhuis shop 22')).text).not.toContain('Which shop');
  });

  it('two tabs of one name side by side: an answer holds for its own tab alone', async () => {
    const page = await start({ exactItems: 'present' });
    await page.evaluate('__admin.open("Shop", 22, "InvoiceExport")');
    await settled(page, /Tuinhuis shop 2[23]/);
    await page.evaluate('__admin.open("Shop", 23, "InvoiceExport")');
    await onlyAsks(page);
    await answer(page, 23);
    await settled(page, 'Tuinhuis shop 23');
    await clickTab(page, 'Tuinhuis', 0);
    await onlyAsks(page);
    await answer(page, 22);
    await settled(page, 'Tuinhuis shop 22');
    await clickTab(page, 'Tuinhuis', 1);
    await settled(page, 'Tuinhuis shop 23');
    await clickTab(page, 'Tuinhuis', 0);
    await settled(page, 'Tuinhuis shop 22');
  });

  it('link and title disagree: asks, remembers, and the link is not believed for another shop', async () => {
    const page = await variant({ exactItems: 'present', shopNames: { 12: 'Boekenhoek' } });
    expect(await onlyAsks(page)).toContain('name different shops');
    await answer(page, 12);
    await settled(page, 'Lamp & Licht shop 12');
  });

  it('a title that no shop bears: asks among all, remembers it', async () => {
    const page = await start({ shopNames: { 14: 'Fietsenzaak' } });
    await page.evaluate('__admin.open("Shop", 14, "InvoiceExport")');
    expect(await onlyAsks(page)).toContain('No shop of this ShopCtrl login is called “Fietsenzaak”');
    await answer(page, 14);
    await settled(page, 'Fiets "Snel" & Zn. shop 14');
    const again = await start({ shopNames: { 14: 'Fietsenzaak' } });
    await again.evaluate('__admin.open("Shop", 14, "InvoiceExport")');
    expect((await settled(again, 'shop 14')).text).not.toContain('Which shop');
    // The tab gets another title while it is open, as after renaming the shop: what stood there does not stay.
    await again.evaluate('__admin.retitle("Shop|14", "Boekenhoek")');
    expect((await settled(again, 'Boekenhoek shop 13')).text).not.toContain('shop 14');
  });
});

describe('survival', () => {
  // The simulated pages lay out by anchor unless told otherwise; vbox places absolutely, fit leaves one child all the room.
  // Between the two others, vbox shows nothing of its own and is a long run.
  for (const layout of ['anchor', 'vbox', 'fit'] as const) it.skipIf(layout === 'vbox' && !LONG)(`${layout}: stays once through everything that Ext JS does`, async () => {
    const page = await variant({ exactItems: 'present', layout });
    await settled(page, 'shop 12');
    await watchDoubles(page);
    for (const what of ['clearItems()', 'replaceBody()', 'rewriteBody()', 'recreate()', 'relayout()', 'dropForeign()', 'clearBody()', 'reopen("Shop|12")', 'move("Shop|12", 0)']) {
      await page.evaluate(`__admin.${what}`);
      await eventually(`one section after ${what}`, async () => {
        const seen = await look(page);
        return seen.hosts === 1 && seen.regions === 1 && seen.text.includes('shop 12') && seen.top >= seen.native;
      });
      // Fewer than five times within a second: that is no fight.
      await sleep(250);
    }
    await sleep(200);
    expect(await look(page)).toMatchObject({ hosts: 1, regions: 1 });
    expect(await most(page)).toBe(1);
    expect(await unreachable(page)).toEqual([]);
  });

  it('stays once in a frame that is loaded again and in a tab that is closed and opened again', async () => {
    const page = await variant({ frame: 'aspx', exactItems: 'present' });
    await settled(page, 'Lamp & Licht shop 12');
    for (const what of ['reloadFrame()', 'recreate()', 'reopen("Shop|12")']) {
      await page.evaluate(`__admin.${what}`);
      await sleep(100);
      await eventually(`one section after ${what}`, async () => {
        const seen = await look(page);
        return seen.hosts === 1 && seen.regions === 1 && seen.text.includes('shop 12');
      });
    }
    await page.evaluate('__admin.open("Shop", 13, "InvoiceExport")');
    await settled(page, 'Boekenhoek shop 13');
    await page.evaluate('__admin.retitle("Shop|13", "Tuinhuis")');
    await settled(page, /Which shop|Tuinhuis shop/);
  });

  it('what was typed stays through re-layout and a change of tabs', async () => {
    const page = await variant({ exactItems: 'present' });
    await settled(page, 'shop 12');
    const from = (): Promise<string> => page.$eval('exact-online-section >>> #from', (node) => (node as HTMLInputElement).value);
    const before = await from();
    await fillDate(await theRegion(page), 'From', '2026-03-04');
    await page.evaluate('__admin.clearItems()');
    await settled(page, 'shop 12');
    expect(await from()).toBe('2026-03-04');
    await page.evaluate('__admin.open("Shop", 13, "InvoiceExport")');
    await settled(page, 'shop 13');
    expect(await from()).toBe(before);
    await page.evaluate('__admin.activate("Shop|12")');
    await settled(page, 'shop 12');
    expect(await from()).toBe('2026-03-04');
  });

  it('gives way to the small button after five re-insertions within a second', async () => {
    const page = await variant({});
    await settled(page, 'shop 12');
    await page.evaluate(() => {
      const scope = window as unknown as { inserted: number };
      scope.inserted = 0;
      new MutationObserver((records) => {
        for (const record of records) for (const node of record.addedNodes) if (node.nodeName === 'EXACT-ONLINE-SECTION') scope.inserted += 1;
      }).observe(document, { childList: true, subtree: true });
    });
    await page.evaluate('__admin.storm(30, 40)');
    const button = await eventually('the button', () => page.$('exact-online-section >>> button.opener'));
    expect(await look(page)).toMatchObject({ hosts: 1, regions: 0, openers: 1 });
    // Five times, then once more as the button; after that the page has its peace.
    expect(await page.evaluate('window.inserted')).toBeLessThanOrEqual(7);
    expect(await page.evaluate('window.inserted')).toBeGreaterThanOrEqual(5);
    await button.click();
    await settled(page, 'Lamp & Licht shop 12');
    expect(await unreachable(page)).toEqual([]);
    expect(await look(page)).toMatchObject({ hosts: 1, regions: 1 });
    await picture(page, 'after-storm');
    // Esc puts it behind the button again and leaves the tab alone.
    await page.keyboard.press('Escape');
    await eventually('the button again', async () => (await look(page)).openers === 1);
    expect(await page.evaluate('__admin.tabs().some((tab) => tab.key === "Shop|12")')).toBe(true);
  });
});

describe('for the person alone', () => {
  it.each(['bubble', 'capture'] as const)('Esc closes our window and never the tab (%s)', async (escapePhase) => {
    const page = await variant({ escapePhase, exactItems: 'off' });
    await settled(page, 'shop 12');
    const hasTab = (): Promise<unknown> => page.evaluate('__admin.tabs().some((tab) => tab.key === "Shop|12")');
    await press(await theRegion(page), 'button', 'Authenticate');
    await byRole(page, 'dialog', 'Connect with Exact Online');
    await picture(page, `dialog-${escapePhase}`);
    await page.keyboard.press('Escape');
    await eventually('the window to be gone', async () => (await query(page, 'dialog', 'Connect with Exact Online')) === null);
    await sleep(200);
    expect(await hasTab()).toBe(true);
    expect(await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.textContent)).toBe('Authenticate');
    // The same key is the admin's own again once nothing of ours is open.
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press('Escape');
    await eventually('the tab to close', async () => !(await hasTab()));
    await gone(page);
  });

  it('clicks made by a script do nothing, and it is said', async () => {
    const page = await variant({ exactItems: 'off' });
    const before = await settled(page, 'shop 12');
    expect(before.text).not.toContain('not started by a click of yours');
    const calls = stage.simulators.api.calls.length;
    for (const name of ['Authenticate', 'Download XML']) {
      await (await byRole(await theRegion(page), 'button', name)).evaluate((node) => {
        (node as HTMLElement).click();
        node.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true, cancelable: true }));
        node.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true }));
      });
      await settled(page, 'This was not started by a click of yours');
    }
    await sleep(300);
    expect(await query(page, 'dialog', 'Connect with Exact Online')).toBeNull();
    const { text } = await look(page);
    expect(text).not.toMatch(/Reading invoices|Working out|No file was made|is ready/);
    expect(stage.simulators.api.calls.slice(calls).filter(({ path }) => /Orders|Invoices/.test(path))).toEqual([]);
    await picture(page, 'scripted');
  });

  it('a scripted Remove removes nothing', async () => {
    const setup = await stage.chromium.newPage(stage.chromium.extensionUrl('options.html'));
    await fillExactApp(setup, stage.simulators);
    await eventually('the app to be saved', async () => (await textOf(await byRole(setup, 'form', 'Exact Online app'))).includes('Saved.'));
    await setup.close();
    const page = await variant({ exactItems: 'present' });
    await settled(page, 'shop 12');
    await connect(page, () => stage.chromium.waitForPage((url) => url.startsWith('https://start.exactonline.nl/')), ANNA, 'Lamp & Licht');
    await picture(page, 'connected');
    await (await byRole(await theRegion(page), 'button', 'Remove')).evaluate((node) => (node as HTMLElement).click());
    await settled(page, 'This was not started by a click of yours');
    await press(await theRegion(page), 'button', 'Remove');
    await (await byRole(page, 'button', 'Remove connection')).evaluate((node) => (node as HTMLElement).click());
    await sleep(300);
    expect((await look(page)).text).toContain('Authorized by');
    await press(page, 'button', 'Remove connection');
    await eventually('the connection to be gone', async () => (await query(await section(page), 'button', 'Remove')) === null);
  });
});

describe('languages', () => {
  it('speaks Dutch in a Dutch admin', async () => {
    const page = await variant({ language: 'nl', exactItems: 'active' });
    const { text } = await settled(page, 'Lamp & Licht shop 12');
    for (const words of ['Autoriseren', 'Niet gekoppeld', 'Tot en met', 'Onderwerp', 'De eigen Exact-module van ShopCtrl is actief']) expect(text).toContain(words);
    expect(text).not.toMatch(/Authenticate|Not connected|Download XML/);
    expect((await look(page)).top).toBeGreaterThanOrEqual((await look(page)).native);
    expect(await unreachable(page)).toEqual([]);
    await picture(page, 'dutch');
  });
});

describe('hosts', () => {
  it('no section on docs., support., www. and api. hosts, with the very page that gets one on an admin', async () => {
    const page = await stage.chromium.newPage();
    open.push(page);
    await page.setViewport({ width: 1280, height: 720 });
    await page.setRequestInterception(true);
    page.on('request', (request) => void request.respond({ status: 200, contentType: 'text/html', body: LOOKALIKE }));
    await page.goto(`https://${HOST}/`);
    await settled(page, 'shop 12');
    for (const host of ['docs.shopctrl.com', 'support.shopctrl.com', 'www.shopctrl.com', 'api.shopctrl.com', 'api.demo.shopctrl.com', 'shopctrl.com']) {
      await page.goto(`https://${host}/`);
      await sleep(500);
      expect(await look(page), host).toMatchObject({ hosts: 0 });
    }
    await page.goto(`https://${HOST}/`);
    await settled(page, 'shop 12');
  });
});

describe('after an update of the extension', () => {
  const saysSo = async (page: Page): Promise<void> => {
    await settled(page, 'The extension was updated');
    expect(await look(page)).toMatchObject({ hosts: 1, regions: 1 });
    expect(await isDisabled(page, 'Authenticate')).toBe(true);
    expect(await isDisabled(page, 'Download XML')).toBe(true);
  };
  const worksAgain = async (page: Page): Promise<void> => {
    await press(await theRegion(page), 'button', 'Reload this page');
    await eventually('the section anew', async () => /shop 12.*Exact Online Export/.test((await look(page)).text) && !(await look(page)).text.includes('The extension was updated'));
    expect(await look(page)).toMatchObject({ hosts: 1, regions: 1 });
    expect(await isDisabled(page, 'Authenticate')).toBe(false);
  };

  it('an old tab says so at the next click, not before, and works again when loaded anew', async () => {
    const page = await variant({ exactItems: 'present' });
    await settled(page, 'shop 12');
    await page.bringToFront();
    await stage.updateExtension();
    await sleep(1_500);
    expect((await look(page)).text).not.toContain('The extension was updated');
    await page.click('.sc-logo');
    await saysSo(page);
    await picture(page, 'reload-this-page');
    await worksAgain(page);
  });

  it('or at the next mutation, in a frame too', async () => {
    const page = await variant({ exactItems: 'present', frame: 'aspx' });
    await settled(page, 'shop 12');
    await page.bringToFront();
    await stage.updateExtension();
    await sleep(1_500);
    expect((await look(page)).text).not.toContain('The extension was updated');
    await page.evaluate('document.body.append(document.createElement("i"))');
    await saysSo(page);
    await worksAgain(page);
  });
});
