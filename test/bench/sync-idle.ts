/** What a run of Sync with nothing to do costs, reading ShopCtrl included, beside 1,000 and beside 100,000 booked invoices, in turns. */
import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import type { InvoiceRow } from '../../lib/ledger/rows';
import type { SyncRow } from '../../lib/ledger/sync-rows';
import { runFeed } from '../../lib/shopctrl/feed';
import { anInvoice } from '../booking/fixtures';
import { SMALL_NOW, smallApi } from '../shopctrl/small-api';
import { FakeExact } from '../sync/fake-exact';
import { aBench, aShop, Clock, SHOP } from '../sync/fixtures';
import { alternate, type Measurement, median, spread } from './measure';

const ROUNDS = 15;
const RUNS = 20;

export const syncIdle: Measurement = {
  names: ['sync-idle-run-ms', 'sync-idle-flat-100k-to-1k'],
  run: async (report) => {
    const few = await idle('bench idle 1k', 1000);
    const many = await idle('bench idle 100k', 100_000);
    const { ours, theirs, ratio } = await alternate(ROUNDS, 3, many, few);
    report.note(`100,000 rows: ${spread(ours)}; 1,000 rows: ${spread(theirs)}`);
    report.figure('sync-idle-run-ms', median(ours), 'ms');
    report.figure('sync-idle-flat-100k-to-1k', ratio, 'ratio');
  },
};

/** Milliseconds of CPU of one run with nothing to do, the mean of a few. */
async function idle(name: string, rows: number): Promise<() => Promise<number>> {
  const clock = new Clock();
  const exact = new FakeExact(clock.now);
  // A ShopCtrl in which nothing changed.
  const client = smallApi(0).client();
  let read = 0;
  const discover = async (): Promise<void> => {
    const result = await runFeed({ client, store: bench.ledger, ...SHOP, now: () => SMALL_NOW, signal: new AbortController().signal });
    if (result.gaps > 0) throw new Error('the numbers that were made up have gaps');
    read += 1;
  };
  const bench = aBench({ exact, clock, ledger: name, ports: { discover } });
  await bench.ledger.putSyncShop(aShop());
  const db = await openDB(name);
  for (let at = 0; at < rows; at += 5000) {
    const tx = db.transaction(['bookings', 'invoices', 'counters'], 'readwrite');
    for (let id = at + 1; id <= Math.min(at + 5000, rows); id += 1) {
      const row: SyncRow = {
        ...SHOP, id, code: `F${String(id)}`, date: '2026-02-01', state: 'proved', due: 8_640_000_000_000_000, rev: 5, hash: 'h', changed: false, reference: `F${String(id)}`, refKey: `nl:100:F${String(id)}`,
        entry: { entryId: `e${String(id)}`, entryNumber: id, origin: 'own' }, steps: [],
      };
      void tx.objectStore('bookings').put(row);
      const { code, date } = row;
      void tx.objectStore('invoices').put({ ...SHOP, id, code, kind: 'invoice', date, state: 'seen', changedAt: '', contentHash: 'h', invoice: anInvoice({ ...SHOP, id, code, date, lines: [] }), stripped: false } satisfies InvoiceRow);
    }
    void tx.objectStore('counters').put({ ...SHOP, name: 'sync proved', value: Math.min(at + 5000, rows) });
    await tx.done;
  }
  db.close();
  // As runs before left it: all numbers were gone through once.
  const time = new Date(SMALL_NOW).toISOString();
  await bench.ledger.commitPage({ invoices: [], findings: [], cursor: { ...SHOP, route: 'orders', watermark: time, sweptAt: time, run: null, arithmetic: null, gaps: 0 } });
  return async () => {
    const before = read;
    const begun = process.cpuUsage();
    for (let run = 0; run < RUNS; run += 1) await bench.engine.run();
    if (exact.calls.length > 0) throw new Error('a run with nothing to do asked Exact');
    const { user, system } = process.cpuUsage(begun);
    if (read - before !== RUNS) throw new Error('a run did not read ShopCtrl');
    return (user + system) / 1000 / RUNS;
  };
}
