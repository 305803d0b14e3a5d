/**
 * Runs inside one of the extension's own pages: fills the ledger's database with invoices, as if the feed had read them long ago. The stores are the
 * product's (it made the database); only rows and the counters that go along with them are written.
 */
import type { InvoiceRow } from '../../lib/ledger/rows';
import { invoiceAt } from './invoices';

interface Seeding {
  readonly tenantId: string;
  readonly shopId: number;
  readonly count: number;
}

const PER_TRANSACTION = 1000;

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('ledger');
    request.onupgradeneeded = () => reject(new Error('the product should have made the ledger'));
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('ledger'));
  });
}

async function seed({ tenantId, shopId, count }: Seeding): Promise<number> {
  const db = await open();
  const counters = new Map<string, number>();
  for (let at = 0; at < count; at += PER_TRANSACTION) {
    const transaction = db.transaction(['invoices', 'counters'], 'readwrite', { durability: 'relaxed' });
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error('aborted'));
    });
    for (let index = at; index < Math.min(count, at + PER_TRANSACTION); index += 1) {
      const invoice = invoiceAt(index, count, { tenantId, shopId });
      const { id, code, kind, date, changedAt, contentHash } = invoice;
      const row: InvoiceRow = { tenantId, id, shopId, code, kind, date, state: 'seen', changedAt, contentHash, invoice, stripped: false };
      transaction.objectStore('invoices').put(row);
      counters.set('waiting', (counters.get('waiting') ?? 0) + 1);
    }
    for (const [name, value] of counters) transaction.objectStore('counters').put({ tenantId, shopId, name, value });
    await done;
  }
  db.close();
  return count;
}

Object.assign(globalThis, { seedLedger: seed });
