import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ensureExtJs } from '../../tools/extjs';
import { HOST, logIn, openStage, type Stage } from './harness';
import { STRICT_POLICY } from './options';

interface Tab {
  readonly key: string;
  readonly title: string;
  readonly active: boolean;
  readonly topic: string | null;
}

let stage: Stage;
const pages: Page[] = [];
const errors: string[] = [];

beforeAll(async () => {
  await ensureExtJs();
  stage = await openStage();
}, 600_000);
afterEach(async () => {
  stage.reset();
  await Promise.all(pages.splice(0).map((page) => page.close()));
  expect(errors.splice(0)).toEqual([]);
});
afterAll(() => stage.close());

async function visit(path: string): Promise<Page> {
  const page = await stage.visit(path);
  page.on('pageerror', (error) => errors.push(String(error)));
  pages.push(page);
  return page;
}

const LINK = '/?tab=Shop|12&control=InvoiceExport';
const tabs = (page: Page): Promise<Tab[]> => page.evaluate('__admin.tabs()') as Promise<Tab[]>;
const activeKey = async (page: Page): Promise<string | undefined> => (await tabs(page)).find(({ active }) => active)?.key;
/** Legends of the field sets that a person sees. */
const legends = (page: Page): Promise<string[]> =>
  page.evaluate(() => [...document.querySelectorAll('fieldset')].filter((set) => set.checkVisibility({ visibilityProperty: true })).map((set) => set.querySelector('legend')?.textContent ?? ''));
const waitForLegend = (page: Page, text: string): Promise<unknown> =>
  page.waitForFunction((wanted) => [...document.querySelectorAll('fieldset')].some((set) => set.checkVisibility({ visibilityProperty: true }) && set.querySelector('legend')?.textContent === wanted), {}, text);
const clickText = async (page: Page, selector: string, text: string, options: { button?: 'right'; count?: number } = {}): Promise<void> => {
  const handle = await page.waitForFunction(
    (query, wanted) => [...document.querySelectorAll(query)].find((node) => node.textContent === wanted && node.checkVisibility({ visibilityProperty: true })) ?? false,
    {},
    selector,
    text,
  );
  await (handle.asElement() as unknown as { click(options: object): Promise<void> }).click(options);
};

describe('the way to a shop', () => {
  it('goes from the login over the Shops grid to the topic', async () => {
    const page = await stage.stranger();
    pages.push(page);
    await page.goto(`https://${HOST}/`);
    expect(new URL(page.url()).pathname).toBe('/Login.aspx');
    await logIn(page);
    await clickText(page, '.x-tree-node-text', 'Shops');
    await clickText(page, '[role=tabpanel] .x-grid-cell-inner', 'Boekenhoek', { count: 2 });
    await waitForLegend(page, 'Web site');
    expect(await tabs(page)).toMatchObject([{ key: 'Dashboard' }, { key: 'ShopList' }, { key: 'Shop|13', title: 'Boekenhoek', active: true, topic: 'SiteInformation' }]);
    await clickText(page, '.x-tree-node-text', 'Invoice export');
    await waitForLegend(page, 'Invoice files');
    expect(await page.evaluate(() => [...document.querySelectorAll('.x-grid-item-selected .x-tree-node-text')].map((node) => node.textContent))).toContain('Invoice export');
  });

  it('opens settings from the sales channels with the right button', async () => {
    const page = await visit('/');
    await clickText(page, '.x-grid-cell-inner', 'Lamp & Licht', { button: 'right' });
    await clickText(page, '.x-menu-item-text', 'Settings');
    await waitForLegend(page, 'Web site');
    expect(await activeKey(page)).toBe('Shop|12');
  });

  it('follows a deep link once; the address stays while the person moves on', async () => {
    const page = await visit(LINK);
    await waitForLegend(page, 'Invoice files');
    const address = page.url();
    await page.evaluate('__admin.open("Shop", 13)');
    await waitForLegend(page, 'Web site');
    await page.evaluate('__admin.close("Shop|12")');
    expect(await activeKey(page)).toBe('Shop|13');
    expect(page.url()).toBe(address);
    expect(new URL(address).search).toContain('control=InvoiceExport');
  });

  it('keeps several shop tabs in the document, one of them visible', async () => {
    stage.admin.options.restoredTabs = ['Shop|13', 'OrderList'];
    const page = await visit(LINK);
    await waitForLegend(page, 'Invoice files');
    const panels = await page.evaluate(() => [...document.querySelectorAll('[role=tabpanel]')].map((panel) => [panel.getAttribute('aria-hidden'), panel.checkVisibility({ visibilityProperty: true })]));
    expect(panels).toEqual([
      ['true', false],
      ['true', false],
      ['true', false],
      ['false', true],
    ]);
  });

  it('escapes titles, decorates them when told, and shows equal ones', async () => {
    stage.admin.options.shopNames = { 13: 'Lamp & Licht' };
    stage.admin.options.tabTitle = 'decorated';
    const page = await visit('/?tab=Shop|16');
    await page.evaluate('__admin.open("Shop", 12), __admin.open("Shop", 13)');
    const titles = await page.evaluate(() => [...document.querySelectorAll('[role=tab] .x-tab-inner')].map((title) => title.textContent));
    // The tab's own text says more than the title: Ext JS adds a hidden word for the close button.
    expect(await page.evaluate(() => document.querySelectorAll('[role=tab]')[2]?.textContent)).toBe('Shop: Lamp & Licht removable');
    expect(titles).toEqual(['Dashboard', "Shop: Café 't Fornuis <Kook & Tafel> Webwinkel met een heel lange naam", 'Shop: Lamp & Licht', 'Shop: Lamp & Licht']);
  });
});

describe('hotkeys', () => {
  it('closes the tab with Esc wherever the focus is, but a dialog before the tab', async () => {
    const page = await visit(LINK);
    await waitForLegend(page, 'Invoice files');
    await page.evaluate('__admin.dialog()');
    await page.waitForSelector('.x-message-box');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => ![...document.querySelectorAll('.x-message-box')].some((box) => box.checkVisibility({ visibilityProperty: true })));
    expect(await activeKey(page)).toBe('Shop|12');
    await page.click('input[name=mailbox]');
    await page.keyboard.press('Escape');
    expect(await activeKey(page)).toBe('Dashboard');
    await page.keyboard.press('Escape');
    expect(await activeKey(page)).toBe('Dashboard');
  });

  it('gives Esc to the page first when it listens early', async () => {
    const swallow = "document.body.addEventListener('keydown', (event) => event.stopPropagation())";
    const rising = await visit(LINK);
    await rising.evaluate(swallow);
    await rising.keyboard.press('Escape');
    expect(await activeKey(rising)).toBe('Shop|12');
    stage.admin.options.escapePhase = 'capture';
    const early = await visit(LINK);
    await early.evaluate(swallow);
    await early.keyboard.press('Escape');
    expect(await activeKey(early)).toBe('Dashboard');
  });

  it('copies link, link with topic and id by a click on the title', async () => {
    const page = await visit(LINK);
    await waitForLegend(page, 'Invoice files');
    const click = async (...keys: ('Control' | 'Shift')[]): Promise<void> => {
      for (const key of keys) await page.keyboard.down(key);
      await clickText(page, '.x-tab-inner', 'Lamp & Licht');
      for (const key of keys) await page.keyboard.up(key);
    };
    await click('Control');
    await click('Control', 'Shift');
    await click('Shift');
    expect(await page.evaluate('__admin.copied()')).toEqual([`https://${HOST}/?tab=Shop|12`, `https://${HOST}/?tab=Shop|12&control=InvoiceExport`, '12']);
  });
});

describe('variants', () => {
  it('shows native Exact items: missing, there, and authorized by somebody', async () => {
    const page = await visit('/?tab=Shop|12');
    const native = ['Exact Online Sync', 'Exact Online Export'];
    for (const [exactItems, expected] of [['off', []], ['present', native], ['active', native]] as const) {
      stage.admin.options.exactItems = exactItems;
      await page.evaluate('__admin.topic("VAT")');
      await page.evaluate('__admin.topic("InvoiceExport")');
      await waitForLegend(page, 'Invoice files');
      expect(await legends(page)).toEqual(['Invoice files', ...expected]);
      const text = await page.evaluate(() => document.body.innerText);
      expect(/Authorized by\s+Marieke de Wit/.test(text)).toBe(exactItems === 'active');
      expect(/^Authenticate$/m.test(text)).toBe(exactItems === 'present');
    }
  });

  it('authorizes and removes natively, as the manual says', async () => {
    stage.admin.options.exactItems = 'present';
    const page = await visit(LINK);
    await clickText(page, '.x-btn-inner', 'Authenticate');
    const opened = new Promise<Page | null>((resolve) => page.once('popup', resolve));
    await clickText(page, 'a', 'Authorize with Exact');
    const consent = await opened;
    await consent?.waitForSelector('h1');
    expect(await consent?.title()).toBe('Authorization successful');
    await consent?.close();
    await clickText(page, '.x-btn-inner', 'Close');
    await clickText(page, '.x-btn-inner', 'Remove');
    await clickText(page, '.x-btn-inner', 'Authenticate');
    expect(stage.admin.violations).toEqual([]);
  });

  it('notices a script that saves in the name of the person', async () => {
    const page = await visit(LINK);
    await waitForLegend(page, 'Invoice files');
    const saved = (): Promise<unknown> => page.waitForResponse((response) => response.url().includes('/Data/Save.ashx'));
    await Promise.all([saved(), clickText(page, '.x-btn-inner', 'Save')]);
    expect(stage.admin.violations).toEqual([]);
    await waitForLegend(page, 'Invoice files');
    await Promise.all([saved(), page.evaluate(() => [...document.querySelectorAll<HTMLElement>('.x-btn-inner')].find((node) => node.textContent === 'Save')?.click())]);
    expect(stage.admin.violations.splice(0).map(({ code }) => code)).toEqual(['pressed-by-script']);
  });

  it('leaves out Invoice export, or Financial as a whole', async () => {
    const texts = (page: Page): Promise<(string | null)[]> => page.evaluate(() => [...document.querySelectorAll('.x-tree-node-text')].map((node) => node.textContent));
    stage.admin.options.financial = 'no-invoice-export';
    const page = await visit('/?tab=Shop|12&control=Financial');
    await waitForLegend(page, 'Financial settings');
    expect(await texts(page)).not.toContain('Invoice export');
    stage.admin.options.financial = 'none';
    const none = await visit(LINK);
    await waitForLegend(none, 'Web site');
    expect(await texts(none)).not.toContain('Financial');
  });

  it('speaks Dutch', async () => {
    stage.admin.options.language = 'nl';
    stage.admin.options.labels = { invoiceExport: 'Factuur export' };
    const page = await visit(LINK);
    await waitForLegend(page, 'Factuurbestanden');
    expect(await page.evaluate(() => [document.documentElement.lang, document.body.innerText.includes('Financieel'), document.body.innerText.includes('Factuur export')])).toEqual(['nl', true, true]);
  });

  it.each([
    ['aspx', 'Invoice export'],
    ['aspx-bare', null],
  ] as const)('puts the content into a frame: %s', async (frame, heading) => {
    stage.admin.options.frame = frame;
    const page = await visit(LINK);
    const handle = await page.waitForSelector('iframe');
    const inside = await handle?.contentFrame();
    await inside?.waitForSelector('fieldset');
    expect(new URL(inside?.url() ?? '').origin).toBe(`https://${HOST}`);
    expect(await inside?.evaluate(() => document.querySelector('h1')?.textContent ?? null)).toBe(heading);
    expect(await legends(page)).toEqual([]);
  });

  it('lets the content come late', async () => {
    stage.admin.options.topicDelayMs = 1_200;
    const page = await visit(LINK);
    await page.waitForSelector('.x-mask-msg-text');
    expect(await legends(page)).toEqual([]);
    await waitForLegend(page, 'Invoice files');
  });

  it('brings an empty panel first and its items late', async () => {
    Object.assign(stage.admin.options, { topicDelayMs: 800, late: 'items', topicHeader: false });
    const page = await visit(LINK);
    await page.waitForSelector('[role=form]');
    expect(await legends(page)).toEqual([]);
    expect(await page.evaluate(() => [...document.querySelectorAll('.x-title-text')].map((title) => title.textContent))).not.toContain('Invoice export');
    await waitForLegend(page, 'Invoice files');
  });

  it('lays out the content in four ways, scrolling within 1280 × 720', async () => {
    stage.admin.options.exactItems = 'present';
    const page = await visit('/?tab=Shop|12');
    for (const layout of ['anchor', 'auto', 'vbox', 'fit'] as const) {
      stage.admin.options.layout = layout;
      await page.evaluate('__admin.topic("VAT")');
      await page.evaluate('__admin.topic("InvoiceExport")');
      await waitForLegend(page, 'Exact Online Export');
      const found = await page.evaluate(() => {
        const sets = [...document.querySelectorAll('fieldset')];
        const tops = sets.map((set) => set.getBoundingClientRect().top);
        const scroller = sets[0]?.closest('.x-scroller');
        const placed = getComputedStyle(sets[0] as Element).position;
        return {
          rising: tops.every((top, index) => index === 0 || top > (tops[index - 1] ?? 0) + 20),
          overflow: scroller ? getComputedStyle(scroller).overflowY : '',
          inside: (scroller?.getBoundingClientRect().bottom ?? Infinity) <= 720,
          placed,
          page: document.documentElement.scrollHeight,
        };
      });
      expect(found, layout).toEqual({ rising: true, overflow: 'auto', inside: true, placed: layout === 'vbox' ? 'absolute' : 'relative', page: 720 });
    }
  });

  it('hides other tabs by not displaying them when told', async () => {
    stage.admin.options.hiddenTabs = 'display';
    const page = await visit(LINK);
    await page.evaluate('__admin.activate("Dashboard")');
    expect(await page.evaluate(() => document.querySelectorAll('[role=tabpanel].x-hidden-offsets').length)).toBe(0);
    expect(await page.evaluate(() => [...document.querySelectorAll('[role=tabpanel]')].filter((panel) => panel.checkVisibility()).length)).toBe(1);
  });

  it('runs under a strict policy that forbids foreign style elements', async () => {
    stage.admin.options.contentSecurityPolicy = STRICT_POLICY;
    const page = await visit(LINK);
    await waitForLegend(page, 'Invoice files');
    const colour = await page.evaluate(() => {
      const style = document.createElement('style');
      style.textContent = 'body { color: rgb(1, 2, 3) !important; }';
      document.head.append(style);
      return getComputedStyle(document.body).color;
    });
    expect(colour).not.toBe('rgb(1, 2, 3)');
  });
});

describe('what Ext JS and hostile pages do to a stranger in the topic', () => {
  /** Puts a foreign element at the end of the content and says where it is. */
  const plant =
    "(() => { const host = document.createElement('foreign-host'); [...document.querySelectorAll('fieldset')].at(-1).parentElement.append(host); globalThis.planted = host; })()";
  const alive = 'planted.isConnected';

  it.each(['anchor', 'vbox', 'fit'] as const)('takes the stranger out in one tick, in each of six ways (%s)', async (layout) => {
    stage.admin.options.exactItems = 'present';
    stage.admin.options.layout = layout;
    const page = await visit(LINK);
    for (const deed of ['clearItems', 'clearBody', 'replaceBody', 'rewriteBody', 'recreate', 'dropForeign']) {
      await waitForLegend(page, 'Exact Online Export');
      await page.evaluate(plant);
      expect(await page.evaluate(`__admin.${deed}(), ${alive}`), deed).toBe(false);
      expect(await legends(page), deed).toHaveLength(deed === 'clearBody' ? 0 : 3);
      await page.evaluate('__admin.topic("VAT")');
      await waitForLegend(page, 'VAT');
      await page.evaluate('__admin.topic("InvoiceExport")');
    }
  });

  it('keeps it through re-layout, tab switches and moved tabs, and loses it when topic or tab go', async () => {
    const page = await visit(LINK);
    await waitForLegend(page, 'Invoice files');
    await page.evaluate(plant);
    expect(await page.evaluate(`__admin.relayout(), __admin.activate('Dashboard'), __admin.activate('Shop|12'), __admin.open('OrderList'), __admin.move('Shop|12', 2), ${alive}`)).toBe(true);
    expect((await tabs(page)).map(({ key }) => key)).toEqual(['Dashboard', 'OrderList', 'Shop|12']);
    expect(await page.evaluate(`__admin.topic('VAT', 'Shop|12'), ${alive}`)).toBe(false);
  });

  it('re-opens a tab at its topic in one tick, and storms', async () => {
    const page = await visit(LINK);
    await waitForLegend(page, 'Invoice files');
    await page.evaluate(plant);
    expect(await page.evaluate(`__admin.reopen('Shop|12'), ${alive}`)).toBe(false);
    await waitForLegend(page, 'Invoice files');
    expect(await tabs(page)).toMatchObject([{}, { key: 'Shop|12', active: true, topic: 'InvoiceExport' }]);
    await page.evaluate(`globalThis.keeper = new MutationObserver(() => { if (!planted.isConnected) ${plant}; }), keeper.observe(document.body, { childList: true, subtree: true }), ${plant}`);
    expect(await page.evaluate('__admin.storm(6, 20)')).toBe(6);
  });
});
