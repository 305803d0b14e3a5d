/** What each topic's file holds: entries, sales invoices, debtors; and when an entry bears its number. */
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { aLine, aParty, anInvoice, someRules } from '../booking/fixtures';
import { problems } from '../xml/validate';
import { aDesk, exported, manyInvoices, MARCH, SHOP, textOf } from './fixtures';
import type { Bench, Source } from './fixtures';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

describe('topics', () => {
  it('leaves credit notes and other totals out of sales invoices, and offers them as sales entries', async () => {
    const source = { invoices: [anInvoice({ id: 1 }), anInvoice({ id: 2, kind: 'credit', lines: [aLine(-1000, -210, 2100)] }), anInvoice({ id: 3, lines: [aLine(50, 10, 2100)] })] };
    const bench = aDesk({ source });
    const first = await exported(bench, { ...MARCH, topic: 'Invoices' });
    expect(first.job?.reasons.map((reason) => reason.code).sort()).toEqual(['sales-invoice-credit', 'sales-invoice-total']);
    expect(problems(await textOf(bench.ledger, first.files[0]?.fileId ?? ''))).toEqual([]);
    const second = await exported(bench);
    expect(second.files[0]).toMatchObject({ topic: 'GLTransactions', records: 2 });
    expect(second.waiting).toBe(0);
  });

  const own = someRules({ debtorMode: 'own', ownDebtorPrefix: 'W' });
  const threeOfTwo = (): Source => ({ invoices: [anInvoice({ id: 1 }), anInvoice({ id: 2 }), anInvoice({ id: 3, customerCode: 'C78', billTo: aParty({ fullName: 'Bob Smit' }) })] });
  const people = async (bench: Bench): Promise<readonly string[]> => (await bench.ledger.invoicesAfter(SHOP, 'all', '2024-01-01', '2024-12-31', null, 9)).map((row) => row.invoice.billTo.fullName);
  const codesIn = (text: string, pattern: RegExp): readonly string[] => [...text.matchAll(pattern)].map((match) => match[1] ?? '');
  const described = (text: string): readonly string[] => codesIn(text, /<(?:Account|OrderedBy) code="([^"]*)" status="C"><Name>/g);

  it('gives a debtor file with each debtor of the period once, described in an entry file or not, and strips contacts once the entries were saved', async () => {
    const source = threeOfTwo();
    const bench = aDesk({ source, rules: own });
    expect((await bench.desk.state(SHOP)).topics).toEqual(['GLTransactions', 'Invoices', 'Accounts']);

    const debtors = await exported(bench, { ...MARCH, topic: 'Accounts' });
    const file = debtors.files[0];
    const text = await textOf(bench.ledger, file?.fileId ?? '');
    expect(problems(text)).toEqual([]);
    expect(codesIn(text, /<Account code="([^"]*)"/g)).toEqual(['WC77', 'WC78']);
    expect(debtors.waiting).toBe(3);

    // Nobody knows which of the two files is imported, or first: each describes its debtors.
    const after = await exported(bench);
    const entries = after.files.find((each) => each.topic === 'GLTransactions')?.fileId ?? '';
    expect(described(await textOf(bench.ledger, entries))).toEqual(['WC77', 'WC78']);
    await bench.desk.saved(file?.fileId ?? '');
    expect(await people(bench)).toEqual(['Anna Jansen', 'Anna Jansen', 'Bob Smit']);

    // A later debtor file leaves out those of the earlier one.
    expect((await exported(bench, { ...MARCH, topic: 'Accounts' })).job?.fault?.code).toBe('export-nothing-new');
    source.invoices = [...source.invoices, anInvoice({ id: 4, customerCode: 'C79' })];
    const later = (await exported(bench, { ...MARCH, topic: 'Accounts' })).files[0]?.fileId ?? '';
    expect(codesIn(await textOf(bench.ledger, later), /<Account code="([^"]*)"/g)).toEqual(['WC79']);

    await bench.desk.saved(entries);
    expect(await people(bench)).toEqual(['', '', '', 'Anna Jansen']);
    // Contact data does not come back with the next reading.
    source.invoices = source.invoices.map((invoice) => ({ ...invoice, changedAt: '2024-05-01T00:00:00.000Z' }));
    await exported(bench);
    expect((await people(bench)).slice(0, 3)).toEqual(['', '', '']);
  });

  it.each(['GLTransactions', 'Invoices'] as const)('describes an own debtor at its first record of each file of %s, and gives it in a debtor file as well', async (topic) => {
    const source = threeOfTwo();
    const bench = aDesk({ source, rules: own });
    const first = (await exported(bench, { ...MARCH, topic })).files[0]?.fileId ?? '';
    const text = await textOf(bench.ledger, first);
    expect(problems(text)).toEqual([]);
    expect(described(text)).toEqual(['WC77', 'WC78']);
    expect(text.indexOf('<Name>Anna Jansen</Name>')).toBe(text.lastIndexOf('<Name>Anna Jansen</Name>'));
    expect(text.indexOf('<Name>Anna Jansen</Name>')).toBeLessThan(text.indexOf('20240002'));

    source.invoices = [...source.invoices, anInvoice({ id: 4 }), anInvoice({ id: 5, customerCode: 'C79' })];
    const second = (await exported(bench, { ...MARCH, topic })).files[0]?.fileId ?? '';
    expect(second).not.toBe(first);
    expect(described(await textOf(bench.ledger, second))).toEqual(['WC77', 'WC79']);
    const accounts = (await exported(bench, { ...MARCH, topic: 'Accounts' })).files[0]?.fileId ?? '';
    expect(codesIn(await textOf(bench.ledger, accounts), /<Account code="([^"]*)"/g)).toEqual(['WC77', 'WC78', 'WC79']);

    await bench.desk.saved(second);
    expect(await people(bench)).toEqual(['Anna Jansen', 'Anna Jansen', 'Bob Smit', '', '']);
    await bench.desk.saved(first);
    expect(await people(bench)).toEqual(['', '', '', '', '']);
  });

  it('describes once in each of the files of one export, over all its pages, and again after a cancelled one', async () => {
    const source: Source = { invoices: manyInvoices(60).map((invoice) => ({ ...invoice, customerCode: `C${String(invoice.id % 3)}` })) };
    const cancelled = aDesk({ source, rules: { ...own, fileRecords: 7 }, strike: (call) => (call === 'filesComplete' ? 'before' : null) });
    await cancelled.desk.start(MARCH);
    await cancelled.desk.resume().catch(() => undefined);
    const open = (await cancelled.ledger.openJobs())[0];
    expect(open?.phase).toBe('writing');
    expect(await cancelled.ledger.cancelJob(SHOP, open?.jobId ?? '')).toBe(true);
    cancelled.die();

    const bench = aDesk({ source, rules: { ...own, fileRecords: 7 } });
    const { files } = await exported(bench);
    expect(files.length).toBeGreaterThan(5);
    const texts = await Promise.all(files.map((file) => textOf(bench.ledger, file.fileId)));
    for (const text of texts) {
      expect(problems(text)).toEqual([]);
      expect([...described(text)].sort()).toEqual([...new Set(codesIn(text, /<GLTransaction[ >].*?<Account code="([^"]*)"/g))].sort());
    }

    // One file over many pages knows what its earlier pages described.
    globalThis.indexedDB = new IDBFactory();
    const long = aDesk({ source: { invoices: Array.from({ length: 450 }, (_, index) => anInvoice({ id: index + 1, customerCode: `C${String(index % 3)}` })) }, rules: own });
    const text = await textOf(long.ledger, (await exported(long)).files[0]?.fileId ?? '');
    expect(described(text)).toEqual(['WC0', 'WC1', 'WC2']);
  });

  it('takes no contact away under the hands of a debtor file', async () => {
    const source = threeOfTwo();
    const first = aDesk({ source, rules: own });
    const entries = (await exported(first)).files[0]?.fileId ?? '';
    const bench = aDesk({ source, rules: own, strike: (call) => (call === 'decidedPage' ? 'before' : null) });
    await bench.desk.start({ ...MARCH, topic: 'Accounts' });
    await bench.desk.resume().catch(() => undefined);
    await first.ledger.fileSaved(entries);
    await first.ledger.stripSaved(() => Promise.resolve());
    expect(await people(first)).toEqual(['Anna Jansen', 'Anna Jansen', 'Bob Smit']);
    bench.die();
    const next = aDesk({ source, rules: own });
    await next.desk.resume();
    expect((await next.desk.state(SHOP)).job).toMatchObject({ phase: 'done', records: 2 });
    expect(await people(next)).toEqual(['', '', '']);
  });

  it('gives a company of another member state its own relation beside the collective debtor', async () => {
    const company = aParty({ companyName: 'Licht GmbH', country: 'DE', postalCode: '10115', vatNumber: 'DE 136695976', cocNumber: 'HRB 1' });
    const german = { billTo: company, shipTo: company, customerCode: 'C90', lines: [aLine(1000, 0, 0)] };
    const bench = aDesk({ source: { invoices: [anInvoice({ id: 1 }), anInvoice({ id: 2, ...german }), anInvoice({ id: 3, ...german })] } });
    const text = await textOf(bench.ledger, (await exported(bench)).files[0]?.fileId ?? '');
    expect(problems(text)).toEqual([]);
    expect(text).toContain('<Account code="C90" status="C"><Name>Licht GmbH</Name>');
    expect(text).toContain('</Address><VATNumber>DE136695976</VATNumber><ChamberOfCommerce>HRB 1</ChamberOfCommerce></Account>');
    expect(described(text)).toEqual(['C90']);
    expect(codesIn(text, /<GLTransaction .*?<Account code="([^"]*)"/g)).toEqual(['1001', 'C90', 'C90']);
  });

  it('strips contacts of a collective debtor once the file was saved, not before', async () => {
    const bench = aDesk({ source: { invoices: [anInvoice({ id: 1 }), anInvoice({ id: 2, lines: [aLine(1, 0, 0)] })] } });
    const { files } = await exported(bench);
    const emails = async (): Promise<readonly string[]> => (await bench.ledger.invoicesAfter(SHOP, 'all', '2024-01-01', '2024-12-31', null, 9)).map((row) => row.invoice.billTo.email);
    expect(await emails()).toEqual(['anna@customer.example', 'anna@customer.example']);
    const before = await textOf(bench.ledger, files[0]?.fileId ?? '');
    await bench.desk.saved(files[0]?.fileId ?? '');
    expect(await emails()).toEqual(['', 'anna@customer.example']);
    await bench.desk.downloadAgain(SHOP, files[0]?.fileId ?? '');
    expect(bench.delivered).toEqual([files[0]?.fileId, files[0]?.fileId]);
    expect(await textOf(bench.ledger, files[0]?.fileId ?? '')).toBe(before);
  });
});

describe('entry numbers', () => {
  const entries = (text: string): readonly string[] => [...text.matchAll(/<GLTransaction( entry="\d+")?>/g)].map((match) => match[1] ?? '');
  const lastText = async (bench: Bench, order: Parameters<Bench['desk']['start']>[0]): Promise<string> => textOf(bench.ledger, (await exported(bench, order)).files[0]?.fileId ?? '');

  it('are written for whole numbers that no other invoice of the shop has', async () => {
    const source = { invoices: [anInvoice({ id: 1, code: '12', date: '2024-03-01' }), anInvoice({ id: 2, code: '13', date: '2024-03-02' }), anInvoice({ id: 3, code: '12', date: '2025-03-03' })] };
    const bench = aDesk({ source });
    expect((await bench.desk.state(SHOP)).noEntryNumbers).toBe(false);
    // The other 12 lies outside the period, and counts all the same.
    expect(entries(await lastText(bench, MARCH))).toEqual(['', ' entry="13"']);
    expect((await bench.desk.state(SHOP)).noEntryNumbers).toBe(true);
    expect(entries(await lastText(bench, { ...MARCH, to: '2025-12-31' }))).toEqual(['']);
  });

  it('are not written twice into one journal by two shops of a tenant', async () => {
    const other = { tenantId: 't1', shopId: 13 };
    const source = { invoices: [anInvoice({ id: 1, code: '12' }), anInvoice({ id: 2, code: '12', shopId: 13 }), anInvoice({ id: 3, code: '14', shopId: 13 })] };
    const bench = aDesk({ source });
    expect(entries(await lastText(bench, MARCH))).toEqual([' entry="12"']);
    expect((await bench.desk.state(SHOP)).noEntryNumbers).toBe(false);
    expect(entries(await lastText(bench, { ...MARCH, shop: other }))).toEqual(['', ' entry="14"']);
    expect((await bench.desk.state(other)).noEntryNumbers).toBe(true);
  });

  it('may be equal in two journals', async () => {
    const source = { invoices: [anInvoice({ id: 1, code: '12' }), anInvoice({ id: 2, code: '12', shopId: 13 })] };
    await exported(aDesk({ source }));
    expect(entries(await lastText(aDesk({ source, rules: someRules({ journal: '71' }) }), { ...MARCH, shop: { tenantId: 't1', shopId: 13 } }))).toEqual([' entry="12"']);
  });

  it.each([{ referencePrefix: 'L-' }, { referenceYear: true }])('are left out with a reference of its own, and the section says so: %o', async (change) => {
    const bench = aDesk({ source: { invoices: [anInvoice({ id: 1, code: '12' })] }, rules: someRules(change) });
    expect((await bench.desk.state(SHOP)).noEntryNumbers).toBe(true);
    expect(entries(await lastText(bench, MARCH))).toEqual(['']);
  });
});
