import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { XMLParser } from 'fast-xml-parser';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FaultError } from '../../lib/faults';
import type { Fault } from '../../lib/faults';
import { aLine, anInvoice, someRules } from '../booking/fixtures';
import { problems } from '../xml/validate';
import { aDesk, exported, manyInvoices, MARCH, NOW, SHOP, textOf } from './fixtures';
import type { Bench } from './fixtures';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

async function faultFrom(promise: Promise<unknown>): Promise<Fault | null> {
  return promise.then(
    () => null,
    (error: unknown) => (error instanceof FaultError ? error.fault : Promise.reject(error as Error)),
  );
}

const yourRefs = (text: string): string[] => [...new Set([...text.matchAll(/<YourRef>([^<]*)<\/YourRef>/g)].map((match) => match[1] ?? ''))];

describe('an export', () => {
  it('reads, decides, writes one valid file, delivers it and remembers', async () => {
    const invoices = manyInvoices(450);
    const bench = aDesk({ source: { invoices } });
    const state = await exported(bench);
    const left = invoices.filter((invoice) => invoice.shipTo?.country === 'FR').length;
    expect(state.job).toMatchObject({ phase: 'done', records: 450 - left, leftOut: left, topic: 'GLTransactions' });
    expect(state.job?.reasons).toEqual([expect.objectContaining({ code: 'no-mapping', count: left, params: { rate: 2000, regime: 'OSS-FR-20', kind: 'oss', use: 'revenue', country: 'FR', what: 'account-and-code' } })]);
    expect(state.job?.reasons[0]?.invoices).toHaveLength(20);
    expect(state.waiting).toBe(left);
    expect(state.files).toEqual([expect.objectContaining({ name: 'lamp-licht-12_2024-03-01_2024-03-31_GLTransactions_0001.xml', records: 450 - left, changed: 0, madeAt: new Date(NOW).toISOString() })]);
    const fileId = state.files[0]?.fileId ?? '';
    expect(bench.delivered).toEqual([fileId]);
    const text = await textOf(bench.ledger, fileId);
    expect(problems(text)).toEqual([]);
    expect(new TextEncoder().encode(text)).toHaveLength(state.files[0]?.bytes ?? -1);
    expect(yourRefs(text)).toHaveLength(450 - left);
    const dates = (new XMLParser().parse(text) as { eExact: { GLTransactions: { GLTransaction: readonly { Date: string }[] } } }).eExact.GLTransactions.GLTransaction.map((entry) => entry.Date);
    expect(dates).toEqual([...dates].sort());
    expect(text).not.toContain('Jansen');
    expect(bench.wakes).toEqual([true, true, false]);
  });

  it('gives the same bytes for the same input', async () => {
    const source = { invoices: manyInvoices(250) };
    const first = aDesk({ source });
    const one = await textOf(first.ledger, (await exported(first)).files[0]?.fileId ?? '');
    globalThis.indexedDB = new IDBFactory();
    const second = aDesk({ source: { invoices: [...source.invoices].reverse() } });
    expect(await textOf(second.ledger, (await exported(second)).files[0]?.fileId ?? '')).toBe(one);
  });

  it('takes invoices of the period only', async () => {
    const source = { invoices: [anInvoice({ id: 1, date: '2024-02-29' }), anInvoice({ id: 2, date: '2024-03-01' }), anInvoice({ id: 3, date: '2024-03-31' }), anInvoice({ id: 4, date: '2024-04-01' }), anInvoice({ id: 5, shopId: 13 })] };
    const bench = aDesk({ source });
    const state = await exported(bench);
    expect(yourRefs(await textOf(bench.ledger, state.files[0]?.fileId ?? ''))).toEqual(['20240002', '20240003']);
    expect(state.waiting).toBe(2);
  });

  it('has only what is new the next time, and says when there is nothing', async () => {
    const source = { invoices: manyInvoices(5) };
    const bench = aDesk({ source });
    await exported(bench);
    const nothing = await exported(bench);
    expect(nothing.job).toMatchObject({ phase: 'failed', fault: { code: 'export-nothing-new', params: { known: 5 } }, records: 0 });
    expect(nothing.files).toHaveLength(1);
    source.invoices = [...source.invoices, anInvoice({ id: 90, date: '2024-03-02' })];
    const more = await exported(bench);
    expect(more.files.map((file) => [file.name, file.records])).toEqual([
      ['lamp-licht-12_2024-03-01_2024-03-31_GLTransactions_0002.xml', 1],
      ['lamp-licht-12_2024-03-01_2024-03-31_GLTransactions_0001.xml', 5],
    ]);
  });

  it('is split at the limit of records, numbered on, each file whole', async () => {
    const bench = aDesk({ source: { invoices: Array.from({ length: 25 }, (_, index) => anInvoice({ id: index + 1 })) }, rules: someRules({ fileRecords: 10 }) });
    const { files } = await exported(bench);
    expect([...files].map((file) => [file.name.slice(-8), file.records]).sort()).toEqual([
      ['0001.xml', 10],
      ['0002.xml', 10],
      ['0003.xml', 5],
    ]);
    const refs: string[] = [];
    for (const file of [...files].sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const text = await textOf(bench.ledger, file.fileId);
      expect(problems(text)).toEqual([]);
      refs.push(...yourRefs(text));
    }
    expect(refs).toEqual(Array.from({ length: 25 }, (_, index) => String(20240001 + index)));
    expect(bench.delivered).toHaveLength(3);
    const next = await exported(aDesk({ source: { invoices: [anInvoice({ id: 99 })] } }));
    expect(next.files[0]?.name).toContain('_0004.xml');
  });

  it('saves several files one after the other, waiting for each page a while, and opens none again that was saved', async () => {
    const source = { invoices: Array.from({ length: 25 }, (_, index) => anInvoice({ id: index + 1 })) };
    const waits: { readonly milliseconds: number; readonly pass: () => void }[] = [];
    const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => waits.push({ milliseconds, pass: resolve }));
    const bench = aDesk({ source, rules: someRules({ fileRecords: 10 }), deps: { sleep } });
    await bench.desk.start(MARCH);
    const over = bench.desk.resume();
    await vi.waitFor(() => expect(waits).toHaveLength(1));
    expect(bench.delivered).toHaveLength(1);
    // The page of the first file says that it saved.
    await bench.desk.saved(bench.delivered[0] ?? '');
    await vi.waitFor(() => expect(waits).toHaveLength(2));
    expect(bench.delivered).toHaveLength(2);
    // The second page saved too, but the worker was killed before it heard of it.
    await bench.ledger.fileSaved(bench.delivered[1] ?? '');
    bench.die();
    const next = aDesk({ source, rules: someRules({ fileRecords: 10 }), deps: { sleep } });
    await next.desk.resume();
    expect(next.delivered).toHaveLength(1);
    expect(new Set([...bench.delivered, ...next.delivered])).toHaveProperty('size', 3);
    // A page that never answers holds up the others for a while only; less than an idle worker lives.
    expect(Math.max(...waits.map((wait) => wait.milliseconds))).toBeLessThan(30_000);
    expect((await next.desk.state(SHOP)).job).toMatchObject({ phase: 'done' });
    waits.forEach((wait) => wait.pass());
    await over.catch(() => undefined);
  });

  it('is split at the limit of bytes, and no file is larger unless one record is', async () => {
    const bench = aDesk({ source: { invoices: manyInvoices(40) }, rules: someRules({ fileBytes: 10_000 }) });
    const { files } = await exported(bench);
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) {
      expect(file.bytes).toBeLessThanOrEqual(10_000);
      expect(problems(await textOf(bench.ledger, file.fileId))).toEqual([]);
    }
    globalThis.indexedDB = new IDBFactory();
    const tiny = await exported(aDesk({ source: { invoices: [anInvoice({ id: 1 }), anInvoice({ id: 2 })] }, rules: someRules({ fileBytes: 1 }) }));
    expect(tiny.files.map((file) => file.records)).toEqual([1, 1]);
  });

  it('from the popup reaches from the oldest to today, by the shop\'s own topic', async () => {
    const source = { invoices: [anInvoice({ id: 1, date: '2023-11-30' }), anInvoice({ id: 2, date: '2024-06-15' }), anInvoice({ id: 3, date: '2024-06-16' })] };
    const bench = aDesk({ source, rules: someRules({ topic: 'Invoices' }) });
    await bench.desk.startNew(SHOP);
    await bench.desk.resume();
    const state = await bench.desk.state(SHOP);
    expect(state.files[0]).toMatchObject({ name: 'lamp-licht-12_2023-11-30_2024-06-15_Invoices_0001.xml', records: 2, topic: 'Invoices' });
    expect(state).toMatchObject({ waiting: 1, from: '2024-06-01', to: '2024-06-15' });
  });

  it('ends without a file when every invoice is left out', async () => {
    const state = await exported(aDesk({ source: { invoices: [anInvoice({ lines: [aLine(1000, 0, 0)] })] } }));
    expect(state.job).toMatchObject({ phase: 'done', records: 0, leftOut: 1 });
    expect(state.files).toEqual([]);
  });
});

describe('after the export', () => {
  it('flags an invoice that changed, on its file, and does not export it again', async () => {
    const source = { invoices: [anInvoice({ id: 1 }), anInvoice({ id: 2 })] };
    const bench = aDesk({ source });
    await exported(bench);
    const changed = anInvoice({ id: 2, changedAt: '2024-03-09T00:00:00.000Z', contentHash: 'other', lines: [aLine(2000, 420, 2100)] });
    source.invoices = [anInvoice({ id: 1 }), changed];
    const state = await exported(bench);
    expect(state.job?.fault?.code).toBe('export-nothing-new');
    expect(state.files[0]?.changed).toBe(1);
    source.invoices = [{ ...anInvoice({ id: 2 }), changedAt: '2024-03-10T00:00:00.000Z' }];
    expect((await exported(bench)).files[0]?.changed).toBe(0);
  });

  it('refuses files of another shop, and files that are gone', async () => {
    const bench = aDesk({ source: { invoices: [anInvoice()] } });
    const { files } = await exported(bench);
    expect(await faultFrom(bench.desk.downloadAgain({ tenantId: 't1', shopId: 13 }, files[0]?.fileId ?? ''))).toMatchObject({ code: 'file-gone' });
    await bench.desk.forget(SHOP);
    expect(await faultFrom(bench.desk.downloadAgain(SHOP, files[0]?.fileId ?? ''))).toMatchObject({ code: 'file-gone' });
    expect(await bench.desk.state(SHOP)).toMatchObject({ waiting: 0, job: null, files: [], findings: [] });
    expect(await bench.ledger.fileBytes(files[0]?.fileId ?? '')).toBeNull();
  });

  it('keeps a file that could not be delivered, and says so', async () => {
    const bench = aDesk({ source: { invoices: [anInvoice()] }, deps: { deliver: () => Promise.reject(new FaultError({ code: 'unexpected' })) } });
    const state = await exported(bench);
    expect(state.job).toMatchObject({ phase: 'done', fault: { code: 'unexpected' } });
    expect(state.files).toHaveLength(1);
  });
});

describe('orders', () => {
  it('says which settings are missing, before anything happens', async () => {
    const bench = aDesk({ source: { invoices: [anInvoice()] }, rules: someRules({ journal: '', paymentCondition: '', table: [] }) });
    expect(await faultFrom(bench.desk.start(MARCH))).toEqual({ code: 'export-settings-missing', params: { settings: 'journal, paymentCondition, table' } });
    expect((await bench.desk.state(SHOP)).settingsMissing).toEqual(['journal', 'paymentCondition', 'table']);
    expect(await faultFrom(aDesk({ source: { invoices: [] }, rules: null }).desk.startNew(SHOP))).toMatchObject({ code: 'export-settings-missing' });
    expect(await bench.ledger.openJobs()).toEqual([]);
  });

  it.each([
    ['2024-03-31', '2024-03-01'],
    ['', '2024-03-01'],
    ['2024-3-1', '2024-03-05'],
    ['2024-02-30', '2024-03-05'],
  ])('refuses the period %s to %s', async (from, to) => {
    expect(await faultFrom(aDesk({ source: { invoices: [] } }).desk.start({ ...MARCH, from, to }))).toMatchObject({ code: 'export-bad-period' });
  });

  it('takes one export per shop at a time, also when two are ordered at once', async () => {
    const bench = aDesk({ source: { invoices: manyInvoices(100) } });
    const results = await Promise.all([faultFrom(bench.desk.start(MARCH)), faultFrom(bench.desk.startNew(SHOP))]);
    expect(results.filter((fault) => fault?.code === 'export-busy')).toHaveLength(1);
    await bench.desk.resume();
    expect((await bench.desk.state(SHOP)).files).toHaveLength(1);
  });

  it('reports what reading failed with, and can be ordered again', async () => {
    const source: { invoices: readonly ReturnType<typeof anInvoice>[]; fails?: Error } = { invoices: [anInvoice()], fails: new FaultError({ code: 'shopctrl-signed-out' }) };
    const bench = aDesk({ source });
    expect((await exported(bench)).job).toMatchObject({ phase: 'failed', fault: { code: 'shopctrl-signed-out' } });
    delete source.fails;
    expect((await exported(bench)).job).toMatchObject({ phase: 'done', records: 1 });
  });

  it('shows findings grouped, and codes that are no entry numbers', async () => {
    const finding = { ...SHOP, code: 'unreadable', params: { what: 'Total' } };
    const source = { invoices: [anInvoice({ id: 1, code: 'F1' })], findings: [{ ...finding, invoiceId: 5, invoiceCode: 'F5' }, { ...finding, invoiceId: 6 }, { ...SHOP, code: 'R-ADDS-UP', invoiceId: 7, params: { expected: 100, actual: 90 } }, { ...SHOP, code: 'R-ADDS-UP', invoiceId: 8, params: { expected: 200, actual: 190 } }] };
    const state = await exported(aDesk({ source }));
    expect(state.noEntryNumbers).toBe(true);
    expect(state.findings).toEqual([
      { code: 'unreadable', params: { what: 'Total' }, count: 2, invoices: ['F5', '6'] },
      { code: 'R-ADDS-UP', params: { expected: 100, actual: 90 }, count: 1, invoices: ['7'] },
      { code: 'R-ADDS-UP', params: { expected: 200, actual: 190 }, count: 1, invoices: ['8'] },
    ]);
  });

  it('knows how sums add up for the tenant', async () => {
    const bench = aDesk({ source: { invoices: [anInvoice()] } });
    expect(await bench.desk.arithmetic('t1')).toBeNull();
    await exported(bench);
    expect(await bench.desk.arithmetic('t1')).toBe('after-minus');
  });
});

describe('cancel', () => {
  it('stops the reading, leaves no file behind, and everything can be exported again', async () => {
    let reached: () => void = () => undefined;
    const reading = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const source = { invoices: manyInvoices(20) };
    const bench = aDesk({
      source,
      deps: {
        read: ({ signal }) =>
          new Promise<void>((_, reject) => {
            signal.addEventListener('abort', () => reject(signal.reason as Error));
            reached();
          }),
      },
    });
    const { jobId } = await bench.desk.start(MARCH);
    await reading;
    await bench.desk.cancel(SHOP, jobId);
    await bench.desk.resume();
    expect((await bench.desk.state(SHOP)).job?.phase).toBe('cancelled');
    expect(bench.wakes.at(-1)).toBe(false);
    expect((await exported(aDesk({ source }))).job?.phase).toBe('done');
  });

  it('is not for another shop, nor for an export that is over', async () => {
    const bench = aDesk({ source: { invoices: manyInvoices(5) } });
    const { jobId } = await bench.desk.start(MARCH);
    await bench.desk.cancel({ tenantId: 't1', shopId: 13 }, jobId);
    await bench.desk.resume();
    await bench.desk.cancel(SHOP, jobId);
    expect((await bench.desk.state(SHOP)).job?.phase).toBe('done');
  });

  it.each(['deciding', 'writing'] as const)('while %s takes back everything', async (phase) => {
    const holder: { bench?: Bench } = {};
    let cancelled = false;
    const bench = aDesk({
      source: { invoices: manyInvoices(450) },
      deps: {
        pulse: async () => {
          const job = await holder.bench?.ledger.lastJob(SHOP);
          if (cancelled || job?.phase !== phase || (phase === 'writing' ? job.written : job.pages) !== 1) return;
          cancelled = true;
          await holder.bench?.desk.cancel(SHOP, job.jobId);
        },
      },
    });
    holder.bench = bench;
    const { jobId } = await bench.desk.start(MARCH);
    await bench.desk.resume();
    expect(cancelled).toBe(true);
    expect(await bench.desk.state(SHOP)).toMatchObject({ job: { phase: 'cancelled' }, files: [], waiting: 450 });
    expect(await bench.ledger.jobPage(jobId, 0)).toBeNull();
    expect(bench.delivered).toEqual([]);
  });
});
