/** Debtors of their own over HTTP: whom a look-up names, and what it is worth when Exact refuses it. */
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../lib/sync/ports';
import { openSession } from '../../lib/sync/session';
import { aParty } from '../booking/fixtures';
import { aShop, invoices, rowsOf, SHOP } from './fixtures';
import { aStage, DIVISION, runUntil, type Stage } from './over-http';

let stage: Stage;
beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  stage = await aStage();
});
afterEach(() => stage.close());

const relations = (): readonly string[] => [...stage.harness.sim.master(DIVISION).accounts.keys()];
const HOUR = 3_600_000;

/** A relation as the bookkeeper made it. */
function aRelation(code: string, change: { readonly email?: string; readonly vatNumber?: string; readonly country?: string }): void {
  const { accounts } = stage.harness.sim.master(DIVISION);
  const like = accounts.get('1001');
  if (!like) throw new Error('no relation to start from');
  accounts.set(code, { ...like, id: `00000000-0000-4000-8000-${code.toLowerCase().padStart(12, '0')}`, code, ...change });
}

describe('a look-up of relations that Exact refuses is no answer', () => {
  const buyer = { customerCode: 'B7', billTo: aParty({ email: 'buyer@shop.example', vatNumber: 'DE246813573', country: 'DE' }) };

  const consumer = { customerCode: 'B7', billTo: aParty({ email: 'buyer@shop.example' }) };
  it.each([
    ['VAT number', 1, { vatNumber: 'DE246813573', country: 'DE' }, buyer],
    ['code', 2, { email: 'buyer@shop.example', vatNumber: 'DE246813573', country: 'DE' }, { ...buyer, billTo: aParty({ ...buyer.billTo, vatNumber: 'DE 246813573' }) }],
    ['e-mail', 2, { email: 'buyer@shop.example' }, consumer],
  ])('%s: nobody is made beside the one that is there', async (_by, nth, there, who) => {
    aRelation('777', there);
    const before = relations();
    const bench = stage.bench(invoices(1, () => who));
    await bench.ledger.putSyncShop(aShop());
    stage.harness.sim.fault({ where: /\/crm\/Accounts$/, method: 'GET', kind: 'json-500', nth });
    await runUntil(bench, stage, stage.harness.clock.now() + 2 * HOUR);
    expect(stage.harness.sim.faultHits).toHaveLength(1);
    expect(relations()).toEqual(before);
    expect(await bench.ledger.syncCounts(SHOP)).toMatchObject({ booked: 0, proved: 1 });
    expect(stage.harness.sim.books(DIVISION).map(({ debtor }) => debtor)).toEqual(['777']);
  });

  it('the collective debtor is not said to be missing', async () => {
    const bench = stage.bench(invoices(2));
    await bench.ledger.putSyncShop(aShop());
    stage.harness.sim.fault({ where: /\/crm\/Accounts$/, method: 'GET', kind: 'json-500', times: 2 });
    await bench.engine.run();
    expect((await rowsOf(bench.ledger, [1, 2])).map(({ reason }) => reason?.code)).not.toContain('S-DEBTOR-MISSING');
    await runUntil(bench, stage, stage.harness.clock.now() + 2 * HOUR);
    expect(await bench.ledger.syncCounts(SHOP)).toMatchObject({ proved: 2 });
  });

  it('one that is refused for good holds its own invoice, names why, and keeps no other from being booked', async () => {
    const bench = stage.bench(invoices(3, (id) => (id === 1 ? buyer : {})));
    await bench.ledger.putSyncShop(aShop());
    // The collective debtor is asked for second.
    stage.harness.sim.fault({ where: /\/crm\/Accounts$/, method: 'GET', kind: 'json-500' });
    await runUntil(bench, stage, stage.harness.clock.now() + 45 * 60_000);
    expect((await rowsOf(bench.ledger, [1])).map(({ state, reason }) => [state, reason])).toEqual([['waiting', { code: 'X-OTHER', params: { status: 500, debtor: 'B7' } }]]);
    expect(await bench.ledger.syncCounts(SHOP)).toMatchObject({ proved: 2, waiting: 1 });
  });
});

describe('who is found', () => {
  const buyer = (change: Parameters<typeof aParty>[0]) => ({ customerCode: 'B7', billTo: aParty({ email: '', ...change }) });
  const booked = async (who: ReturnType<typeof buyer>, count = 1): Promise<readonly string[]> => {
    const bench = stage.bench(invoices(count, (id) => ({ ...who, customerCode: `B${String(6 + id)}` })));
    await bench.ledger.putSyncShop(aShop());
    await bench.engine.run();
    return stage.harness.sim.books(DIVISION).map(({ debtor }) => debtor);
  };

  it('by VAT number before by code', async () => {
    aRelation('777', { vatNumber: 'DE246813573', country: 'DE' });
    aRelation('B7', {});
    expect(await booked(buyer({ vatNumber: 'DE246813573', country: 'DE' }))).toEqual(['777']);
  });

  it('by code before by e-mail', async () => {
    aRelation('777', { email: 'buyer@shop.example' });
    aRelation('B7', {});
    expect(await booked(buyer({ email: 'buyer@shop.example' }))).toEqual(['B7']);
  });

  it('by the code among several of one VAT number', async () => {
    aRelation('777', { vatNumber: 'DE246813573', country: 'DE' });
    aRelation('B7', { vatNumber: 'DE246813573', country: 'DE' });
    expect(await booked(buyer({ vatNumber: 'DE246813573', country: 'DE' }))).toEqual(['B7']);
  });

  it('two customers of one VAT number that are met at once are one relation', async () => {
    const before = relations().length;
    expect(await booked(buyer({ vatNumber: 'DE246813573', country: 'DE', companyName: 'Buyer GmbH' }), 2)).toEqual(['B7', 'B7']);
    expect(relations().length).toBe(before + 1);
  });

  it('thirty new ones take one look-up of each kind', async () => {
    const bench = stage.bench(invoices(30, (id) => ({ customerCode: `B${String(id)}`, billTo: aParty({ email: `b${String(id)}@shop.example` }) })));
    await bench.ledger.putSyncShop(aShop());
    await runUntil(bench, stage, stage.harness.clock.now() + 2 * 60_000);
    const asked = stage.calls().filter(({ path, method }) => method === 'GET' && path.includes('/crm/Accounts'));
    expect(asked.length).toBeLessThanOrEqual(4);
    expect(stage.harness.sim.books(DIVISION)).toHaveLength(30);
    expect(stage.harness.sim.debtorDoubles(DIVISION)).toEqual([]);
  });
});

describe('many new debtors', () => {
  it('show a sign of life with every call, and hold the administration no longer than a slice may', async () => {
    let pulses = 0;
    const held: number[] = [];
    const { clock } = stage.harness;
    const bench = stage.bench(invoices(30, (id) => ({ customerCode: `B${String(id)}`, billTo: aParty({ email: `b${String(id)}@shop.example` }) })), {
      ports: {
        exact: (target, token, budget) =>
          openSession({ fetch: (url, init) => (clock.advance(1000), stage.fetch(url, init)), now: clock.now, pulse: () => (pulses += 1) }, target, token, budget),
        lock: async (name, run) => {
          const begun = clock.now();
          const result = await run();
          if (name.startsWith('book:')) held.push(clock.now() - begun);
          return result;
        },
      },
    });
    await bench.ledger.putSyncShop(aShop());
    await runUntil(bench, stage, clock.now() + 10 * 60_000);
    expect(stage.harness.sim.books(DIVISION)).toHaveLength(30);
    expect(pulses).toBe(stage.calls().length);
    // One call may be on its way when the time is over.
    expect(Math.max(...held)).toBeLessThanOrEqual(DEFAULT_SETTINGS.sliceMs + 2000);
  });
});
