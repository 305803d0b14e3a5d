/** The journeys of the administrator, as a person clicks and types them. Shared by tests and demo; browser-neutral. */
import type { ElementHandle, Page } from 'puppeteer-core';
import type { Simulators } from '../simulators/start';
import { byRole, eventually, fill, choose, press, query, sleep, waitForText } from './drive';

export const SECTION = 'Exact Online for ShopCtrl';
export const APP = { clientId: '6f1d3f0e-8f0a-4f59-9d3e-2f1c55d0a001', clientSecret: 'sim-secret-A1b2C3', name: 'Exact Online for ShopCtrl' } as const;

export interface ExactUser {
  readonly login: string;
  readonly password: string;
  readonly code: string;
}
export const ANNA: ExactUser = { login: 'anna.jansen', password: 'Lamp!2026', code: '246810' };
export const BRAM: ExactUser = { login: 'bram.bakker', password: 'Boek!2026', code: '135791' };

/** Logs in to the ShopCtrl admin if its login page is shown. */
export async function logInToShopCtrl(page: Page, login: string, password: string): Promise<void> {
  if ((await page.$('input[name=UserName]')) === null) return;
  await page.type('input[name=UserName]', login);
  await page.type('input[name=Password]', password);
  await Promise.all([page.waitForNavigation({ waitUntil: 'domcontentloaded' }), page.click('button[type=submit]')]);
}

/** Opens a shop's topic Invoice export by deep link; logs in when asked. */
export async function openTopic(page: Page, host: string, shopId: number, who: { login: string; password: string }): Promise<void> {
  const url = `https://${host}/?tab=Shop|${shopId}&control=InvoiceExport`;
  await page.goto(url, { waitUntil: 'domcontentloaded' });
  if ((await page.$('input[name=UserName]')) !== null) {
    await logInToShopCtrl(page, who.login, who.password);
    if (!page.url().includes('tab=Shop')) await page.goto(url, { waitUntil: 'domcontentloaded' });
  }
}

export function section(page: Page, timeout?: number): Promise<ElementHandle<Element>> {
  return byRole(page, 'region', SECTION, timeout);
}

export interface SetUpInput {
  readonly address: string;
  readonly login: string;
  readonly password: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
}

/** Fills the set-up page: ShopCtrl access and Exact app. Registers the app with the redirect address that the page shows. */
export async function setUp(page: Page, simulators: Simulators, input: SetUpInput): Promise<void> {
  await fillShopCtrl(page, input);
  await fillExactApp(page, simulators, input);
}

/** The form that a labelled field belongs to. */
async function formOf(page: Page, field: string): Promise<ElementHandle<Element>> {
  const input = await byRole(page, 'textbox', field);
  const form = (await input.evaluateHandle((node) => node.closest('form'))).asElement();
  if (!form) throw new Error(`field "${field}" stands in no form`);
  return form as ElementHandle<Element>;
}

export async function fillShopCtrl(page: Page, input: SetUpInput): Promise<void> {
  await fill(page, 'ShopCtrl address', input.address);
  await fill(page, 'Login', input.login);
  await fill(page, 'Password', input.password);
  await press(await formOf(page, 'Login'), 'button', 'Save');
}

export async function fillExactApp(page: Page, simulators: Simulators, input: Pick<SetUpInput, 'clientId' | 'clientSecret'> = {}): Promise<void> {
  const clientId = input.clientId ?? APP.clientId;
  const address = await byRole(page, 'textbox', 'Redirect address');
  const redirectUri = await address.evaluate((node) => (node as HTMLInputElement).value);
  simulators.exact.registerApp({ clientId, clientSecret: APP.clientSecret, redirectUri, name: APP.name });
  await fill(page, 'Client ID', clientId);
  await fill(page, 'Client secret', input.clientSecret ?? APP.clientSecret);
  await press(await formOf(page, 'Client ID'), 'button', 'Save');
}

export interface RulesInput {
  readonly journal: string;
  readonly debtorCode: string;
  readonly paymentCondition: string;
  readonly itemCode: string;
  /** By row header of the table, e.g. `21 % · Netherlands`. */
  readonly mapping: Readonly<Record<string, { readonly account: string; readonly vatCode: string }>>;
}

/** The consent in Exact's window: login, second factor, Toestaan (or Weigeren). Skips pages that are not shown. */
export async function consent(window: Page, user: ExactUser, answer: 'Allow' | 'Deny' = 'Allow'): Promise<void> {
  const gone = (error: unknown): undefined => {
    if (/detached|closed|destroyed|Session|frame/i.test(String(error))) return undefined;
    throw error;
  };
  await eventually(
    'the consent to end',
    async () => {
      if (window.isClosed()) return true;
      try {
        if (await window.$('#UserName')) {
          await window.type('#UserName', user.login);
          await window.type('#Password', user.password);
          await window.click('#Login');
        } else if (await window.$('#Code')) {
          await window.type('#Code', user.code);
          await window.click('#Verify');
        } else if (await window.$('#Allow')) {
          await window.click(`#${answer}`);
          return true;
        }
      } catch (error) {
        gone(error);
      }
      await sleep(150);
      return undefined;
    },
    30_000,
  );
}

/** Authenticate → Authorize with Exact → consent → administration → success → Close. */
export async function connect(page: Page, waitForWindow: () => Promise<Page>, user: ExactUser, administration: string | null, onWindow?: (step: string) => Promise<void>): Promise<void> {
  await press(await section(page), 'button', 'Authenticate');
  await onWindow?.('welcome');
  await press(page, 'link', 'Authorize with Exact');
  const window = await waitForWindow();
  await consent(window, user);
  if (administration !== null) {
    const field = await byRole(page, 'combobox', 'Administration', 20_000);
    const value = await (field as ElementHandle<HTMLSelectElement>).evaluate((node, wanted) => [...node.options].find((option) => option.text.includes(wanted))?.value ?? '', administration);
    if (value === '') throw new Error(`no administration "${administration}" to choose`);
    await choose(page, 'Administration', value);
  }
  await onWindow?.('administration');
  await press(page, 'button', 'Connect');
  await onWindow?.('success');
  await press(page, 'button', 'Close');
  await waitForText(() => section(page), 'Authorized by');
}

/** Remove → Remove connection. */
export async function remove(page: Page, onDialog?: () => Promise<void>): Promise<void> {
  await press(await section(page), 'button', 'Remove');
  await byRole(page, 'button', 'Remove connection');
  await onDialog?.();
  await press(page, 'button', 'Remove connection');
  await eventually('the window to close', async () => (await query(page, 'button', 'Remove connection')) === null);
  await eventually('the connection to be gone', async () => (await query(await section(page), 'button', 'Remove')) === null);
}

/** The seeded administration's codes (test/simulators/exact/master-data): account and VAT code by rate (in percent) and country group. */
export const DUTCH_MAPPING: readonly { readonly rate: string; readonly group: string; readonly account: string; readonly vatCode: string }[] = [
  { rate: '21', group: 'home', account: '8000', vatCode: '2' },
  { rate: '9', group: 'home', account: '8010', vatCode: '1' },
  { rate: '0', group: 'eu-business', account: '8030', vatCode: '7' },
  { rate: '0', group: 'outside-eu', account: '8040', vatCode: '6' },
  { rate: '19', group: 'eu-consumer:DE', account: '8050', vatCode: 'DE1' },
  { rate: '21', group: 'eu-consumer:BE', account: '8050', vatCode: 'BE1' },
  { rate: '20', group: 'eu-consumer:FR', account: '8050', vatCode: 'FR1' },
];

const GROUP_NAMES: Readonly<Record<string, string>> = {
  home: 'Netherlands',
  'eu-business': 'EU companies with VAT number',
  'outside-eu': 'Outside the EU',
  'eu-consumer:DE': 'Germany',
  'eu-consumer:BE': 'Belgium',
  'eu-consumer:FR': 'France',
};

/** The region of one shop on the set-up page; its name begins with the shop's. */
export function shopRegion(page: Page, shopName: string): Promise<ElementHandle<Element>> {
  return eventually(`the region of ${shopName}`, async () => {
    const handle = await page.evaluateHandle((wanted) => [...document.querySelectorAll('section')].find((one) => one.querySelector('h3')?.textContent?.trim().startsWith(wanted)) ?? null, shopName);
    return handle.asElement() as ElementHandle<Element> | null;
  });
}

/** Types a shop's settings and saves them; adds rows of the table that are not there yet. */
export async function fillRules(page: Page, shopName: string, mapping = DUTCH_MAPPING): Promise<void> {
  const region = await shopRegion(page, shopName);
  await fill(region, 'Journal', '70');
  await fill(region, 'Debtor code', '1001');
  await fill(region, 'Payment condition', '14');
  await fill(region, 'Item code', 'STANDAARD');
  for (const { rate, group, account, vatCode } of mapping) {
    const name = GROUP_NAMES[group] ?? group;
    const rowName = await region.evaluate((node, wantedRate, wantedName) => [...node.querySelectorAll('th[scope=row]')].map((cell) => cell.textContent ?? '').find((text) => text.replace(/\s/g, '').startsWith(`${wantedRate}%`) && text.includes(wantedName)) ?? null, rate, name);
    if (rowName === null) {
      await fill(region, 'Rate (%)', rate);
      await choose(region, 'Country group', group);
      await press(region, 'button', 'Add row');
    }
    const inputs = await eventually(`the row ${rate} % ${name}`, async () => {
      const handle = await region.evaluateHandle(
        (node, wantedRate, wantedName) =>
          [...node.querySelectorAll('tr')].find((row) => {
            const text = row.querySelector('th[scope=row]')?.textContent ?? '';
            return text.replace(/\s/g, '').startsWith(`${wantedRate}%`) && text.includes(wantedName);
          }) ?? null,
        rate,
        name,
      );
      const row = handle.asElement() as ElementHandle<Element> | null;
      return row ? await row.$$('input') : null;
    });
    for (const [index, text] of [account, vatCode].entries()) {
      const input = inputs[index] as ElementHandle<HTMLInputElement>;
      await input.evaluate((node) => {
        node.focus();
        node.select();
      });
      await input.press('Backspace');
      await input.type(text);
    }
  }
  await press(region, 'button', 'Save');
}
