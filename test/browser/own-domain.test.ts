// ShopCtrl on an own domain, with the unmodified build: the person allows the hosts, the password goes to the confirmed one alone, and the section stands there until the permission is withdrawn.
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'puppeteer-core';
import { defaultOptions, type AdminOptions } from '../simulators/shopctrl-admin/options';
import { startSimulators, type Simulators } from '../simulators/start';
import { look, LOOKALIKE, openExtensions, settled, theRegion, unreachable } from './admin-stage';
import { launchChromium, makeProfile, type Chromium } from './chromium';
import { byRole, eventually, fill, press, query, sleep, textOf } from './drive';
import { ANNA, connect, fillExactApp, openTopic } from './flows';

const ADMIN = 'admin.lampenwinkel.example';
const API = 'api.lampenwinkel.example';
const BEA = { login: 'beheer@lampenwinkel.example', password: 'Gloeilamp-60W' } as const;
const ACCOUNT = { login: 'api@lampenwinkel.example', password: 'Spaarlamp-7W' } as const;
const ORIGINS = [`https://${ADMIN}/*`, `https://${API}/*`];

let simulators: Simulators;
let chromium: Chromium;
const profile = makeProfile();
const folder = process.env['EXTENSION_FOLDER'];
const launch = (): Promise<Chromium> => launchChromium({ network: { port: simulators.port, spkiHash: simulators.certificate.spkiHash }, profile, ...(folder ? { extension: folder } : {}) });

beforeAll(async () => {
  simulators = await startSimulators();
  Object.assign(simulators.admin.options, { language: 'en' } satisfies Partial<AdminOptions>);
  chromium = await launch();
});

afterAll(async () => {
  await chromium?.close();
  await simulators?.close();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
});

/** Gives or takes a host by the switches of chrome://extensions. */
async function change(what: 'addHostPermission' | 'removeHostPermission', origins: readonly string[]): Promise<void> {
  const page = await openExtensions(chromium);
  for (const origin of origins) await page.evaluate(`chrome.developerPrivate.${what}('${chromium.extensionId}', '${origin}')`);
  await page.close();
}
async function openAdmin(): Promise<Page> {
  const page = await chromium.newPage();
  await page.setViewport({ width: 1280, height: 720 });
  await openTopic(page, ADMIN, 12, BEA);
  await page.waitForFunction('window.__admin');
  return page;
}
const picture = async (page: Page, name: string): Promise<void> => {
  if (process.env['SCREENSHOTS']) await page.screenshot({ path: `${process.env['SCREENSHOTS']}/${name}.png` });
};
const shopctrlCard = (page: Page): Promise<string> => page.$eval('#shopctrl', (card) => card.textContent);
const passwordsAstray = (): string[] => [...simulators.api.violations, ...simulators.admin.violations].map(({ code, detail }) => `${code} ${detail}`);

describe('own domain', () => {
  let admin: Page;
  let setup: Page;

  it('asks for all candidate hosts with one request, first thing in the click; the password goes to the confirmed host alone', async () => {
    // A tab of the admin that is open before: nothing of ours may stand there without permission.
    admin = await openAdmin();
    expect((await look(admin)).hosts).toBe(0);
    await change('addHostPermission', ORIGINS);
    simulators.api.options.confirmedBases = [];
    setup = await chromium.newPage();
    await setup.setViewport({ width: 1280, height: 900 });
    await setup.evaluateOnNewDocument(() => {
      const scope = window as unknown as { asked: unknown[]; chrome: { permissions: { request: (...all: unknown[]) => unknown } }; browser?: { permissions: { request: (...all: unknown[]) => unknown } } };
      scope.asked = [];
      for (const api of new Set([scope.chrome.permissions, scope.browser?.permissions])) {
        if (!api) continue;
        const original = api.request;
        api.request = function (...all) {
          scope.asked.push({ asked: all[0], active: navigator.userActivation.isActive, inClick: window.event?.type === 'click' && window.event.isTrusted });
          return original.apply(api, all);
        };
      }
    });
    await setup.goto(chromium.extensionUrl('options.html'));
    await fill(setup, 'ShopCtrl address', `https://${ADMIN}/?tab=Shop|12`);
    await fill(setup, 'Login', ACCOUNT.login);
    await fill(setup, 'Password', ACCOUNT.password);
    const form = await byRole(setup, 'form', 'ShopCtrl');
    expect(await setup.evaluate('window.asked')).toEqual([]);
    await press(form, 'button', 'Save');
    const dialog = await eventually('the question which host', () => setup.$('dialog[open]'));
    expect(await setup.evaluate('window.asked')).toEqual([{ asked: { origins: ORIGINS }, active: true, inClick: true }]);
    expect(await textOf(dialog)).toContain(API);
    await picture(setup, 'own-domain-confirm');
    expect(passwordsAstray()).toEqual([]);
    expect(simulators.api.calls.some(({ host, path }) => host === API && /System\/Time/i.test(path))).toBe(true);
    // Looking for the API takes its clock and, where that is closed, `v1/Me`, both without credentials: nobody may have been let in.
    expect(simulators.api.calls.filter(({ path, status }) => !/^\/v1\/(System\/Time|Me)$/i.test(path) || (/Me$/i.test(path) && status === 200))).toEqual([]);
    simulators.api.options.confirmedBases = [API];
    const yes = await dialog.$('button.primary');
    await yes?.click();
    await eventually('who is signed in', async () => (await shopctrlCard(setup)).includes('Signed in as Api Lampenwinkel'));
    expect(passwordsAstray()).toEqual([]);
    expect(simulators.api.calls.some(({ host, path, status }) => host === API && /\/Shops/i.test(path) && status === 200)).toBe(true);
    await picture(setup, 'own-domain-saved');
  });

  it('the section appears in the tab that was open, and in frames', async () => {
    await admin.bringToFront();
    expect((await settled(admin, 'Lampenwinkel shop 12')).text).not.toContain('Which shop');
    expect(await look(admin)).toMatchObject({ hosts: 1, regions: 1 });
    expect(await unreachable(admin)).toEqual([]);
    await admin.reload({ waitUntil: 'domcontentloaded' });
    await settled(admin, 'Lampenwinkel shop 12');
    expect(await look(admin)).toMatchObject({ hosts: 1, regions: 1 });
    simulators.admin.options.frame = 'aspx';
    await admin.reload({ waitUntil: 'domcontentloaded' });
    await settled(admin, 'Lampenwinkel shop 12');
    expect(await look(admin)).toMatchObject({ hosts: 1, regions: 1 });
    Object.assign(simulators.admin.options, defaultOptions(), { language: 'en' });
    await admin.reload({ waitUntil: 'domcontentloaded' });
    await settled(admin, 'Lampenwinkel shop 12');
  });

  it('no section on the API host, though it may be reached', async () => {
    const page = await chromium.newPage();
    await page.setViewport({ width: 1280, height: 720 });
    await page.setRequestInterception(true);
    page.on('request', (request) => void request.respond({ status: 200, contentType: 'text/html', body: LOOKALIKE }));
    await page.goto(`https://${ADMIN}/`);
    await eventually('the section on the admin’s host', async () => (await look(page)).regions === 1);
    await page.goto(`https://${API}/`);
    await sleep(500);
    expect((await look(page)).hosts).toBe(0);
    await page.close();
  });

  it('authorizes there', async () => {
    await setup.bringToFront();
    await fillExactApp(setup, simulators);
    await eventually('the app to be saved', async () => (await textOf(await byRole(setup, 'form', 'Exact Online app'))).includes('Saved.'));
    await admin.bringToFront();
    await connect(admin, () => chromium.waitForPage((url) => url.startsWith('https://start.exactonline.nl/')), ANNA, 'Lamp & Licht');
    expect((await look(admin)).text).toContain('Authorized by Anna Jansen');
    expect(simulators.exact.violations).toEqual([]);
    await picture(admin, 'own-domain-connected');
  });

  it('after an update of the extension the open tab has one section that works', async () => {
    const page = await openExtensions(chromium);
    await page.evaluate('new Promise((done) => chrome.developerPrivate.updateProfileConfiguration({ inDeveloperMode: true }, done))');
    await page.evaluate(`new Promise((done) => chrome.developerPrivate.reload('${chromium.extensionId}', { failQuietly: true }, done))`);
    await page.close();
    // The script is registered anew for this host and put into the tab; the copy of before is cut off and has to leave.
    await sleep(2_000);
    await admin.bringToFront();
    await admin.click('.sc-logo');
    const seen = await settled(admin, /Lampenwinkel shop 12.*Authorized by Anna Jansen/);
    expect(seen).toMatchObject({ hosts: 1, regions: 1 });
    expect(seen.text).not.toContain('The extension was updated');
    await press(await theRegion(admin), 'button', 'Remove');
    await press(admin, 'button', 'Cancel');
    await admin.reload({ waitUntil: 'domcontentloaded' });
    await settled(admin, /Lampenwinkel shop 12.*Authorized by Anna Jansen/);
    expect(await look(admin)).toMatchObject({ hosts: 1, regions: 1 });
  });

  it('is there again after the browser was started anew', async () => {
    await chromium.close();
    chromium = await launch();
    admin = await openAdmin();
    await settled(admin, /Lampenwinkel shop 12.*Authorized by Anna Jansen/);
    expect(await look(admin)).toMatchObject({ hosts: 1, regions: 1 });
  });

  it('a withdrawn permission is shown in set-up and in the section, and is over when it is given again', async () => {
    setup = await chromium.newPage(chromium.extensionUrl('options.html'));
    await eventually('who is signed in', async () => (await shopctrlCard(setup)).includes('Signed in as Api Lampenwinkel'));
    await admin.bringToFront();
    const calls = simulators.api.calls.length;
    await change('removeHostPermission', ORIGINS);
    await settled(admin, 'may not reach this ShopCtrl host');
    await eventually('set-up to say it', async () => (await shopctrlCard(setup)).includes('may not reach this ShopCtrl host'));
    expect(simulators.api.calls.length).toBe(calls);
    await picture(admin, 'own-domain-withdrawn');
    await setup.bringToFront();
    await picture(setup, 'own-domain-withdrawn-setup');
    // A tab that is opened without permission gets nothing.
    const other = await openAdmin();
    await other.waitForFunction(() => [...document.querySelectorAll('.x-fieldset')].some((group) => group.checkVisibility()));
    expect((await look(other)).hosts).toBe(0);
    await other.close();

    await change('addHostPermission', ORIGINS);
    await eventually('set-up to be well again', async () => (await shopctrlCard(setup)).includes('Signed in as Api Lampenwinkel') && !(await shopctrlCard(setup)).includes('may not reach'));
    await admin.bringToFront();
    await eventually('the section to be well again', async () => {
      const seen = await look(admin);
      return seen.hosts === 1 && seen.regions === 1 && seen.text.includes('Authorized by Anna Jansen') && !seen.text.includes('may not reach');
    });
    expect(await query(await theRegion(admin), 'button', 'Remove')).not.toBeNull();
    expect(passwordsAstray()).toEqual([]);
  });
});
