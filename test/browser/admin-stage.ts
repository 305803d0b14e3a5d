/** What the tests of the section in the admin share: one browser, variants of the simulated admin, and looks at what a person would see. */
import type { ElementHandle, Page } from 'puppeteer-core';
import { defaultOptions, type AdminOptions } from '../simulators/shopctrl-admin/options';
import { startSimulators, type Simulators, type SimulatorSetUp } from '../simulators/start';
import { launchChromium, type Chromium, type ChromiumOptions } from './chromium';
import { eventually, textOf } from './drive';
import { logInToShopCtrl, openTopic, SECTION } from './flows';

export const HOST = 'demo.shopctrl.com';
export const PERSON = { login: 'anna@demo.example', password: 'Welkom-2026!' } as const;

export interface AdminStage {
  readonly simulators: Simulators;
  readonly chromium: Chromium;
  /** Sets the variant (everything else as by default) and opens a shop's topic by deep link. */
  openVariant(options: Partial<AdminOptions>, shopId?: number): Promise<Page>;
  /** Sets the variant and opens the admin without a deep link. */
  openStart(options: Partial<AdminOptions>): Promise<Page>;
  /** The extension is loaded anew, as after an update: scripts in open pages are cut off. */
  updateExtension(): Promise<void>;
  close(): Promise<void>;
}

export async function openAdminStage(setUp: SimulatorSetUp = {}, launch: Partial<ChromiumOptions> = {}): Promise<AdminStage> {
  const simulators = await startSimulators(setUp);
  const folder = process.env['EXTENSION_FOLDER'];
  const chromium = await launchChromium({ network: { port: simulators.port, spkiHash: simulators.certificate.spkiHash }, ...(folder ? { extension: folder } : {}), ...launch });
  const newPage = async (options: Partial<AdminOptions>): Promise<Page> => {
    Object.assign(simulators.admin.options, defaultOptions(), options);
    const page = await chromium.newPage();
    await page.setViewport({ width: 1280, height: 720 });
    return page;
  };
  return {
    simulators,
    chromium,
    openVariant: async (options, shopId = 12) => {
      const page = await newPage(options);
      await openTopic(page, HOST, shopId, PERSON);
      return page;
    },
    openStart: async (options) => {
      const page = await newPage(options);
      await page.goto(`https://${HOST}/`, { waitUntil: 'domcontentloaded' });
      await logInToShopCtrl(page, PERSON.login, PERSON.password);
      await page.waitForFunction('window.__admin');
      return page;
    },
    updateExtension: async () => {
      const page = await openExtensions(chromium);
      // An unpacked extension stays off after reloading unless the browser is in developer mode.
      await page.evaluate(`new Promise((done) => chrome.developerPrivate.updateProfileConfiguration({ inDeveloperMode: true }, done))`);
      await page.evaluate(`new Promise((done) => chrome.developerPrivate.reload('${chromium.extensionId}', { failQuietly: true }, done))`);
      await eventually('the extension to be back', () =>
        page.evaluate(`new Promise((done) => chrome.developerPrivate.getExtensionInfo('${chromium.extensionId}', (info) => done(info.state === 'ENABLED' && info.views.length > 0)))`),
      );
      await page.close();
    },
    close: async () => {
      await chromium.close();
      await simulators.close();
    },
  };
}

/** chrome://extensions in a window of its own, so that the page in front stays in front. */
export async function openExtensions(chromium: Chromium): Promise<Page> {
  const session = await chromium.browser.target().createCDPSession();
  await session.send('Target.createTarget', { url: 'chrome://extensions/', newWindow: true, background: true });
  const page = await chromium.waitForPage((url) => url.startsWith('chrome://extensions'));
  await page.waitForFunction('globalThis.chrome?.developerPrivate?.reload');
  return page;
}

export interface Seen {
  /** Our elements in the page and its frames, whether in sight or not. */
  readonly hosts: number;
  readonly regions: number;
  /** Small buttons that open the section. */
  readonly openers: number;
  readonly text: string;
  /** Upper edge of the region, and the lowest edge of the page's own groups in sight. */
  readonly top: number;
  readonly native: number;
}

/** What stands in the page and its frames. */
export function look(page: Page): Promise<Seen> {
  return page.evaluate((name) => {
    const documents = [document, ...[...document.querySelectorAll('iframe')].flatMap((frame) => (frame.contentDocument ? [frame.contentDocument] : []))];
    const hosts = documents.flatMap((each) => [...each.querySelectorAll('exact-online-section')]);
    const regions = hosts.flatMap((host) => [...(host.shadowRoot?.querySelectorAll(`[role=region][aria-label="${name}"]`) ?? [])]);
    const groups = hosts.flatMap((host) => [...host.ownerDocument.querySelectorAll('.x-fieldset, fieldset')]).filter((group) => group.checkVisibility() && group.getBoundingClientRect().top > -5000);
    return {
      hosts: hosts.length,
      regions: regions.length,
      openers: hosts.flatMap((host) => [...(host.shadowRoot?.querySelectorAll('button.opener') ?? [])]).length,
      text: regions.map((region) => (region as HTMLElement).innerText.replace(/\s+/g, ' ')).join(' '),
      top: Math.round(regions[0]?.getBoundingClientRect().top ?? -1),
      native: Math.round(groups.reduce((lowest, group) => Math.max(lowest, group.getBoundingClientRect().bottom), 0)),
    };
  }, SECTION);
}

/** Waits until the one section says `text`. */
export async function settled(page: Page, text: string | RegExp = 'Exact Online Export', timeout = 20_000): Promise<Seen> {
  let last: Seen | null = null;
  try {
    return await eventually(
      `the section to say ${String(text)}`,
      async () => {
        last = await look(page);
        return last.regions > 0 && (typeof text === 'string' ? last.text.includes(text) : text.test(last.text)) ? last : null;
      },
      timeout,
    );
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}; last seen: ${JSON.stringify(last)}`, { cause: error });
  }
}

/** Waits until nothing of ours stands anywhere, hidden tabs included. */
export function gone(page: Page): Promise<unknown> {
  return eventually('the section to be gone', async () => (await look(page)).hosts === 0);
}

/** Regions with our name that assistive technology finds, in the page and its frames. */
export async function regions(page: Page): Promise<ElementHandle<Element>[]> {
  const found = await Promise.all(page.frames().map((frame) => frame.$$(`::-p-aria([name="${SECTION}"][role="region"])`)));
  return found.flat();
}

/** The one region; fails when there are several. */
export async function theRegion(page: Page): Promise<ElementHandle<Element>> {
  const [only, ...others] = await eventually('a region', async () => {
    const all = await regions(page);
    return all.length > 0 ? all : null;
  });
  if (!only || others.length > 0) throw new Error(`${others.length + 1} regions`);
  return only;
}

export async function regionText(page: Page): Promise<string> {
  return textOf(await theRegion(page));
}

/**
 * Scrolls to every control of the section and asks the browser what stands at its middle and near its left and right end, within
 * the window; answers the controls that a pointer cannot reach. Then the same for the page's own controls beside the section: those
 * that stand under ours.
 */
export function unreachable(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const documents = [document, ...[...document.querySelectorAll('iframe')].flatMap((frame) => (frame.contentDocument ? [frame.contentDocument] : []))];
    const host = documents.flatMap((each) => [...each.querySelectorAll('exact-online-section')])[0];
    const root = host?.shadowRoot;
    if (!host || !root) return ['no section'];
    const page = host.ownerDocument;
    const out: string[] = [];
    for (const control of root.querySelectorAll<HTMLElement>('button,input,select,a[href],summary')) {
      control.scrollIntoView({ block: 'nearest' });
      const box = control.getBoundingClientRect();
      for (const x of [box.left + 3, box.left + box.width / 2, box.right - 3]) {
        const y = box.top + box.height / 2;
        const hit = page.elementFromPoint(x, y) === host ? root.elementFromPoint(x, y) : null;
        if (hit && (control.contains(hit) || hit.contains(control))) continue;
        out.push(`${control.localName} ${(control.textContent || control.id).trim()}`);
        break;
      }
    }
    // Opened by the person where the page leaves no place, and closed again by one click.
    if (root.querySelector('.floating')) return out;
    const content = host.closest('.x-panel-body') ?? page.body;
    for (const control of content.querySelectorAll<HTMLElement>('.x-fieldset input, .x-fieldset .x-btn, fieldset input, fieldset button')) {
      if (!control.checkVisibility()) continue;
      control.scrollIntoView({ block: 'nearest' });
      const box = control.getBoundingClientRect();
      if (page.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2) === host) out.push(`the page's own ${control.textContent || control.id}`);
    }
    return out;
  });
}

/** Markup like the admin's: on an admin's host it gets a section. */
export const LOOKALIKE = `<!doctype html><html lang="en"><style>.x-tree-panel{float:left;width:200px;height:500px}.x-panel-body{margin-left:220px;height:500px}</style><body>
<div class="x-tab-bar"><a class="x-tab x-tab-active" id="tab-1" role="tab" aria-selected="true"><span class="x-tab-inner">Lamp &amp; Licht</span></a></div>
<div class="x-tabpanel-child" role="tabpanel" aria-labelledby="tab-1"><div class="x-tree-panel"><table class="x-grid-item-selected"><tr><td><span class="x-tree-node-text">Invoice export</span></td></tr></table></div>
<div class="x-panel" id="p"><div class="x-panel-body" id="p-body"><fieldset><legend>Invoice files</legend><input></fieldset></div></div></div></body></html>`;
