/** Shops of one administration beside each other: what holds an invoice, or a shop, holds none of the others. */
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Invoice } from '../../lib/invoice/invoice';
import type { Decider } from '../../lib/sync/ports';
import { FakeExact } from './fake-exact';
import { aBench, aShop, DECIDER, fresh, invoices, OTHER_SHOP, rowsOf, settle, SHOP, USER, type Bench, type BenchOptions, type Clock } from './fixtures';

const HOUR = 3_600_000;
let clock: Clock;
let exact: FakeExact;
beforeEach(() => {
  ({ clock, exact } = fresh());
});

/** Both shops on. Invoices 1 to 4 are those of the first. */
async function both(change: (id: number) => Partial<Invoice>, more: Partial<BenchOptions> = {}): Promise<Bench> {
  const bench = aBench({ exact, clock, source: invoices(6, (id) => ({ shopId: id <= 4 ? SHOP.shopId : OTHER_SHOP.shopId, ...change(id) })), ...more });
  await bench.ledger.putSyncShop(aShop());
  await bench.ledger.putSyncShop(aShop(OTHER_SHOP));
  return bench;
}

const codes = async (bench: Bench, ids: readonly number[]): Promise<readonly (readonly [string, string | undefined])[]> => (await rowsOf(bench.ledger, ids)).map(({ state, reason }) => [state, reason?.code] as const);
const booked = (): readonly string[] => exact.entries.map(({ reference }) => reference).sort();
const OTHERS = ['F26-00005', 'F26-00006'];

describe('an Exact user without the right to make or change relations', () => {
  const own = (id: number): Partial<Invoice> => (id <= 4 ? { customerCode: `B${String(id)}` } : {});
  const HELD = Array.from({ length: 4 }, () => ['waiting', 'X-NOT-ALLOWED']);

  it.each([
    ['debtors.create', true],
    ['debtors.promote', false],
  ])('%s: holds the invoices that need it, is asked three times a day, and goes on once the right is given', async (call, fresh) => {
    if (!fresh) for (const id of [1, 2, 3, 4]) exact.account(`B${String(id)}`, { status: 'S' });
    exact.fault = (one) => (one === call ? { kind: 'forbidden' } : null);
    const bench = await both(own);
    const asked = (): number => exact.calls.filter((one) => one === call).length;
    const quarters = async (): Promise<void> => {
      for (let run = 0; run < 5; run += 1, clock.at += HOUR / 4) await bench.engine.run();
    };
    await quarters();
    expect(await codes(bench, [1, 2, 3, 4])).toEqual(HELD);
    expect(booked()).toEqual(OTHERS);
    expect((await bench.ledger.syncShops()).map(({ lastRun }) => lastRun?.fault)).toEqual([null, null]);
    expect(asked()).toBe(3);
    clock.at += 25 * HOUR;
    await quarters();
    expect(asked()).toBe(6);
    exact.fault = () => null;
    clock.at += 25 * HOUR;
    await settle(bench, clock);
    expect(booked()).toHaveLength(6);
  });

  it('a relation that is there is found all the same', async () => {
    exact.fault = (one) => (one === 'debtors.create' ? { kind: 'forbidden' } : null);
    const bench = await both(own);
    await settle(bench, clock);
    exact.account('B4');
    clock.at += 25 * HOUR;
    await settle(bench, clock, 3);
    expect(booked()).toEqual(['F26-00004', ...OTHERS]);
  });

  it('may not even look: those whose relation is remembered go on', async () => {
    const source = [...invoices(1, () => ({ shopId: OTHER_SHOP.shopId, code: 'F26-00000' }))];
    const bench = await both(own, { source });
    await settle(bench, clock);
    exact.fault = (one) => (one.startsWith('debtors.') ? { kind: 'forbidden' } : null);
    source.push(...invoices(6, (id) => ({ id: id + 10, shopId: id <= 4 ? SHOP.shopId : OTHER_SHOP.shopId, ...own(id) })));
    await settle(bench, clock, 5);
    expect(booked()).toEqual(['F26-00000', ...OTHERS]);
    expect(await codes(bench, [11, 12, 13, 14])).toEqual(HELD);
    exact.fault = () => null;
    clock.at += 2 * HOUR;
    await settle(bench, clock);
    expect(booked()).toHaveLength(7);
  });
});

describe('what breaks over one shop or one invoice', () => {
  const faults = async (bench: Bench): Promise<readonly (string | undefined)[]> => (await bench.ledger.syncShops()).map(({ lastRun }) => lastRun?.fault?.code);
  const broken = (): Promise<never> => Promise.reject(new TypeError('broken'));

  it('half a character in a number: refused in words; in the code of a debtor it stops no others', async () => {
    const bench = await both((id) => (id === 1 ? { code: 'F\ud800' } : id === 2 ? { customerCode: 'B\udc00' } : {}));
    await settle(bench, clock);
    expect((await codes(bench, [1, 3, 4, 5, 6])).map(([state, code]) => code ?? state)).toEqual(['S-REFERENCE-LONG', 'proved', 'proved', 'proved', 'proved']);
    expect(booked()).not.toContain('F\ud800');
  });

  it('a whole character of two is no trouble', async () => {
    const bench = await both((id) => (id === 1 ? { code: 'F😀' } : {}));
    await settle(bench, clock);
    expect(booked()).toContain('F😀');
  });

  it('a shop whose rules cannot be made, or whose place is not known: stored with it, the other is booked', async () => {
    for (const port of ['decider', 'target', 'native'] as const) {
      globalThis.indexedDB = new IDBFactory();
      exact = new FakeExact(clock.now);
      exact.account('1001');
      let bad = true;
      const ports: BenchOptions['ports'] =
        port === 'decider'
          ? { decider: (shop) => (bad && shop.shopId === SHOP.shopId ? broken() : Promise.resolve(DECIDER)) }
          : port === 'target'
            ? { target: (shop) => (bad && shop.shopId === SHOP.shopId ? broken() : Promise.resolve({ connectionId: 'c', site: 'nl', division: 100, userId: USER })) }
            : { native: (shop) => (bad && shop.shopId === SHOP.shopId ? broken() : Promise.resolve('off')) };
      const bench = await both(() => ({}), { ports });
      await settle(bench, clock, 3);
      expect([port, booked(), await faults(bench)]).toEqual([port, OTHERS, ['unexpected', undefined]]);
      bad = false;
      await settle(bench, clock);
      expect([port, booked().length, await faults(bench)]).toEqual([port, 6, [undefined, undefined]]);
      await bench.ledger.close();
    }
  });

  it('a shop whose reading breaks: stored with it, the other is read and booked', async () => {
    const source = invoices(6, (id) => ({ shopId: id <= 4 ? SHOP.shopId : OTHER_SHOP.shopId }));
    const bench: Bench = await both(() => ({}), {
      ports: { discover: (shop) => (shop.shopId === SHOP.shopId ? broken() : bench.ledger.commitPage({ invoices: source.slice(4), findings: [], cursor: { ...OTHER_SHOP, route: 'orders', watermark: null, sweptAt: null, run: null, arithmetic: null } }).then(() => undefined)) },
    });
    await settle(bench, clock, 3);
    expect([booked(), await faults(bench)]).toEqual([OTHERS, ['unexpected', undefined]]);
  });

  it('an invoice over which the rules break waits with the fault; so do those of a shop whose counter breaks; both are tried again', async () => {
    let bad = true;
    const decider: Decider = {
      ...DECIDER,
      decide: (row, before) => {
        if (bad && row.id === 5) throw new RangeError('odd');
        return DECIDER.decide(row, before);
      },
    };
    const counting: Decider = { ...DECIDER, before: () => (bad ? broken() : Promise.resolve(new Map())) };
    const bench = await both(() => ({}), { ports: { decider: (shop) => Promise.resolve(shop.shopId === SHOP.shopId ? counting : decider) } });
    await bench.engine.run();
    expect(await codes(bench, [1, 2, 3, 4, 5])).toEqual(Array.from({ length: 5 }, () => ['waiting', 'unexpected']));
    expect(booked()).toEqual(['F26-00006']);
    bad = false;
    clock.at += HOUR;
    await settle(bench, clock);
    expect(booked()).toHaveLength(6);
  });
});
