/**
 * From the connection to the books, as one journey in a real browser with the unmodified build: connect, answer the profile, take over what the
 * bookkeeper's own entries prove, confirm, preview, export, import. The figures at the end are those of the seed's truth, to the cent.
 */
import type { ElementHandle, Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EXAMPLE_MAPPING, HABITS } from '../simulators/exact';
import { truth, truthPerVatCode } from '../simulators/seed';
import { problems } from '../xml/validate';
import { goToShop, openAdmin } from './connect-stage';
import { byRole, eventually, fillDate, press, textOf, waitForText } from './drive';
import { HOST, openExportStage, type ExportStage } from './export-stage';
import { ANNA, connect, fillBooking, fillExactApp, fillProfile, section, shopRegion, unfold } from './flows';

const SHOP = 12;
const DIVISION = 100001;
let stage: ExportStage;
let admin: Page;
let preview: Page;
let region: ElementHandle<Element>;

beforeAll(async () => {
  stage = await openExportStage({ exact: { history: true, importLanguage: 'EN' } });
  await fillExactApp(stage.setup, stage.simulators);
});
afterAll(() => stage?.close());

const told = (): ReturnType<typeof truth> => truth(stage.simulators.world.shop(HOST, SHOP));
const euros = (minor: number): string => new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'EUR' }).format(minor / 100);
const habitOf = (account: string, vatCode: string): number => HABITS.find((one) => one.account === account && one.vatCode === vatCode)?.count ?? 0;

/** What a row of the mapping says, with the notes below it. */
async function rowText(name: string): Promise<string> {
  const handle = await region.evaluateHandle((node, wanted) => [...node.querySelectorAll('table.mapping tbody tr')].find((row) => row.querySelector('th[scope=row]')?.firstChild?.textContent?.replace(/\s/g, ' ') === wanted) ?? null, name);
  const row = handle.asElement() as ElementHandle<Element> | null;
  if (!row) return '';
  return row.evaluate((node) =>
    [node, ...(node.nextElementSibling?.classList.contains('noted') ? [node.nextElementSibling] : [])]
      .map((one) => {
        const copy = one.cloneNode(true) as Element;
        for (const choices of copy.querySelectorAll('select, datalist')) choices.remove();
        return copy.textContent ?? '';
      })
      .join(' ')
      .replace(/\s+/g, ' '),
  );
}

it('connects first, and the set-up then knows the administration and what the shop sold', async () => {
  admin = await openAdmin(stage);
  await goToShop(admin, SHOP);
  await connect(admin, () => stage.chromium.waitForPage((url) => url.startsWith('https://start.exactonline.nl/')), ANNA, 'Lamp & Licht B.V.');
  await stage.setup.bringToFront();
  region = await shopRegion(stage.setup, 'Lamp & Licht');
  await waitForText(() => region, 'Exact read on');
  // Nobody said yet how consumers abroad are taxed: one question for all of them.
  await waitForText(() => region, 'how sales to consumers in other EU countries are taxed');
});

it('proposes what the bookkeeper did before, with the count as proof, and asks about the habit that breaks the rules', async () => {
  await unfold(region, 'Accounts and VAT codes');
  await eventually('the proposal for 21 %', async () => (await rowText('Netherlands 21 %')).includes(`used ${habitOf('8000', '2')} times`));
  expect(habitOf('8000', '2')).toBe(214);
  expect(await rowText('Netherlands 9 %')).toContain(`used ${habitOf('8001', '1')} times`);
  const companies = await rowText('Companies in other EU countries, goods (intra-Community)');
  // The export code on goods for a German company stands in the books 17 times: shown, never proposed.
  expect(companies).toMatch(/VAT code 7 .*used 22 times/);
  expect(companies).toContain(`used code 6 here (${habitOf('8004', '6')} times), but it does not fit`);
  expect(await rowText('Consumers Germany 19 % (One Stop Shop)')).toBe('');

  // The answer decides what these sales are, so their rows appear with it, before anything is saved.
  await fillProfile(region);
  await eventually('the rows of the One Stop Shop', async () => (await rowText('Consumers Germany 19 % (One Stop Shop)')).includes(`used ${habitOf('8006', 'DE1')} times`));
  expect(await textOf(region)).not.toContain('how sales to consumers in other EU countries are taxed');
  await press(region, 'button', 'Take over all proposals');
});

it('leaves little to fill in, and is confirmed in one place', async () => {
  await unfold(region, 'Where it is booked');
  await waitForText(() => region, /Proposed: 70 \(used \d+ times\)/);
  // The journal for abroad takes other currencies as well, and this shop sells in pounds.
  await fillBooking(region, '71');
  await press(region, 'button', 'Confirm and save');
  await waitForText(() => region, 'These settings count from now on.');
  await eventually('nothing to be open', async () => (await region.evaluate((node) => node.querySelectorAll('tr.open').length)) === 0);
});

it('previews the batch with the figures of the truth, and one invoice beside its booking', async () => {
  await press(region, 'button', 'Preview');
  preview = await stage.chromium.waitForPage((url) => url.includes('/preview.html'));
  await byRole(preview, 'heading', 'Ledger accounts');
  const booked = told().invoices.filter(({ currency }) => currency === 'EUR');
  const accounts = await preview.evaluate(() => [...(document.querySelector('table[aria-label="Ledger accounts EUR"]')?.querySelectorAll('tbody tr, tfoot tr') ?? [])].map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent?.trim() ?? '')));
  expect(accounts.find(([name]) => name?.startsWith('Receivables'))?.[2]).toBe(euros(booked.reduce((sum, one) => sum + one.gross, 0)));
  const one = booked.find(({ gross, lines }) => gross > 0 && lines.length > 1);
  await press(preview, 'link', one?.code ?? '');
  await waitForText(() => byRole(preview, 'main', ''), 'Equal to the invoice: difference 0.00');
});

it('exports what was previewed, and the books of Exact equal the truth', async () => {
  const { exact, world } = stage.simulators;
  const before = new Set(exact.books(DIVISION).map(({ entryId }) => entryId));
  const old = exact.totalsPerVatCode(DIVISION);
  await admin.bringToFront();
  const result = await stage.exported(SHOP, async () => {
    await fillDate(await section(admin), 'From', '2020-01-01');
    await press(await section(admin), 'button', 'Download XML');
  });
  expect(result.job.reasons.map(({ code }) => code).filter((code) => code !== 'zero-invoice')).toEqual([]);
  expect(result.job.records).toBe(told().invoices.length);
  for (const { bytes, name } of result.files) {
    expect(problems(bytes), name).toEqual([]);
    expect(exact.importXml(DIVISION, 'GLTransactions', bytes).messages.filter(({ type }) => type !== 2)).toEqual([]);
  }
  const added = exact.books(DIVISION).filter(({ entryId }) => !before.has(entryId));
  expect(added.map(({ yourRef, total }) => `${yourRef} ${total}`).sort()).toEqual(told().invoices.map(({ code, gross }) => `${code} ${gross}`).sort());
  const now = exact.totalsPerVatCode(DIVISION);
  const should = truthPerVatCode(world.shop(HOST, SHOP), EXAMPLE_MAPPING, { roundingVatCode: 'N' }).totals;
  for (const code of new Set([...Object.keys(now), ...should.keys()])) {
    expect([code, (now[code]?.net ?? 0) - (old[code]?.net ?? 0), (now[code]?.vat ?? 0) - (old[code]?.vat ?? 0)]).toEqual([code, should.get(code)?.net ?? 0, should.get(code)?.vat ?? 0]);
  }
  // The page that saved the file has closed; whichever tab came to the front then, this one is looked at.
  await admin.bringToFront();
  await byRole(await section(admin), 'button', 'Download again');
  expect([...exact.violations, ...stage.simulators.api.violations]).toEqual([]);
});
