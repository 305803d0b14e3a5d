// The unmodified build in the simulated admin: where the section stands, and that it stays there once and reachable.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'puppeteer-core';
import { startSimulators, type Simulators } from '../simulators/start';
import { defaultOptions, STRICT_POLICY, type AdminOptions } from '../simulators/shopctrl-admin/options';
import { type Chromium, launchChromium } from './chromium';
import { eventually, sleep } from './drive';
import { openTopic } from './flows';

const HOST = 'demo.shopctrl.com';
let simulators: Simulators;
let chromium: Chromium;
let who: { login: string; password: string };

beforeAll(async () => {
  simulators = await startSimulators();
  const employee = simulators.world.tenants[0]?.employees[0];
  if (!employee) throw new Error('no employee in the seed');
  who = { login: employee.login, password: employee.password };
  chromium = await launchChromium({ network: { port: simulators.port, spkiHash: simulators.certificate.spkiHash }, ...(process.env['EXTENSION_FOLDER'] ? { extension: process.env['EXTENSION_FOLDER'] } : {}) });
});

afterAll(async () => {
  await chromium?.close();
  await simulators?.close();
});

interface Seen {
  readonly hosts: number;
  readonly regions: number;
  readonly text: string;
  readonly top: number;
  readonly native: number;
}

/** What stands in the page and its frames: our hosts, and the lowest edge of the page's own groups. */
function look(page: Page): Promise<Seen> {
  return page.evaluate(() => {
    const documents = [document, ...[...document.querySelectorAll('iframe')].flatMap((frame) => (frame.contentDocument ? [frame.contentDocument] : []))];
    const hosts = documents.flatMap((each) => [...each.querySelectorAll('exact-online-section')]);
    const regions = hosts.flatMap((host) => [...(host.shadowRoot?.querySelectorAll('[role=region][aria-label="Exact Online for ShopCtrl"]') ?? [])]);
    const groups = hosts.flatMap((host) => [...host.ownerDocument.querySelectorAll('.x-fieldset, fieldset')]).filter((group) => group.checkVisibility() && group.getBoundingClientRect().top > -5000);
    return {
      hosts: hosts.length,
      regions: regions.length,
      text: regions.map((region) => region.textContent ?? '').join(' '),
      top: Math.round(regions[0]?.getBoundingClientRect().top ?? -1),
      native: Math.round(groups.reduce((lowest, group) => Math.max(lowest, group.getBoundingClientRect().bottom), 0)),
    };
  });
}

/** Scrolls to every control of the section and asks the browser what stands at its middle. */
function covered(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const documents = [document, ...[...document.querySelectorAll('iframe')].flatMap((frame) => (frame.contentDocument ? [frame.contentDocument] : []))];
    const host = documents.flatMap((each) => [...each.querySelectorAll('exact-online-section')])[0];
    if (!host) return ['no section'];
    const controls = [...(host.shadowRoot?.querySelectorAll<HTMLElement>('button,input,select') ?? [])];
    return controls
      .filter((control) => {
        control.scrollIntoView({ block: 'nearest' });
        const box = control.getBoundingClientRect();
        const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
        return host.ownerDocument.elementFromPoint(x, y) !== host || host.shadowRoot?.elementFromPoint(x, y)?.closest('button,input,select') !== control;
      })
      .map((control) => control.textContent ?? control.id);
  });
}

async function openVariant(options: Partial<AdminOptions>, shopId = 12): Promise<Page> {
  Object.assign(simulators.admin.options, defaultOptions(), options);
  const page = await chromium.newPage();
  await page.setViewport({ width: 1280, height: 720 });
  await openTopic(page, HOST, shopId, who);
  return page;
}

const settled = (page: Page, text = 'Exact Online Export'): Promise<Seen> =>
  eventually(
    'the section',
    async () => {
      const seen = await look(page);
      return seen.regions > 0 && seen.text.includes(text) ? seen : null;
    },
    20_000,
  );

describe('placement', () => {
  const layouts: readonly Partial<AdminOptions>[] = (['anchor', 'auto', 'vbox', 'fit'] as const).flatMap((layout) => (['off', 'present', 'active'] as const).map((exactItems) => ({ layout, exactItems })));
  const frames: readonly Partial<AdminOptions>[] = (['aspx', 'aspx-bare'] as const).map((frame) => ({ frame, exactItems: 'present' as const }));
  const others: readonly Partial<AdminOptions>[] = [
    { topicDelayMs: 1500, late: 'panel' },
    { topicDelayMs: 1500, late: 'items', exactItems: 'present' },
    { topicHeader: false, exactItems: 'present' },
    { hiddenTabs: 'display', exactItems: 'present' },
    { contentSecurityPolicy: STRICT_POLICY, exactItems: 'present' },
    { financial: 'no-invoice-export' },
  ];
  it.each([...layouts, ...frames, ...others].map((options) => [JSON.stringify(options), options] as const))('%s: once, below the native items, every control reachable', async (_name, options) => {
    const page = await openVariant(options);
    if (options.financial) await page.evaluate('__admin.topic("Financial")');
    await settled(page);
    await sleep(options.late === 'items' ? 2_000 : 200);
    const seen = await look(page);
    expect(seen).toMatchObject({ hosts: 1, regions: 1 });
    expect(seen.top).toBeGreaterThanOrEqual(seen.native);
    expect(await covered(page)).toEqual([]);
    if (options.exactItems === 'active') expect(seen.text).toContain('own Exact module is active');
    if (options.exactItems === 'off') expect(seen.text).toContain('Only ShopCtrl Support can enable them');
    await page.close();
  });

  it('without Financial a small button opens the same section', async () => {
    const page = await openVariant({ financial: 'none' });
    const button = await eventually('the button', () => page.$('exact-online-section >>> button.opener'));
    expect((await look(page)).regions).toBe(0);
    await button.click();
    await settled(page);
    expect(await covered(page)).toEqual([]);
    await page.close();
  });
});

describe('survival', () => {
  it('stays once through everything that Ext JS does', async () => {
    const page = await openVariant({ exactItems: 'present' });
    await settled(page);
    for (const what of ['clearItems()', 'replaceBody()', 'rewriteBody()', 'recreate()', 'relayout()', 'dropForeign()', 'clearBody()', 'reopen("Shop|12")']) {
      await page.evaluate(`__admin.${what}`);
      await eventually(`one section after ${what}`, async () => {
        const seen = await look(page);
        return seen.hosts === 1 && seen.regions === 1;
      });
      await sleep(150);
      expect(await look(page), what).toMatchObject({ hosts: 1, regions: 1 });
    }
    await page.close();
  });

  it('shows the shop of the visible tab; the link decides for its own tab alone', async () => {
    const page = await openVariant({ exactItems: 'present' });
    const first = await settled(page, 'shop 12');
    expect(first.text).not.toContain('Which shop is this?');
    await page.evaluate('__admin.open("Shop", 13, "InvoiceExport")');
    const second = await settled(page, 'Boekenhoek shop 13');
    expect(second).toMatchObject({ hosts: 1, regions: 1 });
    expect(second.text).not.toContain('shop 12');
    await page.evaluate('__admin.activate("Shop|12")');
    await settled(page, 'shop 12');
    await page.evaluate('__admin.close("Shop|12")');
    await sleep(300);
    expect((await look(page)).hosts).toBe(1);
    await page.close();
  });

  it('gives way to the small button when the page keeps removing it', async () => {
    const page = await openVariant({});
    await settled(page);
    await page.evaluate('__admin.storm(30, 40)');
    await eventually('the button', () => page.$('exact-online-section >>> button.opener'));
    expect(await look(page)).toMatchObject({ hosts: 1, regions: 0 });
    await page.close();
  });

  it.each(['bubble', 'capture'] as const)('Esc closes our window and never the tab (%s)', async (escapePhase) => {
    const page = await openVariant({ escapePhase, exactItems: 'off' });
    await settled(page, 'shop 12');
    const authenticate = await page.$('exact-online-section >>> .block button.primary');
    await authenticate?.click();
    await eventually('the window', () => page.$('exact-online-section >>> dialog[open]'));
    await page.keyboard.press('Escape');
    await eventually('the window to be gone', async () => (await page.$('exact-online-section >>> dialog')) === null);
    await sleep(200);
    expect(await page.evaluate('__admin.tabs().some((tab) => tab.key === "Shop|12")')).toBe(true);
    await page.close();
  });
});
