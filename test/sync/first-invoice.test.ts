/** Where Sync begins, counted before the switch and in its runs. */
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Invoice } from '../../lib/invoice/invoice';
import type { SyncShopRow } from '../../lib/ledger/sync-rows';
import { isBeforeStart } from '../../lib/sync/first-invoice';
import { previewStart } from '../../lib/sync/preview';
import type { FakeExact } from './fake-exact';
import { aBench, aShop, DECIDER, fresh, invoices, rowsOf, settle, SHOP, type Bench, type Clock } from './fixtures';

let clock: Clock;
let exact: FakeExact;
beforeEach(() => {
  ({ clock, exact } = fresh());
});

const FROM = { id: 40, since: { date: '2026-03-05', code: 'F26-00009' } };

describe('before the first invoice', () => {
  it.each<readonly [string, SyncShopRow['from'], Parameters<typeof isBeforeStart>[1], boolean]>([
    ['itself', FROM, { id: 40, date: '2026-03-05', code: 'F26-00009' }, false],
    ['a higher id, back-dated', FROM, { id: 41, date: '2026-03-01', code: 'F26-00010' }, false],
    ['a lower id of an earlier day', FROM, { id: 39, date: '2026-03-04', code: 'F26-00008' }, true],
    ['a lower id of a later day', FROM, { id: 39, date: '2026-03-06', code: 'F26-00012' }, false],
    ['a lower id and number of the same day', FROM, { id: 39, date: '2026-03-05', code: 'F26-00008' }, true],
    ['a lower id of the same day, made final after it', FROM, { id: 39, date: '2026-03-05', code: 'F26-00010' }, false],
    ['numbers count as numbers', { id: 40, since: { date: '2026-03-05', code: 'W99' } }, { id: 39, date: '2026-03-05', code: 'W100' }, false],
    ['a lower id of a day that nobody knows', FROM, { id: 39, date: '', code: '' }, true],
    ['a start of an older version', { id: 40 }, { id: 39, date: '2026-03-06', code: 'F26-00012' }, true],
    ['an earlier day than the first', { date: '2026-03-05' }, { id: 50, date: '2026-03-04', code: 'F26-00020' }, true],
    ['the first day', { date: '2026-03-05' }, { id: 1, date: '2026-03-05', code: 'F26-00001' }, false],
    ['a day that nobody knows', { date: '2026-03-05' }, { id: 1, date: '', code: '' }, false],
  ])('%s', (_what, from, invoice, before) => {
    expect(isBeforeStart(from, invoice)).toBe(before);
  });
});

describe('a draft with a lower id that is made final after Sync was turned on', () => {
  const FIRST = { id: 4, since: { date: '2026-03-05', code: 'F26-00004' } };
  const all = (): readonly Invoice[] => invoices(5);
  const late = (): Invoice => ({ ...all()[1], date: '2026-03-14', code: 'F26-00006' }) as Invoice;

  async function began(from: SyncShopRow['from']): Promise<Bench> {
    const source = [...all().filter(({ id }) => id !== 2)];
    const bench = aBench({ exact, clock, source });
    await bench.ledger.putSyncShop(aShop({ from }));
    await settle(bench, clock);
    expect((await rowsOf(bench.ledger, [1, 3, 4, 5])).map(({ state }) => state)).toEqual(['skipped', 'skipped', 'proved', 'proved']);
    source.push(late());
    await settle(bench, clock);
    return bench;
  }

  it('is booked', async () => {
    const bench = await began(FIRST);
    expect((await rowsOf(bench.ledger, [2])).map(({ state }) => state)).toEqual(['proved']);
    expect(exact.entries.map(({ reference }) => reference)).toEqual(['F26-00004', 'F26-00005', 'F26-00006']);
  });

  it('stays out where the start was stored without a date', async () => {
    const bench = await began({ id: 4 });
    expect((await rowsOf(bench.ledger, [2])).map(({ state, reason }) => [state, reason?.code])).toEqual([['skipped', 'S-BEFORE-START']]);
  });

  it('is counted before the switch, as the runs would have it', async () => {
    const bench = aBench({ exact, clock, source: [...all().filter(({ id }) => id !== 2), late()] });
    await bench.ledger.putSyncShop(aShop({ from: { date: '2027-01-01' } }));
    await bench.engine.run();
    const rows = await bench.ledger.invoicesAfter(SHOP, 'all', '0000-01-01', '9999-12-31', null, 100);
    const count = async (from: SyncShopRow['from']): Promise<number> =>
      (
        await previewStart(
          (async function* () {
            yield await Promise.resolve(rows);
          })(),
          from,
          DECIDER,
          exact.session('user-1'),
        )
      ).count;
    expect([await count(FIRST), await count({ id: 4 })]).toEqual([3, 2]);
  });
});
