/** The journeys of the administrator, as a person clicks and types them. Shared by tests and demo; browser-neutral. */
import type { ElementHandle, Page } from 'puppeteer-core';
import type { Simulators } from '../simulators/start';
import { byRole, eventually, fill, fillDate, choose, press, query, sleep, waitForText } from './drive';

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

/** One row of the mapping table as a person looks for it: its name on the page, and how it is added where it is not there yet. */
export interface MappingLine {
  readonly name: string;
  /** Value of the choice "Kind of sale", with country and rate where that kind asks for them. */
  readonly add: { readonly regime: string; readonly country?: string; readonly rate?: string };
  readonly account: string;
  readonly vatCode: string;
}

/** The seeded administration's codes (test/simulators/exact/master-data) for what the seeded Dutch shops sell. */
export const DUTCH_MAPPING: readonly MappingLine[] = [
  { name: 'Netherlands 21 %', add: { regime: 'home', rate: '21' }, account: '8000', vatCode: '2' },
  { name: 'Netherlands 9 %', add: { regime: 'home', rate: '9' }, account: '8001', vatCode: '1' },
  { name: 'Companies in other EU countries, goods (intra-Community)', add: { regime: 'intra-goods' }, account: '8004', vatCode: '7' },
  { name: 'Outside the EU, goods (export)', add: { regime: 'export' }, account: '8005', vatCode: '6' },
  { name: 'Consumers Germany 19 % (One Stop Shop)', add: { regime: 'oss', country: 'DE', rate: '19' }, account: '8006', vatCode: 'DE1' },
  { name: 'Consumers Belgium 21 % (One Stop Shop)', add: { regime: 'oss', country: 'BE', rate: '21' }, account: '8006', vatCode: 'BE1' },
  { name: 'Consumers France 20 % (One Stop Shop)', add: { regime: 'oss', country: 'FR', rate: '20' }, account: '8006', vatCode: 'FR1' },
];

/** The region of one shop on the set-up page; its name begins with the shop's. */
export function shopRegion(page: Page, shopName: string): Promise<ElementHandle<Element>> {
  return eventually(`the region of ${shopName}`, async () => {
    const handle = await page.evaluateHandle((wanted) => [...document.querySelectorAll('section')].find((one) => one.querySelector('h3')?.textContent?.trim().startsWith(wanted)) ?? null, shopName);
    return handle.asElement() as ElementHandle<Element> | null;
  });
}

/** Unfolds a step or a topic of a shop's settings, or folds it. */
export async function unfold(region: ElementHandle<Element>, title: string, open = true): Promise<void> {
  await eventually(`the step ${title}`, async () => {
    const handle = await region.evaluateHandle((node, wanted) => [...node.querySelectorAll('summary')].find((one) => (one.querySelector('.name')?.textContent ?? one.firstChild?.textContent)?.trim() === wanted) ?? null, title);
    const summary = handle.asElement() as ElementHandle<HTMLElement> | null;
    if (!summary) return false;
    if ((await summary.evaluate((node) => (node.parentElement as HTMLDetailsElement).open)) === open) return true;
    await summary.click();
    return false;
  });
}

/** Sets a code: typed without books, chosen from what Exact offers with them. */
async function setCode(region: ElementHandle<Element>, name: string, code: string): Promise<void> {
  await eventually(`the field ${name}`, async () => {
    if ((await query(region, 'combobox', name)) !== null) {
      await choose(region, name, code);
      return true;
    }
    if ((await query(region, 'textbox', name)) === null) return false;
    await fill(region, name, code);
    return true;
  });
}

/** The row of the mapping table with this name. */
function mappingRow(region: ElementHandle<Element>, name: string): Promise<ElementHandle<Element> | null> {
  return region
    .evaluateHandle((node, wanted) => [...node.querySelectorAll('table.mapping tbody tr')].find((row) => row.querySelector('th[scope=row]')?.firstChild?.textContent?.replace(/\s/g, ' ') === wanted) ?? null, name)
    .then((handle) => handle.asElement() as ElementHandle<Element> | null);
}

/** Fills in account and VAT code of a row of the mapping table; adds the row where it is not there yet. */
export async function fillMapping(region: ElementHandle<Element>, { name, add, account, vatCode }: MappingLine): Promise<void> {
  if ((await mappingRow(region, name)) === null) {
    const group = await eventually('the fields of a new row', () => region.$('.add-row'));
    await choose(group, 'Kind of sale', add.regime);
    if (add.country !== undefined) await choose(group, 'Country', add.country);
    if (add.rate !== undefined) await fill(group, 'Rate (%)', add.rate);
    await press(group, 'button', 'Add row');
  }
  const row = await eventually(`the row ${name}`, () => mappingRow(region, name));
  for (const [index, text] of [account, vatCode].entries()) {
    const field = (await row.$$('input, select'))[index] as ElementHandle<HTMLInputElement>;
    if (await field.evaluate((node) => node.tagName === 'SELECT')) {
      await field.select(text);
      continue;
    }
    await field.evaluate((node) => {
      node.focus();
      node.select();
    });
    await field.press('Backspace');
    await field.type(text);
  }
}

/** Answers the question that has no default: a shop in the One Stop Shop since its first day. */
export async function fillProfile(region: ElementHandle<Element>): Promise<void> {
  await unfold(region, 'How you sell');
  await press(region, 'radio', 'VAT of their own country, declared through the One Stop Shop (OSS)');
  await fillDate(region, 'Since', '2021-07-01');
}

/** Journal, debtor, payment condition and rounding in the seeded administrations; 71 is the journal that takes other currencies too. */
export async function fillBooking(region: ElementHandle<Element>, journal: '70' | '71' = '70'): Promise<void> {
  await unfold(region, 'Where it is booked');
  await setCode(region, 'Journal', journal);
  await fill(region, 'Debtor code', '1001');
  await setCode(region, 'Payment condition', '14');
  await unfold(region, 'Rounding');
  await setCode(region, 'Rounding account', '4900');
  await setCode(region, 'Rounding VAT code', 'N');
}

/** Answers a shop's profile, types where its sales are booked, and confirms. `onStep` sees each step before the next is opened. */
export async function fillRules(page: Page, shopName: string, mapping: readonly MappingLine[] = DUTCH_MAPPING, onStep?: (step: 'profile' | 'booking' | 'mapping') => Promise<void>): Promise<void> {
  const region = await shopRegion(page, shopName);
  await fillProfile(region);
  await onStep?.('profile');
  await fillBooking(region);
  await unfold(region, 'More');
  await fill(region, 'Item code', 'STANDAARD');
  await onStep?.('booking');
  await unfold(region, 'Accounts and VAT codes');
  for (const line of mapping) await fillMapping(region, line);
  await onStep?.('mapping');
  await press(region, 'button', 'Confirm and save');
  await eventually('the settings to be saved', async () => (await region.evaluate((node) => node.textContent ?? '')).includes('Saved.'));
}
