/** The preview in a real browser: opened by the person, with the figures of the seed's truth, by mouse and keyboard, in both languages. */
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { truth } from '../simulators/seed';
import { byRole, eventually, press, query, waitForText } from './drive';
import { HOST, openExportStage, type ExportStage } from './export-stage';

const SHOP = 12;
let stage: ExportStage;
let page: Page;
beforeAll(async () => {
  stage = await openExportStage();
  await stage.saveRules(SHOP);
  await eventually('the invoices to be read', async () => (await stage.send<{ waiting: number | null }>({ kind: 'preview.state', shop: { tenantId: stage.tenantId, shopId: SHOP } })).waiting !== null);
  await stage.send({ kind: 'pages.openPreview', shop: { tenantId: stage.tenantId, shopId: SHOP } });
  const target = await stage.chromium.browser.waitForTarget((one) => one.url().includes('/preview.html'));
  const opened = await target.page();
  if (!opened) throw new Error('the preview is no page');
  page = opened;
  await page.setViewport({ width: 1200, height: 900 });
});
afterAll(() => stage?.close());

/** Texts of a table's cells, row by row. */
function table(label: string): Promise<readonly (readonly string[])[]> {
  return page.evaluate((name) => [...(document.querySelector(`table[aria-label="${name}"]`)?.querySelectorAll('tbody tr, tfoot tr') ?? [])].map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent?.trim() ?? '')), label);
}

const euros = (minor: number): string => new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'EUR' }).format(minor / 100);

it('shows what the batch changes: the truth of the shop, per account and box', async () => {
  await byRole(page, 'heading', 'Ledger accounts');
  const { rows } = await stage.send<{ rows: readonly { invoiceId: number; state: string }[] }>({ kind: 'preview.list', shop: { tenantId: stage.tenantId, shopId: SHOP }, from: '2020-01-01', to: '2029-12-31' });
  const ready = new Set(rows.filter(({ state }) => state === 'ready').map(({ invoiceId }) => invoiceId));
  const booked = truth(stage.simulators.world.shop(HOST, SHOP)).invoices.filter(({ id, currency }) => currency === 'EUR' && ready.has(id));
  const gross = booked.reduce((sum, one) => sum + one.gross, 0);
  await waitForText(() => byRole(page, 'main', ''), `${ready.size} invoices are ready`);
  const accounts = await table('Ledger accounts EUR');
  const [debit = '', credit = ''] = accounts.at(-1)?.slice(-2) ?? [];
  expect(debit).toBe(credit);
  // Receivables less the debit of credits' turnover stay the gross of all invoices.
  expect(accounts.find(([name]) => name?.startsWith('Receivables'))?.[2]).toBe(euros(gross));
  const text = await page.evaluate(() => document.querySelector('#returns')?.closest('section')?.textContent ?? '');
  expect(text).toMatch(/1a.*Expected.*1b.*Expected/);
  expect(await page.evaluate(() => document.querySelector('svg.chart')?.getAttribute('aria-label') ?? '')).toMatch(/^Base per box of \d{4}-Q\d\. Box 1a: base €/);
});

it('opens one invoice beside its booking, says why, and goes back by keyboard', async () => {
  const told = truth(stage.simulators.world.shop(HOST, SHOP)).invoices.find(({ currency, gross, lines }) => currency === 'EUR' && gross > 0 && lines.length > 1);
  if (!told) throw new Error('the seed has no such invoice');
  await press(page, 'link', told.code);
  await byRole(page, 'heading', `Invoice ${told.code}`);
  await waitForText(() => byRole(page, 'main', ''), 'Equal to the invoice: difference 0.00');
  const compared = await table('Compared, to the cent');
  expect(compared.find(([name]) => name === 'Total')).toEqual(['Total', euros(told.gross), euros(told.gross), euros(0)]);
  expect(compared.find(([name]) => name === 'VAT')?.slice(1)).toEqual([euros(told.vat), euros(told.vat), euros(0)]);
  await page.focus('.why-line summary');
  await page.keyboard.press('Enter');
  await waitForText(() => byRole(page, 'main', ''), /Row of the mapping: .*Settings version 1/);
  await page.focus('.back a');
  await page.keyboard.press('Enter');
  await byRole(page, 'heading', 'Ledger accounts');
});

it('speaks Dutch, and fits a narrow page', async () => {
  await press(page, 'button', 'NL');
  await byRole(page, 'heading', 'Verwachte btw-aangifte');
  expect(await query(page, 'heading', 'Ledger accounts')).toBeNull();
  await page.setViewport({ width: 360, height: 780 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
});
