import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LEDGER_NAME, LEDGER_VERSION } from '../../lib/ledger/database';
import { openLedger } from '../../lib/ledger/ledger';
import type { Ledger } from '../../lib/ledger/ledger';
import type { Cursor } from '../../lib/ledger/ports';
import type { Finding, Invoice } from '../../lib/invoice/invoice';
import { aLine, aParty, anInvoice } from '../booking/fixtures';

const SHOP = { tenantId: 't1', shopId: 12 };
const cursor = (watermark: string | null, shop = SHOP): Cursor => ({ ...shop, route: 'orders', watermark, sweptAt: null, run: null, arithmetic: null });
const finding = (change: Partial<Finding>): Finding => ({ ...SHOP, code: 'unreadable', params: {}, ...change });

let ledger: Ledger;
beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  ledger = openLedger();
});
afterEach(() => ledger.close());

const commit = (invoices: readonly Invoice[], findings: readonly Finding[] = []): Promise<void> => ledger.commitPage({ invoices, findings, cursor: cursor('w') });

describe('what the feed asks', () => {
  it('keeps rows and cursor together', async () => {
    expect(await ledger.loadCursor('t1', 12)).toBeNull();
    await commit([anInvoice({ id: 1 }), anInvoice({ id: 2 })]);
    expect(await ledger.loadCursor('t1', 12)).toMatchObject({ watermark: 'w' });
    expect(await ledger.waiting(SHOP)).toBe(2);
    await commit([anInvoice({ id: 2, orderChangedAt: '2024-03-06T10:00:00.000Z' })]);
    expect([...(await ledger.stampsOf('t1', [1, 2, 3]))]).toEqual([
      [1, { changedAt: '2024-03-05T10:00:00.000Z', orderChangedAt: '', out: false, code: '20240001', kind: 'invoice', date: '2024-03-05' }],
      [2, { changedAt: '2024-03-05T10:00:00.000Z', orderChangedAt: '2024-03-06T10:00:00.000Z', out: false, code: '20240002', kind: 'invoice', date: '2024-03-05' }],
    ]);
    expect(await ledger.stampsOf('t2', [1])).toEqual(new Map());
  });

  it('writes nothing of a page when one part of it cannot be stored', async () => {
    // Refused by the database itself, when rows of the page were written already.
    const unstorable = finding({ params: { figure: (() => 1) as unknown as number } });
    await expect(commit([anInvoice({ id: 1 })], [unstorable])).rejects.toThrow();
    expect(await ledger.waiting(SHOP)).toBe(0);
    expect(await ledger.loadCursor('t1', 12)).toBeNull();
    expect(await ledger.countInvoices(SHOP, 'all', '2000-01-01', '2100-01-01')).toBe(0);
  });

  it('is idempotent, and what was read last counts, also under an older change time', async () => {
    await commit([anInvoice({ id: 1 })]);
    await commit([anInvoice({ id: 1 })]);
    await commit([anInvoice({ id: 1, changedAt: '2024-03-01T00:00:00.000Z', contentHash: 'new', lines: [aLine(2000, 420, 2100)] })]);
    expect(await ledger.waiting(SHOP)).toBe(1);
    const [row] = await ledger.invoicesAfter(SHOP, 'new', '2024-01-01', '2024-12-31', null, 10);
    expect(row).toMatchObject({ contentHash: 'new', changedAt: '2024-03-01T00:00:00.000Z' });
  });

  it('notices a changed content under the same change time', async () => {
    await commit([anInvoice({ id: 1 })]);
    await commit([anInvoice({ id: 1, contentHash: 'other' })]);
    const [row] = await ledger.invoicesAfter(SHOP, 'new', '2024-01-01', '2024-12-31', null, 10);
    expect(row?.contentHash).toBe('other');
  });

  it('replaces the findings of an invoice each time it is read, and those of a kind as a whole', async () => {
    await commit([], [finding({ invoiceId: 7, invoiceCode: 'F7' }), finding({ invoiceId: 8 })]);
    await commit([], [finding({ invoiceId: 7, code: 'R-ADDS-UP' })]);
    await commit([anInvoice({ id: 8 })]);
    expect((await ledger.findingsOf(SHOP, 10)).map((row) => [row.invoiceId, row.code])).toEqual([[7, 'R-ADDS-UP']]);
    await ledger.replaceFindings('t1', 12, 'gap', [finding({ code: 'gap', params: { from: 'F1', to: 'F2' } })]);
    await ledger.replaceFindings('t1', 12, 'gap', [finding({ code: 'gap', params: { from: 'F4', to: 'F5' } })]);
    await ledger.replaceFindings('t1', 13, 'gap', []);
    expect((await ledger.findingsOf(SHOP, 10)).map((row) => row.code).sort()).toEqual(['R-ADDS-UP', 'gap']);
  });

  it('takes back what was withdrawn, and takes it in again when it returns', async () => {
    await commit([anInvoice({ id: 1 }), anInvoice({ id: 2 })], [finding({ invoiceId: 3 })]);
    await ledger.commitPage({ invoices: [], findings: [], cursor: cursor('w'), withdrawn: [2, 3, 99] });
    expect(await ledger.waiting(SHOP)).toBe(1);
    expect(await ledger.findingsOf(SHOP, 10)).toEqual([]);
    expect([...(await ledger.stampsOf('t1', [1, 2])).keys()]).toEqual([1]);
    await commit([anInvoice({ id: 2 })]);
    expect(await ledger.waiting(SHOP)).toBe(2);
  });

  it('lists codes in id order for one shop', async () => {
    await commit([anInvoice({ id: 10, code: 'F10' }), anInvoice({ id: 9, code: 'F9', kind: 'credit' }), anInvoice({ id: 11, shopId: 13 })]);
    expect(await ledger.codesOf('t1', 12)).toEqual([
      { id: 9, code: 'F9', kind: 'credit', date: '2024-03-05' },
      { id: 10, code: 'F10', kind: 'invoice', date: '2024-03-05' },
    ]);
  });
});

describe('counts without scanning', () => {
  it('follows text codes and waiting through changes', async () => {
    const german = { shipTo: aParty({ country: 'DE', postalCode: '10115' }) };
    await commit([anInvoice({ id: 1 }), anInvoice({ id: 2, code: 'F2' }), anInvoice({ id: 3, ...german, lines: [aLine(1000, 190, 1900)] })]);
    expect(await ledger.textCodes(SHOP)).toBe(1);
    await commit([anInvoice({ id: 2, contentHash: 'x', lines: [aLine(1000, 90, 900)] })]);
    expect(await ledger.textCodes(SHOP)).toBe(0);
    expect(await ledger.waiting(SHOP)).toBe(3);
  });

  it('pages in the order of a file and knows the oldest', async () => {
    await commit([anInvoice({ id: 3, date: '2024-01-02' }), anInvoice({ id: 1, date: '2024-02-01' }), anInvoice({ id: 2, date: '2024-01-02' }), anInvoice({ id: 4, date: '2023-12-31' })]);
    expect(await ledger.oldestNew(SHOP)).toBe('2023-12-31');
    const first = await ledger.invoicesAfter(SHOP, 'new', '2024-01-01', '2024-02-01', null, 2);
    expect(first.map((row) => row.id)).toEqual([2, 3]);
    const second = await ledger.invoicesAfter(SHOP, 'new', '2024-01-01', '2024-02-01', { date: '2024-01-02', id: 3 }, 2);
    expect(second.map((row) => row.id)).toEqual([1]);
    expect(await ledger.countInvoices(SHOP, 'new', '2024-01-01', '2024-01-31')).toBe(2);
  });
});

describe('the connection', () => {
  it('gives way to a newer version and opens again afterwards', async () => {
    await ledger.loadCursor('t1', 12);
    const newer = await openDB(LEDGER_NAME, LEDGER_VERSION + 1);
    newer.close();
    // This code cannot open a newer database: that is an error to show, not a hang.
    await expect(ledger.loadCursor('t1', 12)).rejects.toThrow();
  });

  it('opens again after it was closed', async () => {
    await commit([anInvoice()]);
    await ledger.close();
    expect(await ledger.waiting(SHOP)).toBe(1);
  });
});

it('forgets everything of a shop and nothing of another', async () => {
  await commit([anInvoice({ id: 1 }), anInvoice({ id: 2, shopId: 13 })], [finding({ invoiceId: 9 })]);
  await ledger.commitPage({ invoices: [], findings: [], cursor: cursor('w', { tenantId: 't1', shopId: 13 }) });
  await ledger.forget(SHOP);
  expect(await ledger.loadCursor('t1', 12)).toBeNull();
  expect(await ledger.waiting(SHOP)).toBe(0);
  expect(await ledger.findingsOf(SHOP, 10)).toEqual([]);
  expect(await ledger.waiting({ tenantId: 't1', shopId: 13 })).toBe(1);
  expect(await ledger.loadCursor('t1', 13)).not.toBeNull();
});
