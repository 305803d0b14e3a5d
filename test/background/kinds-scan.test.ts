import { describe, expect, it } from 'vitest';
import { bookingsThatTell, createScanner, type ScanLedger } from '../../lib/background/kinds-scan';
import type { Invoice } from '../../lib/invoice/invoice';
import type { InvoiceRow } from '../../lib/ledger/rows';
import { aLine, anInvoice, someRules } from '../booking/fixtures';

const SHOP = { tenantId: 't1', shopId: 12 };
const TODAY = '2026-11-22';
const measure = { rules: someRules(), version: 1, books: null, today: TODAY };
const rowOf = (invoice: Invoice, change: Partial<InvoiceRow> = {}): InvoiceRow => ({
  tenantId: 't1', id: invoice.id, shopId: 12, code: invoice.code, kind: invoice.kind, date: invoice.date, state: 'seen', changedAt: invoice.changedAt, contentHash: invoice.contentHash, invoice, stripped: false, ...change,
});
/** A ledger of these rows, as the real one pages them. */
function ledgerOf(rows: readonly InvoiceRow[]): ScanLedger & { readonly reads: number[] } {
  const sorted = [...rows].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : a.id - b.id));
  const reads: number[] = [];
  return {
    reads,
    invoicesAfter: (_shop, _which, from, to, after, limit) => {
      reads.push(limit);
      return Promise.resolve(sorted.filter((row) => row.date >= from && row.date <= to && (!after || row.date > after.date || (row.date === after.date && row.id > after.id))).slice(0, limit));
    },
    countInvoices: () => Promise.resolve(sorted.length),
    waiting: () => Promise.resolve(sorted.filter((row) => row.state === 'seen').length),
    loadCursor: () => Promise.resolve(null),
  };
}
function rig(ledger: ScanLedger, msPerPage = 0) {
  let now = 0;
  const running: Promise<unknown>[] = [];
  let done = 0;
  const scanner = createScanner({ ledger, now: () => now, pulse: () => void (now += msPerPage), inBackground: (work) => void running.push(work), done: () => void (done += 1), signal: new AbortController().signal });
  return { scanner, finish: () => Promise.all(running), told: () => done };
}

describe('looking through invoices', () => {
  it('counts kinds of all invoices of 90 days, and reasons of those in no file yet', async () => {
    const ledger = ledgerOf([
      rowOf(anInvoice({ id: 1, date: '2026-11-01' })),
      rowOf(anInvoice({ id: 2, date: '2026-11-02', lines: [aLine(1000, 60, 600)] })),
      rowOf(anInvoice({ id: 3, date: '2026-11-03', lines: [aLine(500, 45, 900)] }), { state: 'exported' }),
      rowOf(anInvoice({ id: 4, date: '2026-05-01' })),
    ]);
    const { scanner } = rig(ledger);
    const met = await scanner.scan(SHOP, measure);
    expect(met.complete).toBe(true);
    expect(met.kinds.map((kind) => [kind.regime, kind.rate, kind.count])).toEqual([['home', 2100, 1], ['home', 900, 1]]);
    expect(met.waiting.map((group) => [group.code, group.count])).toEqual([['R-RATE-UNKNOWN', 1]]);
    const reads = ledger.reads.length;
    expect(await scanner.scan(SHOP, measure)).toEqual(met);
    expect(ledger.reads.length).toBe(reads);
    await scanner.scan(SHOP, { ...measure, version: 2 });
    expect(ledger.reads.length).toBeGreaterThan(reads);
  });

  it('lets a person wait for seconds only: the rest follows, and is told', async () => {
    const many = Array.from({ length: 1000 }, (_, at) => rowOf(anInvoice({ id: at + 1, date: '2026-11-01' })));
    const { scanner, finish, told } = rig(ledgerOf(many), 1_600);
    const first = await scanner.scan(SHOP, measure);
    expect(first.complete).toBe(false);
    expect(first.kinds[0]?.count).toBe(400);
    await finish();
    expect(told()).toBe(1);
    const whole = await scanner.scan(SHOP, measure);
    expect([whole.complete, whole.kinds[0]?.count]).toEqual([true, 1000]);
  });
});

describe('bookings that tell whether Exact keeps the shop’s VAT', () => {
  it('are those in a file as they stand now, with VAT that Exact would compute otherwise', async () => {
    const telling = [aLine(1002, 211, 2100)];
    const inFile = (hash: string) => ({ state: 'exported' as const, exported: { fileId: 'f', hash } });
    const rows = [
      rowOf(anInvoice({ id: 1, date: '2026-01-05', lines: telling }), inFile('h1')),
      rowOf(anInvoice({ id: 2, date: '2026-11-02', lines: telling }), inFile('before it changed')),
      rowOf(anInvoice({ id: 3, date: '2026-11-03', lines: telling })),
      rowOf(anInvoice({ id: 4, date: '2026-11-04' }), inFile('h4')),
    ];
    expect((await bookingsThatTell(ledgerOf(rows), SHOP, measure)).map((booking) => booking.invoiceId)).toEqual([1]);
  });
});
