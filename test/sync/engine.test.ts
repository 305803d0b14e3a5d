import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FakeExact } from './fake-exact';
import { aBench, aShop, fresh, invoices, rowsOf, settle, type Clock } from './fixtures';

let clock: Clock;
let exact: FakeExact;
beforeEach(() => {
  ({ clock, exact } = fresh());
});

describe('the usual way', () => {
  it('books every invoice once and proves it later', async () => {
    const source = invoices(3);
    const bench = aBench({ exact, clock, source });
    await bench.ledger.putSyncShop(aShop());
    await bench.engine.run();
    expect(exact.entries).toHaveLength(3);
    expect((await rowsOf(bench.ledger, [1, 2, 3])).map(({ state }) => state)).toEqual(['booked', 'booked', 'booked']);
    await settle(bench, clock);
    expect((await rowsOf(bench.ledger, [1, 2, 3])).map(({ state }) => state)).toEqual(['proved', 'proved', 'proved']);
    expect(exact.entries).toHaveLength(3);
    expect(await bench.ledger.syncCounts(aShop())).toMatchObject({ proved: 3, seen: 0, booked: 0 });
  });
});
