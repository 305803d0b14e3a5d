// The unmodified build in a real headless Firefox: set-up typed by hand, the section in the admin, consent in Exact's window, download.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ElementHandle, Page } from 'puppeteer-core';
import { startSimulators, type Simulators } from '../simulators/start';
import { truth } from '../simulators/seed';
import { problems } from '../xml/validate';
import { byRole, eventually, fillDate, press, query, textOf, waitForText } from './drive';
import { API_ACCOUNT, HOST, PERSON } from './export-stage';
import { type Firefox, launchFirefox } from './firefox';
import { ANNA, connect, fillRules, openTopic, section, setUp } from './flows';

let simulators: Simulators;
let firefox: Firefox;
let setup: Page;
let admin: Page;

beforeAll(async () => {
  simulators = await startSimulators({ exact: { importLanguage: 'EN' } });
  firefox = await launchFirefox({ port: simulators.port });
});
afterAll(async () => {
  await firefox?.close();
  await simulators?.close();
});

const region = (): Promise<ElementHandle<Element>> => section(admin);

it('is set up by hand', async () => {
  setup = await firefox.newPage(firefox.extensionUrl('options.html'));
  const address = await byRole(setup, 'textbox', 'Redirect address');
  expect(await address.evaluate((node) => (node as HTMLInputElement).value)).toBe(`https://${firefox.redirectHost}/`);
  await setUp(setup, simulators, { address: HOST, ...API_ACCOUNT });
  await eventually('the shops to appear', async () => (await setup.$$('section.shop')).length > 0);
  await press(setup, 'button', 'Test connection');
  const results = await eventually('the result of the test', () => setup.$eval('dl.results', (list) => list.textContent));
  expect(results).toContain('Api Koppeling');
  await fillRules(setup, 'Lamp & Licht');
  await eventually('the settings to be saved', async () => (await setup.$eval('#app', (page) => page.textContent)).includes('Saved'));
});

it('shows its section in the admin', async () => {
  admin = await firefox.newPage();
  await admin.setViewport({ width: 1280, height: 720 });
  await openTopic(admin, HOST, 12, PERSON);
  const text = await waitForText(region, 'Exact Online Export', 30_000);
  expect(text).toMatch(/Lamp & Licht shop 12.*Exact Online Sync/);
});

it('authorizes with Exact', async () => {
  await connect(admin, () => firefox.waitForPage((url) => url.startsWith('https://start.exactonline.nl/')), ANNA, 'Lamp & Licht B.V.');
  expect(await textOf(await region())).toMatch(/Authorized by Anna Jansen.*Lamp & Licht B\.V\./);
  const exact = simulators.exact.calls.map((call) => call.path.toLowerCase());
  // Firefox loads the authorize address twice; the single-use state must outlive that, and one code is exchanged once.
  expect(exact.filter((path) => path === '/api/oauth2/auth').length).toBeGreaterThanOrEqual(1);
  expect(exact.filter((path) => path === '/api/oauth2/token')).toHaveLength(1);
});

it('downloads a file that Exact takes', async () => {
  await admin.bringToFront();
  await fillDate(await region(), 'From', '2020-01-01');
  await press(await region(), 'button', 'Download XML');
  const path = await firefox.waitForDownload([], 60_000);
  const bytes = await eventually('the file to be whole', () => {
    const read = readFileSync(path);
    return read.includes('</eExact>') && read;
  });
  expect(problems(bytes)).toEqual([]);
  const text = await waitForText(region, /The file with \d+ records is ready/);
  const records = Number(/The file with (\d+) records is ready/.exec(text)?.[1]);
  expect(bytes.toString('utf8').split('<GLTransaction ').length - 1).toBe(records);
  expect(records).toBeGreaterThan(truth(simulators.world.shop('demo', 12)).invoices.length / 2);
  const answer = simulators.exact.importXml(100001, 'GLTransactions', bytes);
  const refused = answer.messages.filter((message) => message.type !== 2);
  // Journal 70 takes euros alone: the two sales in pounds are Exact's to refuse, by name.
  for (const message of refused) expect(message.description).toMatch(/^Not allowed: Currency/);
  expect(answer.done).toBe(records - refused.length);
});

it('broke no rule of ShopCtrl or Exact', async () => {
  expect(await query(setup, 'button', 'Test connection')).not.toBeNull();
  expect(simulators.exact.violations).toEqual([]);
  expect(simulators.api.violations).toEqual([]);
});
