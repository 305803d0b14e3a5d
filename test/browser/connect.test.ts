// The manual's whole procedure and what follows from it, with the unmodified build: one browser, one day at the desk of an administrator.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CDPSession, ElementHandle, Page } from 'puppeteer-core';
import { byRole, eventually, press, query, textOf, waitForText } from './drive';
import { ANNA, APP, BRAM, consent, logInToShopCtrl, remove, section } from './flows';
import { administrations, API_ACCOUNT, authorize, chooseAdministration, connectSimply, finish, goToShop, HOST, openStage, PERSON, throughExact, type Stage } from './connect-stage';

let stage: Stage;
let admin: Page;
const TOKEN = /^\/api\/oauth2\/token$/i;
const AUTH = /^\/api\/oauth2\/auth$/i;
const ME = /^\/api\/v1\/current\/me/i;
const secrets = (ids: readonly string[], prefix: string): string[] => ids.filter((id) => id.startsWith(prefix));
const sectionText = async (shopId: number): Promise<string> => {
  await goToShop(admin, shopId);
  return textOf(await section(admin));
};
/** Our element with all that is in it: an open window hides the rest from a screen reader, so roles do not find it. */
const ownElement = (page: Page): Promise<ElementHandle<Element>> => eventually('our element', () => page.$('exact-online-section'));
/** Clicks a row or a node of the admin by its text, as often as a person does. */
const clickText = async (page: Page, selector: string, text: string, count = 1): Promise<void> => {
  const handle = await page.waitForFunction(
    (query, wanted) => [...document.querySelectorAll(query)].find((node) => node.textContent === wanted && node.checkVisibility({ visibilityProperty: true })) ?? false,
    {},
    selector,
    text,
  );
  await (handle.asElement() as unknown as ElementHandle<Element>).click({ count });
};

beforeAll(async () => {
  // Tokens for a minute: they may be refreshed after 30 seconds, and after 60 every call needs that.
  stage = await openStage({ exact: { expiresIn: '60' } });
  admin = await stage.chromium.newPage();
  await admin.setViewport({ width: 1280, height: 720 });
});

afterAll(() => stage?.close());

afterEach(() => {
  expect(stage.simulators.exact.violations).toEqual([]);
  expect(stage.simulators.api.violations).toEqual([]);
});

describe('connecting as the manual describes it', () => {
  it('leads from Authenticate to set-up as long as there is no Exact app', async () => {
    await stage.saveShopCtrl(API_ACCOUNT, 'Signed in as Api Koppeling');
    await admin.bringToFront();
    await admin.goto(`https://${HOST}/`, { waitUntil: 'domcontentloaded' });
    await logInToShopCtrl(admin, PERSON.login, PERSON.password);
    // Configuration → Shops → the shop in the grid → topic Invoice export.
    await clickText(admin, '.x-tree-node-text', 'Shops');
    await clickText(admin, '[role=tabpanel] .x-grid-cell-inner', 'Lamp & Licht', 2);
    await clickText(admin, '.x-tree-node-text', 'Invoice export');
    await waitForText(() => section(admin), /Lamp & Licht shop 12.*Exact Online Sync/, 20_000);
    await press(await section(admin), 'button', 'Authenticate');
    const dialog = await byRole(admin, 'dialog', 'Connect with Exact Online');
    expect(await textOf(dialog)).toContain('Register your app in Exact’s App Center once');
    expect(await query(dialog, 'link', 'Authorize with Exact')).toBeNull();
    await press(dialog, 'button', 'Open set-up');
    await eventually('the set-up page to come to the front', () => stage.setup.evaluate(() => document.visibilityState === 'visible' && location.hash !== ''));
    expect(stage.calls(/./)).toBe(0);
    await stage.saveExactApp();
  });

  it('does nothing on a scripted click', async () => {
    await admin.bringToFront();
    await eventually('the window without an app to be gone', async () => (await query(admin, 'dialog', 'Connect with Exact Online')) === null);
    const button = await byRole(await section(admin), 'button', 'Authenticate');
    await button.evaluate((node) => {
      (node as HTMLButtonElement).click();
      node.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }));
    });
    await waitForText(() => section(admin), 'This was not started by a click of yours');
    expect(await query(admin, 'dialog', 'Connect with Exact Online')).toBeNull();
    await press(await section(admin), 'button', 'Authenticate');
    const link = await byRole(admin, 'link', 'Authorize with Exact');
    await waitForText(() => ownElement(admin), /^(?!.*This was not started)/);
    await link.evaluate((node) => (node as HTMLAnchorElement).click());
    await waitForText(() => ownElement(admin), 'This was not started by a click of yours');
    await press(admin, 'button', 'Cancel');
    expect((await stage.memory()).attempts).toEqual([]);
    expect(stage.calls(AUTH)).toBe(0);
  });

  it('goes from Authenticate over log-in, second factor and Toestaan to Authorized by', async () => {
    await authorize(admin);
    const window = await stage.exactWindow();
    await window.waitForSelector('#UserName');
    await window.type('#UserName', ANNA.login);
    await window.type('#Password', ANNA.password);
    await window.click('#Login');
    await window.waitForSelector('#Code');
    await window.type('#Code', ANNA.code);
    await window.click('#Verify');
    const allow = await window.waitForSelector('#Allow');
    expect(await allow?.evaluate((node) => node.textContent)).toBe('Toestaan');
    await allow?.click();
    // Anna may open three administrations; one of them is archived. With two left, nobody chooses for her.
    expect(await administrations(admin)).toEqual({ offered: ['1 — Lamp & Licht B.V.', '2 — Boekenhoek B.V.'], chosen: 'Choose…' });
    const connect = await byRole(admin, 'button', 'Connect');
    expect(await connect.evaluate((node) => (node as HTMLButtonElement).disabled)).toBe(true);
    await chooseAdministration(admin, '1 — Lamp & Licht B.V.');
    await press(admin, 'button', 'Connect');
    const success = await byRole(admin, 'dialog', 'Connected');
    expect(await textOf(success)).toContain('Lamp & Licht is connected with Exact Online.');
    await press(success, 'button', 'Close');
    const text = await waitForText(() => section(admin), 'Authorized by Anna Jansen');
    expect(text).toContain('Administration 1 — Lamp & Licht B.V.');
    const today = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'Europe/Amsterdam' }).format(new Date());
    expect(text).toContain(`Since ${today}`);
  });

  it('gives a second shop the same connection without a new consent', async () => {
    const before = { auth: stage.calls(AUTH), token: stage.calls(/^\/docs\//) };
    await goToShop(admin, 13);
    await press(await section(admin), 'button', 'Authenticate');
    await press(admin, 'link', 'Use the connection of Anna Jansen');
    await chooseAdministration(admin, '2 — Boekenhoek B.V.');
    expect(await finish(admin)).toContain('Authorized by Anna Jansen Administration 2 — Boekenhoek B.V.');
    expect({ auth: stage.calls(AUTH), token: stage.calls(/^\/docs\//) }).toEqual(before);
    const memory = await stage.memory();
    expect(memory.connections).toHaveLength(1);
    expect(memory.links.map(({ shopId }) => shopId).sort()).toEqual([12, 13]);
    expect(await sectionText(12)).toContain('Administration 1 — Lamp & Licht B.V.');
  });

  it('renews the shared connection when the same user consents again for a third shop', async () => {
    const connection = (await stage.memory()).connections[0]?.id;
    await goToShop(admin, 14);
    await authorize(admin);
    await throughExact(stage, admin, ANNA);
    await chooseAdministration(admin, '1 — Lamp & Licht B.V.');
    await finish(admin);
    // The older chain is dead at Exact; here it is still one connection, with the new pair alone.
    const memory = await stage.memory();
    expect(memory.connections.map(({ id, state }) => ({ id, state }))).toEqual([{ id: connection, state: 'ok' }]);
    expect(secrets(memory.secrets, 'pair:')).toEqual([`pair:${connection}`]);
    expect(secrets(memory.secrets, 'unassigned:')).toEqual([]);
    expect(stage.simulators.exact.aliveChains(ANNA.login, APP.clientId)).toBe(1);
    for (const shopId of [12, 13, 14]) expect(await sectionText(shopId)).toContain('Authorized by Anna Jansen');
  });

  it('gives another Exact user to another shop, through a log-in that is asked for', async () => {
    stage.simulators.exact.options.expiresIn = '31';
    await goToShop(admin, 15);
    await press(await section(admin), 'button', 'Authenticate');
    await press(admin, 'button', 'Another Exact user');
    const window = await stage.exactWindow();
    // Anna is still logged in with Exact in this browser; without force_login nobody could be somebody else.
    await window.waitForSelector('#UserName');
    await consent(window, BRAM);
    expect(await administrations(admin)).toEqual({ offered: ['2 — Boekenhoek B.V.'], chosen: '2 — Boekenhoek B.V.' });
    expect(await finish(admin)).toContain('Authorized by Bram Bakker Administration 2 — Boekenhoek B.V.');
    expect((await stage.memory()).connections.map(({ name }) => name).sort()).toEqual(['Anna Jansen', 'Bram Bakker']);
    expect(await sectionText(12)).toContain('Authorized by Anna Jansen');
  });

  it('forgets a connection at the last Remove, even while its refresh is under way', async () => {
    const bram = (await stage.memory()).connections.find(({ name }) => name === 'Bram Bakker')?.id ?? '';
    const second = await stage.chromium.newPage();
    await second.goto(`https://${HOST}/`, { waitUntil: 'domcontentloaded' });
    await second.waitForFunction('window.__admin');
    await goToShop(second, 15);
    await goToShop(admin, 16);
    await press(await section(admin), 'button', 'Authenticate');
    stage.simulators.exact.fault({ where: 'token', kind: 'slow', delayMs: 5_000 });
    const tokens = stage.calls(TOKEN);
    // His tokens of 31 seconds are due for a refresh by now: asking for his administrations starts one, and its answer is slow.
    await press(admin, 'link', 'Use the connection of Bram Bakker');
    await second.bringToFront();
    await remove(second);
    const during = await stage.memory();
    expect(stage.calls(TOKEN)).toBe(tokens);
    expect(during.links.map(({ shopId }) => shopId)).not.toContain(15);
    await eventually('the slow answer', () => stage.calls(TOKEN) === tokens + 1);
    stage.simulators.exact.options.expiresIn = '60';
    await second.close();
    await admin.bringToFront();
    await waitForText(() => byRole(admin, 'dialog', 'Connect with Exact Online'), 'The connection with Exact has ended');
    const after = await stage.memory();
    expect(after.connections.map(({ name }) => name)).toEqual(['Anna Jansen']);
    await eventually('his tokens to be forgotten', async () => !(await stage.memory()).secrets.includes(`pair:${bram}`));
    expect(await query(admin, 'link', 'Use the connection of Bram Bakker')).toBeNull();
    await press(admin, 'button', 'Cancel');
    expect(await sectionText(15)).toContain('Not connected');
  });

  it('keeps every shop of the user working through a refresh', async () => {
    // Anna's pair is refreshed when it is 30 seconds old; by then all its shops depend on the new one.
    const tokens = stage.calls(TOKEN);
    const issued = stage.simulators.exact.calls.filter((call) => TOKEN.test(call.path) && call.status === 200).slice(-2);
    const due = Math.min(...issued.map((call) => call.at)) + 31_000;
    await eventually('the token to be due', () => stage.simulators.clock.now() > due, 35_000);
    const me = stage.calls(ME);
    expect(await stage.test()).toContain('Works: connected as Anna Jansen.');
    expect(stage.calls(TOKEN)).toBe(tokens + 1);
    expect(stage.calls(ME)).toBe(me + 1);
    await goToShop(admin, 16);
    await press(await section(admin), 'button', 'Authenticate');
    await press(admin, 'link', 'Use the connection of Anna Jansen');
    await chooseAdministration(admin, '2 — Boekenhoek B.V.');
    await finish(admin);
    for (const shopId of [12, 13, 14, 16]) expect(await sectionText(shopId)).toContain('Authorized by Anna Jansen');
    expect(stage.simulators.exact.aliveChains(ANNA.login, APP.clientId)).toBe(1);
  });

  it('asks once before Remove, and unlinks this shop alone', async () => {
    await goToShop(admin, 13);
    for (const name of ['Remove', 'Download XML']) {
      const button = await byRole(await section(admin), 'button', name);
      await button.evaluate((node) => (node as HTMLButtonElement).click());
      await waitForText(() => section(admin), 'This was not started by a click of yours');
      expect(await admin.$('exact-online-section >>> dialog')).toBeNull();
    }
    await press(await section(admin), 'button', 'Remove');
    const dialog = await byRole(admin, 'dialog', 'Remove the connection?');
    await (await byRole(dialog, 'button', 'Remove connection')).evaluate((node) => (node as HTMLButtonElement).click());
    expect((await stage.memory()).links.map(({ shopId }) => shopId)).toContain(13);
    expect(await textOf(dialog)).toContain('The link of this shop with 2 — Boekenhoek B.V. ends.');
    await press(dialog, 'button', 'Cancel');
    expect(await textOf(await section(admin))).toContain('Authorized by Anna Jansen');
    await remove(admin);
    expect(await textOf(await section(admin))).toContain('Not connected');
    const memory = await stage.memory();
    expect(memory.links.map(({ shopId }) => shopId).sort()).toEqual([12, 14, 16]);
    expect(secrets(memory.secrets, 'pair:')).toHaveLength(1);
    for (const shopId of [12, 14, 16]) expect(await sectionText(shopId)).toContain('Authorized by Anna Jansen');
    expect(await stage.test()).toContain('Works: connected as Anna Jansen.');
  });

  it('shows no token, code or secret to the page, the content script or its storage', async () => {
    await goToShop(admin, 12);
    const seen = [await admin.evaluate(everythingInThePage), await inContentScript(await admin.createCDPSession(), stage.chromium.extensionId), await stage.setup.evaluate(everythingOfTheExtension)];
    for (const [place, text] of seen.entries()) {
      expect(text.length, `place ${place}`).toBeGreaterThan(200);
      for (const secret of [/stamp[A-Z]{2}\d{3}\./, /IAAAA/, new RegExp(APP.clientSecret), /Sleutel-/, /Lamp!2026/]) expect(text, `place ${place}`).not.toMatch(secret);
    }
    const { areas } = JSON.parse(seen[1] ?? '') as { areas: Record<string, unknown> };
    for (const area of ['local', 'session', 'sync']) expect(areas[area], area).toMatch(/^refused: Access to storage is not allowed/);
    // The dump would show what it looks for.
    expect(seen[0]).toContain('Authorized by');
    expect(seen[2]).toContain('Anna Jansen');
  });

  it('connects a removed shop again by the whole way', async () => {
    await goToShop(admin, 13);
    stage.simulators.exact.logoutAll();
    expect(await connectSimply(stage, admin, BRAM)).toContain('Authorized by Bram Bakker');
  });
});

/** DOM with shadow roots and attributes, storages, cookies, databases. */
async function everythingInThePage(): Promise<string> {
  const stack: (Document | Element | ShadowRoot)[] = [document];
  const parts: string[] = [localStorage, sessionStorage].map((storage) => JSON.stringify(storage));
  for (let node = stack.pop(); node; node = stack.pop()) {
    for (const child of node.children) stack.push(child);
    if (!(node instanceof Element)) continue;
    if (node.shadowRoot) stack.push(node.shadowRoot);
    parts.push(...[...node.attributes].map((attribute) => attribute.value), ...[...node.childNodes].map((child) => (child.nodeType === Node.TEXT_NODE ? (child.textContent ?? '') : '')));
    if (node instanceof HTMLInputElement) parts.push(node.value);
  }
  parts.push(document.cookie, JSON.stringify(await indexedDB.databases()), JSON.stringify(performance.getEntriesByType('resource').map((entry) => entry.name)));
  return parts.join('\n').replace(/\n\s+/g, '\n').replace(/Authorized\s+by/g, 'Authorized by');
}

/** What the content script can read of the extension: the storage areas, from its own isolated world. */
async function inContentScript(session: CDPSession, extensionId: string): Promise<string> {
  const worlds: { readonly id: number; readonly origin: string }[] = [];
  session.on('Runtime.executionContextCreated', ({ context }) => worlds.push(context));
  await session.send('Runtime.enable');
  const world = worlds.find(({ origin }) => origin === `chrome-extension://${extensionId}`);
  if (!world) throw new Error('no content script in this page');
  const expression = `(async () => {
    const areas = {};
    for (const name of ['local', 'session', 'sync', 'managed']) areas[name] = await Promise.resolve().then(() => chrome.storage[name].get(null)).catch((error) => 'refused: ' + error.message);
    const more = { globals: Object.keys(globalThis).filter((key) => /token|secret|vault/i.test(key)), databases: await indexedDB.databases(), runtime: Object.keys(chrome) };
    return JSON.stringify({ areas, more, padding: '${'.'.repeat(200)}' });
  })()`;
  const { result } = await session.send('Runtime.evaluate', { contextId: world.id, expression, awaitPromise: true });
  await session.detach();
  return String(result.value);
}

/** Storage areas and databases of the extension, buffers read as text: sealed secrets stay unreadable. */
async function everythingOfTheExtension(): Promise<string> {
  const parts: string[] = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
  const { storage } = (globalThis as unknown as { chrome: { storage: Record<string, { get(keys: null): Promise<unknown> }> } }).chrome;
  for (const name of ['local', 'session', 'sync']) parts.push(JSON.stringify(await storage[name]?.get(null)));
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open(name ?? '');
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    for (const store of database.objectStoreNames) {
      const rows = await new Promise<unknown[]>((resolve, reject) => {
        const asked = database.transaction(store).objectStore(store).getAll();
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(asked.error);
      });
      parts.push(name ?? '', JSON.stringify(rows, (_key, value: unknown) => (value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? new TextDecoder('latin1').decode(value as ArrayBuffer) : value)));
    }
    database.close();
  }
  return parts.join('\n');
}
