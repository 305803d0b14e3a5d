/** The entry number as a second guard (design 6.7): whose a number is that Exact calls in use. */
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { entryNumberOf } from '../../lib/booking/reference';
import { aShop, bookingOf, DECIDER, invoices, rowsOf, SHOP } from './fixtures';
import { aStage, DIVISION, runUntil, type Stage } from './over-http';

let stage: Stage;
beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  stage = await aStage();
});
afterEach(() => stage.close());

const bench = (codes: readonly string[]) =>
  stage.bench(invoices(codes.length, (id) => ({ code: codes[id - 1] ?? '' })), {
    decider: {
      ...DECIDER,
      decide: ({ invoice }) => {
        const entryNumber = entryNumberOf(invoice.code);
        return { decision: { ok: true, booking: { ...bookingOf(invoice), debtor: { code: '1', kind: 'collective' }, ...(entryNumber === undefined ? {} : { entryNumber }) } }, record: null };
      },
    },
  });
const numbers = (): readonly (readonly [string, number])[] => stage.harness.sim.books(DIVISION).map(({ yourRef, entryNumber }) => [yourRef, entryNumber]);

it('goes with codes that are integers, and with no others', async () => {
  const one = bench(['26700501', 'F26-00502']);
  await one.ledger.putSyncShop(aShop({ useEntryNumber: true }));
  await runUntil(one, stage, stage.harness.clock.now() + 60_000);
  expect(numbers()).toContainEqual(['26700501', 26_700_501]);
  expect(numbers().find(([reference]) => reference === 'F26-00502')?.[1]).not.toBe(502);
  expect(await one.ledger.syncCounts(SHOP)).toMatchObject({ booked: 2 });
});

it('in use by another entry is never success: the holder is looked up by journal and number, and shown', async () => {
  const first = bench(['F26-00500']);
  await first.ledger.putSyncShop(aShop());
  await runUntil(first, stage, stage.harness.clock.now() + 60_000);
  const taken = stage.harness.sim.books(DIVISION)[0]?.entryNumber ?? 0;
  globalThis.indexedDB = new IDBFactory();
  const second = bench([String(taken)]);
  await second.ledger.putSyncShop(aShop({ useEntryNumber: true }));
  await runUntil(second, stage, stage.harness.clock.now() + 60_000);
  const [row] = await rowsOf(second.ledger, [1]);
  expect([row?.state, row?.reason, row?.found?.map(({ entryNumber }) => entryNumber)]).toEqual(['refused', { code: 'X-IN-USE', params: { field: 'entry-number', number: taken, reference: 'F26-00500' } }, [taken]]);
  expect(numbers()).toEqual([['F26-00500', taken]]);
  const asked = stage.calls().filter(({ path }) => path.includes('EntryNumber+eq+'));
  expect(asked.map(({ path }) => path.slice(path.indexOf('$filter=')))).toEqual([`$filter=Journal+eq+%2770%27+and+EntryNumber+eq+${String(taken)}`]);
});
