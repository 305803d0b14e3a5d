/** What the tests of connecting share: one browser with the set-up done by hand, shop tabs in one admin page, and looks into the extension's memory. */
import type { ElementHandle, Page } from 'puppeteer-core';
import { createControls, type WorldControls } from '../simulators/seed';
import { startSimulators, type Simulators, type SimulatorSetUp } from '../simulators/start';
import { launchChromium, type Chromium } from './chromium';
import { byRole, eventually, press, query, textOf, waitForText } from './drive';
import { APP, consent, fillExactApp, fillShopCtrl, logInToShopCtrl, section, type ExactUser } from './flows';

export const HOST = 'demo.shopctrl.com';
/** Employee accounts of the seed: the person at the admin, and the account that the extension uses. */
export const PERSON = { login: 'anna@demo.example', password: 'Welkom-2026!' } as const;
export const API_ACCOUNT = { login: 'api@demo.example', password: 'Sleutel-é€-42' } as const;
const EXACT = 'https://start.exactonline.nl/';
export const DIRK: ExactUser = { login: 'dirk.leeg', password: 'Niets!2026', code: '000111' };

export interface Memory {
  /** Ids in the vault; the values are sealed. */
  readonly secrets: readonly string[];
  readonly connections: readonly { readonly id: string; readonly name: string; readonly state: string }[];
  readonly links: readonly { readonly shopId: number; readonly connectionId: string }[];
  readonly attempts: readonly { readonly shopId: number; readonly stage: string }[];
}

export interface Stage {
  readonly simulators: Simulators;
  readonly controls: WorldControls;
  readonly chromium: Chromium;
  /** The set-up page; stays open. */
  readonly setup: Page;
  /** Types the account and saves; waits until the card ShopCtrl says `outcome`. */
  saveShopCtrl(account: { readonly login: string; readonly password: string }, outcome: string): Promise<void>;
  saveExactApp(clientSecret?: string): Promise<void>;
  /** Presses Test connection on the set-up page and answers all that it says. */
  test(): Promise<string>;
  /** The window of Exact. */
  exactWindow(): Promise<Page>;
  /** Everything that is stored about connections, read as the extension's own page can. */
  memory(): Promise<Memory>;
  /** Requests to Exact whose path fits, since the start. */
  calls(path: RegExp): number;
  close(): Promise<void>;
}

export async function openStage(options: SimulatorSetUp = {}): Promise<Stage> {
  const simulators = await startSimulators(options);
  const folder = process.env['EXTENSION_FOLDER'];
  const chromium = await launchChromium({ network: { port: simulators.port, spkiHash: simulators.certificate.spkiHash }, ...(folder ? { extension: folder } : {}) });
  const setup = await chromium.newPage(chromium.extensionUrl('options.html'));
  await byRole(setup, 'textbox', 'ShopCtrl address');
  const saved = (form: string): Promise<unknown> => eventually(`"${form}" to be saved`, async () => (await textOf(await byRole(setup, 'form', form))).includes('Saved.'));
  return {
    simulators,
    controls: createControls(simulators.world, simulators.clock),
    chromium,
    setup,
    saveShopCtrl: async (account, outcome) => {
      await setup.bringToFront();
      await fillShopCtrl(setup, { address: HOST, ...account });
      await eventually(`the card ShopCtrl to say "${outcome}"`, async () => (await setup.$eval('#shopctrl', (card) => card.textContent)).includes(outcome));
    },
    saveExactApp: async (clientSecret = APP.clientSecret) => {
      await setup.bringToFront();
      await fillExactApp(setup, simulators, { clientSecret });
      await saved('Exact Online app');
    },
    test: async () => {
      await setup.bringToFront();
      await press(setup, 'button', 'Test connection');
      return eventually('the result of the test', () => setup.$eval('dl.results', (list) => list.textContent).catch(() => null));
    },
    exactWindow: () => chromium.waitForPage((url) => url.startsWith(EXACT)),
    memory: () => setup.evaluate(readMemory),
    calls: (path) => simulators.exact.calls.filter((call) => path.test(call.path)).length,
    close: async () => {
      await chromium.close();
      await simulators.close();
    },
  };
}

/** Signs in to the admin at its start page. */
export async function openAdmin(stage: Pick<Stage, 'chromium'>): Promise<Page> {
  const admin = await stage.chromium.newPage();
  await admin.setViewport({ width: 1280, height: 720 });
  await admin.goto(`https://${HOST}/`, { waitUntil: 'domcontentloaded' });
  await logInToShopCtrl(admin, PERSON.login, PERSON.password);
  await admin.waitForFunction('window.__admin');
  return admin;
}

/** Opens a shop's topic Invoice export in a tab of the admin, or goes to it; answers when the section speaks of that shop. */
export async function goToShop(admin: Page, shopId: number): Promise<void> {
  await admin.bringToFront();
  await admin.evaluate(`__admin.open("Shop", ${shopId}, "InvoiceExport")`);
  await waitForText(() => section(admin), new RegExp(`shop ${shopId}\\b.*Exact Online Export`), 20_000);
}

/** Authenticate, then the link. The window of Exact opens when a person is needed there. */
export async function authorize(admin: Page): Promise<void> {
  await press(await section(admin), 'button', 'Authenticate');
  await press(admin, 'link', 'Authorize with Exact');
}

/** The labels that the field Administration offers, and the one that is chosen. */
export async function administrations(admin: Page): Promise<{ readonly offered: readonly string[]; readonly chosen: string }> {
  const field = (await byRole(admin, 'combobox', 'Administration', 20_000)) as ElementHandle<HTMLSelectElement>;
  return field.evaluate((node) => ({ offered: [...node.options].filter((option) => option.value !== '').map((option) => option.text), chosen: node.selectedOptions[0]?.text ?? '' }));
}

export async function chooseAdministration(admin: Page, label: string): Promise<void> {
  const field = (await byRole(admin, 'combobox', 'Administration', 20_000)) as ElementHandle<HTMLSelectElement>;
  const value = await field.evaluate((node, wanted) => [...node.options].find((option) => option.text === wanted)?.value ?? '', label);
  if (value === '') throw new Error(`no administration "${label}"`);
  await field.select(value);
}

/** Connect → success window → Close → Authorized by. Answers the section's text. */
export async function finish(admin: Page): Promise<string> {
  await press(admin, 'button', 'Connect');
  await byRole(admin, 'dialog', 'Connected');
  await press(admin, 'button', 'Close');
  return waitForText(() => section(admin), 'Authorized by');
}

/** The whole way for a user with a single administration, through whatever pages Exact shows. */
export async function connectSimply(stage: Pick<Stage, 'chromium'>, admin: Page, user: ExactUser): Promise<string> {
  await authorize(admin);
  await throughExact(stage, admin, user);
  return finish(admin);
}

/** Exact's pages as far as they are shown; a person that Exact remembers sees none. Ends when the administrations are offered. */
export async function throughExact(stage: Pick<Stage, 'chromium'>, admin: Page, user: ExactUser): Promise<void> {
  const offered = async (): Promise<boolean> => (await query(admin, 'combobox', 'Administration')) !== null;
  await eventually(
    'the administrations',
    async () => {
      if (await offered()) return true;
      const target = stage.chromium.browser.targets().find((one) => one.url().startsWith(EXACT));
      // A window that only passes through is gone before it can be taken hold of.
      const window = await target?.asPage().catch(() => null);
      const asks = await window?.$('#UserName, #Code, #Allow').catch(() => null);
      if (window && asks) await consent(window, user);
      return false;
    },
    30_000,
  );
}

async function readMemory(): Promise<Memory> {
  const rows: Record<string, unknown[]> = {};
  for (const [name, store, keys] of [['vault', 'secrets', true], ['connections', 'connections', false], ['connections', 'links', false], ['connections', 'attempts', false]] as const) {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open(name);
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    const asked = keys ? database.transaction(store).objectStore(store).getAllKeys() : database.transaction(store).objectStore(store).getAll();
    rows[store] = await new Promise<unknown[]>((resolve, reject) => {
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    database.close();
  }
  return rows as unknown as Memory;
}
