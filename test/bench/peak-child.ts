/**
 * Exports 50,000 invoices through the job's own steps and prints the peak of memory. The rows come from a stand-in that makes each page when
 * asked and keeps none, and pieces go nowhere, as IndexedDB keeps both on disk; everything else is the product: deciding, pages, writing,
 * splitting. Measured: resident size of this process, sampled at every step and every 5 ms, and heap in use after a forced collection at every tenth step.
 */
import { runJob, PAGE } from '../../lib/export/job';
import type { JobPorts } from '../../lib/export/job';
import type { Ledger } from '../../lib/ledger/ledger';
import type { InvoiceRow, JobPage, JobRow } from '../../lib/ledger/rows';
import { someRules } from '../booking/fixtures';
import { benchInvoice } from './xml';

const COUNT = 50_000;
const MB = 1024 * 1024;

function rowOf(index: number): InvoiceRow {
  const invoice = benchInvoice(index);
  return {
    tenantId: invoice.tenantId, id: invoice.id, shopId: invoice.shopId, code: invoice.code, kind: invoice.kind, date: invoice.date, state: 'seen',
    changedAt: invoice.changedAt, contentHash: invoice.contentHash, invoice, met: [], stripped: false,
  };
}

const first: JobRow = {
  jobId: 'j', tenantId: 't1', shopId: 12, shopName: 'Bench', topic: 'GLTransactions', from: '2024-01-01', to: '2024-12-31', createdAt: '2024-12-31T00:00:00.000Z',
  rulesVersion: 1, rules: someRules({ fileRecords: COUNT, fileBytes: Number.MAX_SAFE_INTEGER }), phase: 'reading', done: 0, total: 0, records: 0, leftOut: 0, reasons: [],
  decided: null, pages: 0, written: 0, marked: 0, fileNumber: 1, files: [], delivered: 0, fault: null,
};

let job = first;
let bytes = 0;
let steps = 0;
let peak = 0;
let heap = 0;
const sample = (): void => {
  peak = Math.max(peak, process.memoryUsage.rss());
};
const move = async (_before: JobRow, after: JobRow): Promise<JobRow> => {
  // As a database does: what is kept is a copy.
  job = structuredClone(after);
  return job;
};
const pageAt = (number: number): JobPage => {
  const rows = Array.from({ length: Math.min(PAGE, COUNT - number * PAGE) }, (_, at) => rowOf(number * PAGE + at));
  const bookings = decidedRows(rows);
  return { jobId: 'j', page: number, first: number * PAGE, bookings, accounts: [] };
};

// Only what the job asks on this way; anything else must fail loudly.
const ledger: Partial<Ledger> = {
  job: async () => job,
  moveJob: move,
  countInvoices: async () => COUNT,
  invoicesAfter: async (_shop, _which, _from, _to, after, limit) => Array.from({ length: Math.min(limit, COUNT - (after?.id ?? 0)) }, (_, at) => rowOf((after?.id ?? 0) + at)),
  knownDebtors: async () => new Set(),
  decidedPage: move,
  jobPage: async (_jobId, number) => pageAt(number),
  wrotePage: async (before, after, parts) => {
    for (const part of parts) bytes += part.bytes.length;
    return move(before, after);
  },
  filesComplete: move,
  markedPage: move,
  endJob: move,
};

const { outcomeOf } = await import('../../lib/export/records');
function decidedRows(rows: readonly InvoiceRow[]): JobPage['bookings'] {
  return rows.flatMap((row) => {
    const outcome = outcomeOf(row.invoice, first.rules, 1, 'GLTransactions');
    return outcome.kind === 'booking' ? [{ hash: row.contentHash, booking: outcome.booking }] : [];
  });
}

const ports: JobPorts = {
  ledger: ledger as Ledger,
  read: async () => undefined,
  deliver: async () => undefined,
  pulse: async () => {
    steps += 1;
    sample();
    if (steps % 10 === 0) {
      globalThis.gc?.();
      heap = Math.max(heap, process.memoryUsage().heapUsed);
    }
    await new Promise((resolve) => setImmediate(resolve));
  },
  onStep: () => undefined,
  signal: new AbortController().signal,
};

globalThis.gc?.();
const before = process.memoryUsage.rss();
const timer = setInterval(sample, 5);
const start = performance.now();
await runJob('j', ports);
clearInterval(timer);
sample();
if (job.phase !== 'done' || job.records !== COUNT || bytes !== job.files[0]?.bytes) throw new Error('the run did not write 50,000 records');
for (const [name, value, unit] of [
  ['xml-50k-peak-mb', peak / MB, 'MB'],
  ['xml-50k-growth-mb', (peak - before) / MB, 'MB'],
  ['xml-50k-heap-mb', heap / MB, 'MB'],
  ['xml-50k-file-mb', bytes / MB, 'MB'],
  ['xml-50k-seconds', (performance.now() - start) / 1000, 's'],
] as const) process.stdout.write(`${JSON.stringify({ name, value: Math.round(value * 100) / 100, unit })}\n`);
