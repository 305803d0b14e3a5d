/** A shop that was turned off, is held, or stands beside one in trouble: what it sent is looked up to its end, and nothing more is sent (design 6.2, 6.3). */
import 'fake-indexeddb/auto';
import { beforeEach, expect, it } from 'vitest';
import { FaultError } from '../../lib/faults';
import type { FakeExact, Fault } from './fake-exact';
import { aBench, aShop, fresh, invoices, OTHER_SHOP, SHOP, type Bench, type BenchOptions, type Clock } from './fixtures';

const MINUTE = 60_000;
let clock: Clock;
let exact: FakeExact;
beforeEach(() => {
  ({ clock, exact } = fresh());
});

const posts = (): number => exact.calls.filter((call) => call === 'entries.post' || call.endsWith('create') || call.endsWith('attach')).length;
const counts = ({ ledger }: Bench) => ledger.syncCounts(SHOP);

/** Killed with the POST of the second of four invoices under way, of which becomes what `fault` says; then the shop is turned off. */
async function turnedOff(fault: Fault | null, options: Partial<BenchOptions> = {}): Promise<Bench> {
  let sent = 0;
  const first = aBench({ exact, clock, source: invoices(4), strike: (call) => (call === 'entries.post' && (sent += 1) === 2 ? 'during' : null) });
  await first.ledger.putSyncShop(aShop({ attachPdf: true }));
  exact.fault = (call, reference) => (call === 'entries.post' && reference.endsWith('2') ? fault : null);
  await first.engine.run().catch(() => undefined);
  exact.fault = () => null;
  await first.ledger.putSyncShop(aShop({ on: false, attachPdf: true }));
  await first.ledger.close();
  return aBench({ exact, clock, source: invoices(4), ...options });
}

it('an invoice whose POST landed is found by the next run, proved by a later one, and nothing else is sent', async () => {
  const bench = await turnedOff(null);
  expect(await counts(bench)).toMatchObject({ intent: 1, sent: 1, ready: 2 });
  await bench.engine.run();
  expect(await counts(bench)).toMatchObject({ booked: 2, ready: 2 });
  expect(await bench.ledger.boundToAdministration(SHOP)).toBe(false);
  clock.at += 16 * MINUTE;
  await bench.engine.run();
  expect([await counts(bench), posts(), exact.entries.length]).toEqual([expect.objectContaining({ proved: 2, ready: 2 }), 2, 2]);
  // Nothing is left: not even a look.
  const calls = exact.calls.length;
  clock.at += 16 * MINUTE;
  expect(await bench.engine.run()).toEqual({ next: null, waiting: false });
  expect(exact.calls).toHaveLength(calls);
});

it('one that never arrived is looked up twice, and then is free; turned on again, all of it is booked', async () => {
  const bench = await turnedOff({ kind: 'dropped' });
  const { next } = await bench.engine.run();
  expect(await counts(bench)).toMatchObject({ uncertain: 1 });
  expect(await bench.ledger.boundToAdministration(SHOP)).toBe(true);
  clock.at = next ?? 0;
  await bench.engine.run();
  expect([await counts(bench), posts()]).toEqual([expect.objectContaining({ uncertain: 0, ready: 3 }), 2]);
  expect(await bench.ledger.boundToAdministration(SHOP)).toBe(false);
  await bench.ledger.putSyncShop(aShop());
  await bench.engine.run();
  expect([await counts(bench), exact.entries.length]).toEqual([expect.objectContaining({ booked: 4 }), 4]);
});

it('a copy of ours that lands late is removed, also while the shop is off', async () => {
  const bench = await turnedOff({ kind: 'resent', ms: 200_000 });
  await bench.engine.run();
  clock.at += 16 * MINUTE;
  await bench.engine.run();
  expect(exact.calls.filter((call) => call === 'entries.remove')).toHaveLength(1);
  expect([await counts(bench), exact.entries.length, posts()]).toEqual([expect.objectContaining({ proved: 1, booked: 1, ready: 2 }), 2, 2]);
});

it('neither ShopCtrl is read for it, nor does it get a document', async () => {
  let read = 0;
  const bench = await turnedOff(null, { ports: { discover: () => Promise.resolve(void (read += 1)) } });
  for (let run = 0; run < 4; run += 1) {
    await bench.engine.run();
    clock.at += 16 * MINUTE;
  }
  expect([read, exact.documents, (await counts(bench)).proved]).toEqual([0, [], 2]);
});

it('without a connection nothing can be asked, and it stays bound', async () => {
  const bench = await turnedOff(null, { ports: { target: () => Promise.resolve(null) } });
  expect(await bench.engine.run()).toMatchObject({ next: null });
  expect(await bench.ledger.boundToAdministration(SHOP)).toBe(true);
});

it('a held shop: looked up, no document, and what waits for its turn wakes nobody', async () => {
  const bench = await turnedOff({ kind: 'dropped' }, { ports: { native: () => Promise.resolve('active') } });
  await bench.ledger.putSyncShop(aShop({ attachPdf: true }));
  const row = await bench.ledger.syncRow('t1', 3);
  if (row) await bench.ledger.moveSync([{ before: row, after: { ...row, state: 'waiting', due: clock.at - MINUTE, reason: { code: 'S-EXPORTING', params: {} }, rev: row.rev + 1 } }], 'strict');
  const { next } = await bench.engine.run();
  expect(next).toBeGreaterThanOrEqual(clock.at + 5 * MINUTE);
  clock.at = next ?? 0;
  expect(await bench.engine.run()).toMatchObject({ next: null });
  clock.at += 16 * MINUTE;
  await bench.engine.run();
  await bench.engine.run();
  expect([await counts(bench), posts(), exact.documents]).toEqual([expect.objectContaining({ proved: 1, ready: 2, waiting: 1 }), 2, []]);
});

it('of two shops of one administration, connected by two Exact users, the one with a dead connection does not stop the other', async () => {
  const source = [...invoices(2), ...invoices(2, (id) => ({ id: 100 + id, shopId: 13, code: `G26-${String(id)}` }))];
  const bench = aBench({
    exact,
    clock,
    source,
    ports: {
      target: (shop) => Promise.resolve({ connectionId: `c${String(shop.shopId)}`, site: 'nl', division: 100, userId: `user-${String(shop.shopId)}` }),
      token: (connection) => (connection === 'c12' ? Promise.reject(new FaultError({ code: 'exact-reconnect' })) : Promise.resolve('token')),
    },
  });
  await bench.ledger.putSyncShop(aShop());
  await bench.ledger.putSyncShop(aShop(OTHER_SHOP));
  await bench.engine.run();
  expect(exact.entries.map(({ reference }) => reference)).toEqual(['G26-1', 'G26-2']);
  expect((await bench.ledger.syncShop(SHOP))?.lastRun?.fault?.code).toBe('exact-reconnect');
  expect((await bench.ledger.syncShop(OTHER_SHOP))?.lastRun?.fault).toBeNull();
});
