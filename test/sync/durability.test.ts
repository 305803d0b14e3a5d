/**
 * What is about to be sent reaches the disk before it is sent, and what was answered before anything else is done (issue: 1): relations, entries,
 * documents, their files, and the removal of a copy. Read from `transaction.durability` of the database itself.
 */
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { aParty } from '../booking/fixtures';
import { FakeExact } from './fake-exact';
import { aBench, aShop, Clock, invoices, settle, SHOP } from './fixtures';

/** Either a call of Exact, or a transaction that writes. */
type Happened = { readonly call: string } | { readonly stores: readonly string[]; readonly durability: string };

const real = IDBDatabase.prototype.transaction;
let happened: Happened[];
beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  happened = [];
  IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args: Parameters<IDBDatabase['transaction']>) {
    const tx = real.apply(this, args);
    if (args[1] === 'readwrite') happened.push({ stores: typeof args[0] === 'string' ? [args[0]] : [...args[0]], durability: tx.durability });
    return tx;
  };
});
afterEach(() => {
  IDBDatabase.prototype.transaction = real;
});

/** Calls that change something in Exact, where what they are about is stored, and whether their answer is stored by itself (a file is looked for instead). */
const CHANGES = [
  { call: 'debtors.create', store: 'relations', times: 1 },
  { call: 'entries.post', store: 'bookings', times: 2 },
  { call: 'entries.remove', store: 'bookings', times: 1 },
  { call: 'documents.create', store: 'bookings', times: 2 },
  { call: 'documents.attach', store: 'bookings', times: 2 },
] as const;

/** The copy that stays is read once more between the intent to remove the other one and its removal (design 6.5). */
const READS: readonly string[] = ['entries.read', 'entries.matched'];

it('an intent is on the disk before its call, and the answer before the next one', async () => {
  const clock = new Clock();
  const exact = new FakeExact(clock.now);
  exact.account('1001');
  exact.fault = (call, reference) => (call === 'entries.post' && reference.endsWith('2') ? { kind: 'resent' } : null);
  const source = invoices(2, (id) => (id === 1 ? { customerCode: 'B7', billTo: aParty({ email: 'b7@customer.example', vatNumber: 'DE136695976', country: 'DE' }) } : {}));
  const strike = (call: string): null => {
    if (/^(entries|debtors|documents)\./.test(call)) happened.push({ call });
    return null;
  };
  const bench = aBench({ exact, clock, source, strike });
  await bench.ledger.putSyncShop(aShop({ attachPdf: true }));
  await settle(bench, clock);
  expect(await bench.ledger.syncCounts(SHOP)).toMatchObject({ proved: 2 });

  const told = (one: Happened | undefined): string => (one === undefined ? 'nothing' : 'call' in one ? one.call : `${one.stores.join('+')} ${one.durability}`);
  for (const { call, store, times } of CHANGES) {
    const places = happened.flatMap((one, at) => ('call' in one && one.call === call ? [at] : []));
    expect([call, places.length]).toEqual([call, times]);
    for (const at of places) {
      // Between the call before and this one its intent was written, and nothing about it was left to the browser's leisure.
      const since = happened.slice(0, at).findLastIndex((one) => 'call' in one && !(call === 'entries.remove' && READS.includes(one.call))) + 1;
      const before = happened.slice(since, at).filter((one) => 'stores' in one && one.stores.includes(store));
      expect([call, before.map((one) => told(one).split(' ')[1])]).toEqual([call, before.length === 0 ? ['none was written'] : before.map(() => 'strict')]);
      const after = happened.slice(at + 1).find((one) => 'stores' in one && one.stores.includes(store));
      expect([call, told(after).split(' ')[1]]).toEqual([call, 'strict']);
    }
  }
  // Wherever a row of Sync is moved by the engine; reading ShopCtrl again is the one that can be repeated.
  const moves = happened.filter((one) => 'stores' in one && one.stores.includes('bookings') && !one.stores.includes('cursors'));
  expect(new Set(moves.map((one) => told(one).split(' ')[1]))).toEqual(new Set(['strict']));
});
