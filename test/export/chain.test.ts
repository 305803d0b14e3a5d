/**
 * The whole way without a browser: seeded ShopCtrl over TLS → feed → ledger → decided → written → imported by the simulated Exact with
 * its own parser. Its books per VAT code must equal the seed's truth to the cent, in every shape of a sales entry.
 */
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BookingRules, EntryShape, ExportTopic } from '../../lib/booking/rules';
import { readShop } from '../../lib/export/read';
import { createExact, EXAMPLE_MAPPING } from '../simulators/exact';
import type { ExactSim } from '../simulators/exact';
import { truth, truthPerVatCode } from '../simulators/seed';
import { NOW, startHarness } from '../shopctrl/harness';
import type { Harness } from '../shopctrl/harness';
import { exampleTable } from '../booking/example-table';
import { someRules } from '../booking/fixtures';
import { problems } from '../xml/validate';
import { aDesk, textOf } from './fixtures';
import type { Bench } from './fixtures';

const DIVISION = 100001;
const SHOPS = [12, 13] as const;
const rules = (change: Partial<BookingRules>): BookingRules =>
  someRules({
    journal: '71', paymentCondition: '14', debtorMode: 'own', ownDebtorPrefix: 'W', itemCode: 'STANDAARD', table: exampleTable(),
    roundingAccount: '8003', roundingVatCode: 'N', receivableAccount: '1300', vatAccount: '1500', ...change,
  });

let harness: Harness;
let exact: ExactSim;
beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  harness = await startHarness();
  exact = createExact({ options: { importLanguage: 'EN' }, clock: harness.clock });
});
afterEach(() => harness.close());

function deskOf(given: BookingRules): Bench {
  return aDesk({ source: { invoices: [] }, rules: given, deps: { clientFor: () => harness.client(), now: () => NOW, read: readShop } });
}

/** Exports a topic of a shop and imports each file; returns the invoices that were left out, by reason. */
async function move(bench: Bench, shopId: number, topic: ExportTopic): Promise<Readonly<Record<string, readonly string[]>>> {
  const shop = { tenantId: 't', shopId };
  const before = bench.delivered.length;
  await bench.desk.start({ shop, from: '2020-01-01', to: '2026-12-31', topic });
  await bench.desk.resume();
  const { job } = await bench.desk.state(shop);
  expect(job).toMatchObject({ phase: 'done' });
  for (const fileId of bench.delivered.slice(before)) {
    const text = await textOf(bench.ledger, fileId);
    expect(problems(text)).toEqual([]);
    const answer = exact.importXml(DIVISION, topic, text);
    expect(answer.messages.filter((message) => message.type !== 2)).toEqual([]);
    expect(answer.done).toBe((await bench.ledger.file(fileId))?.records);
  }
  return Object.fromEntries((job?.reasons ?? []).map((reason) => [reason.code, reason.invoices]));
}

/** Each entry's total is the invoice's, and each invoice has one entry. */
function expectTotals(left: ReadonlySet<string>): void {
  const expected = SHOPS.flatMap((shopId) => truth(harness.world.shop('demo', shopId)).invoices).filter((invoice) => !left.has(invoice.code));
  const byReference = (a: readonly [string, number], b: readonly [string, number]): number => (a[0] < b[0] ? -1 : 1);
  expect(exact.books(DIVISION).map((entry) => [entry.yourRef, entry.total] as const).sort(byReference)).toEqual(expected.map((invoice) => [invoice.code, invoice.gross] as const).sort(byReference));
}

/** `cents`: how far VAT may be off per code, and net of the rounding code with it. */
function expectBooks(left: ReadonlySet<string>, cents: number): void {
  const roundingVatCode = 'N';
  const expected: Record<string, { net: number; vat: number }> = {};
  for (const shopId of SHOPS) {
    const perCode = truthPerVatCode(harness.world.shop('demo', shopId), EXAMPLE_MAPPING, { roundingVatCode, without: (invoice) => left.has(invoice.code) });
    for (const [code, { net, vat }] of perCode.totals) {
      const sum = (expected[code] ??= { net: 0, vat: 0 });
      expected[code] = { net: sum.net + net, vat: sum.vat + vat };
    }
  }
  const books = exact.totalsPerVatCode(DIVISION);
  for (const code of new Set([...Object.keys(books), ...Object.keys(expected)])) {
    const [is, should] = [books[code], expected[code]].map((sum) => ({ net: sum?.net ?? 0, vat: sum?.vat ?? 0 }));
    if (cents === 0) expect(is, code).toEqual(should);
    else if (code !== roundingVatCode) {
      expect(is?.net, code).toBe(should?.net);
      expect(Math.abs((is?.vat ?? 0) - (should?.vat ?? 0)), code).toBeLessThanOrEqual(cents);
    }
  }
  expect(exact.trialBalance(DIVISION).sum).toBe(0);
  expect(exact.violations).toEqual([]);
  expect(harness.api.violations).toEqual([]);
}

describe('from the seeded shops into the books of Exact', () => {
  it.each(['vat-amount', 'vat-code', 'full'] satisfies EntryShape[])('equals the truth per VAT code, as %s', async (entryShape) => {
    const bench = deskOf(rules({ entryShape }));
    const left = new Set<string>();
    for (const shopId of SHOPS) {
      await move(bench, shopId, 'Accounts');
      const reasons = await move(bench, shopId, 'GLTransactions');
      expect(Object.keys(reasons).filter((code) => !['R-OBFUSCATED', 'zero-invoice', 'debtor-code', 'no-mapping'].includes(code))).toEqual([]);
      for (const code of Object.values(reasons).flat()) left.add(code);
    }
    expect(left.size).toBeGreaterThan(0);
    expectTotals(left);
    expectBooks(left, entryShape === 'vat-code' ? 2 : 0);
  }, 60_000);

  it('carries what Exact computes alike as sales invoices, the rest as sales entries, and nothing twice', async () => {
    const bench = deskOf(rules({}));
    const left = new Set<string>();
    const offered = new Set<string>();
    for (const shopId of SHOPS) {
      await move(bench, shopId, 'Accounts');
      const asInvoices = await move(bench, shopId, 'Invoices');
      for (const code of Object.keys(asInvoices)) offered.add(code);
      const reasons = await move(bench, shopId, 'GLTransactions');
      for (const code of Object.values(reasons).flat()) left.add(code);
    }
    expect([...offered]).toEqual(expect.arrayContaining(['sales-invoice-credit', 'sales-invoice-total']));
    expect(exact.openInvoices(DIVISION).length).toBeGreaterThan(10);
    exact.printInvoices(DIVISION, '2026-11-20');
    expectTotals(left);
    expectBooks(left, 0);
  }, 60_000);
});
