/** The fault matrix on the engine: each trouble with its state, what it costs and how it ends (issue: done when, 4). */
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { beforeEach, describe, expect, it } from 'vitest';
import { FaultError } from '../../lib/faults';
import type { InvoiceRow } from '../../lib/ledger/rows';
import { bookElsewhere, release } from '../../lib/sync/release';
import { aParty } from '../booking/fixtures';
import type { FakeExact, Fault } from './fake-exact';
import { aBench, aShop, DECIDER, draftFor, fresh, invoices, OTHER_SHOP, reasonsOf, rowsOf, settle, SHOP, type Bench, type BenchOptions, type Clock } from './fixtures';

let clock: Clock;
let exact: FakeExact;
beforeEach(() => {
  ({ clock, exact } = fresh());
});

const MINUTE = 60_000;

async function bench(options: Partial<BenchOptions> = {}): Promise<Bench> {
  const made = aBench({ exact, clock, source: invoices(1), ...options });
  if (!(await made.ledger.syncShop(SHOP))) await made.ledger.putSyncShop(aShop());
  return made;
}
const stateOf = async ({ ledger }: Bench, id = 1): Promise<string> => (await ledger.syncRow('t1', id))?.state ?? 'none';
const posts = (): number => exact.calls.filter((call) => call === 'entries.post').length;

/** A fault for the first POST only. */
function firstPost(fault: Fault): void {
  let left = 1;
  exact.fault = (call) => (call === 'entries.post' && (left -= 1) >= 0 ? fault : null);
}

describe('a POST of unknown fate', () => {
  it('that was stored is found at once and never sent again', async () => {
    firstPost({ kind: 'lost' });
    const one = await bench();
    await one.engine.run();
    expect([await stateOf(one), posts()]).toEqual(['booked', 1]);
  });

  it('that is stored four minutes later is waited for, while others go on', async () => {
    firstPost({ kind: 'late', ms: 240_000 });
    const one = await bench({ source: invoices(4) });
    const { next } = await one.engine.run();
    expect((await rowsOf(one.ledger, [1, 2, 3, 4])).map(({ state }) => state)).toEqual(['uncertain', 'booked', 'booked', 'booked']);
    expect(next).toBeGreaterThanOrEqual(clock.at + 5 * MINUTE);
    clock.at += 4 * MINUTE;
    await one.engine.run();
    clock.at = next ?? 0;
    await one.engine.run();
    expect([await stateOf(one), posts(), exact.entries.length]).toEqual(['booked', 4, 4]);
  });

  it('that never arrived is sent again only after a second look five minutes later, under the same reference', async () => {
    firstPost({ kind: 'dropped' });
    const one = await bench();
    await one.engine.run();
    expect([await stateOf(one), posts()]).toEqual(['uncertain', 1]);
    clock.at += 4.9 * MINUTE;
    await one.engine.run();
    expect([await stateOf(one), posts()]).toEqual(['uncertain', 1]);
    clock.at += MINUTE;
    await one.engine.run();
    expect([await stateOf(one), posts(), exact.entries.map(({ reference }) => reference)]).toEqual(['booked', 2, ['F26-00001']]);
  });

  it('keeps its reference when the settings change meanwhile', async () => {
    firstPost({ kind: 'dropped' });
    const one = await bench();
    await one.engine.run();
    clock.at += 6 * MINUTE;
    const renamed = await bench({ decider: { ...DECIDER, version: 2, references: ({ code }) => [`NEW-${code}`, code] } });
    await renamed.engine.run();
    expect(exact.entries.map(({ reference }) => reference)).toEqual(['F26-00001']);
  });
});

describe('an answer that says that nothing was done', () => {
  it.each([['rate'], ['signed-out']] as const)('%s: sent again without waiting for five minutes', async (kind) => {
    firstPost({ kind });
    const one = await bench();
    await one.engine.run();
    clock.at += 2 * MINUTE;
    await one.engine.run();
    expect([await stateOf(one), posts(), exact.entries.length]).toEqual(['booked', 2, 1]);
  });

  it('signed out with a token that is too young to be renewed: waited for, no task of a person', async () => {
    firstPost({ kind: 'signed-out' });
    const one = await bench({ ports: { token: () => Promise.resolve('young') } });
    const { next } = await one.engine.run();
    expect((await one.ledger.syncShop(SHOP))?.lastRun?.fault).toEqual({ code: 'S-WAIT', params: { cause: 'signed-out', until: next } });
  });

  it('forbidden: the run ends, the shop says so, the invoice stays ready', async () => {
    firstPost({ kind: 'forbidden' });
    const one = await bench({ source: invoices(3) });
    await one.engine.run();
    expect([posts(), await stateOf(one)]).toEqual([1, 'ready']);
    expect((await one.ledger.syncShop(SHOP))?.lastRun?.fault?.code).toBe('exact-forbidden');
  });
});

describe('two entries of one reference', () => {
  it('sent twice by the browser: the later copy goes, the look-up after it finds one', async () => {
    firstPost({ kind: 'resent' });
    const one = await bench();
    await one.engine.run();
    expect(exact.entries.map(({ entryNumber }) => entryNumber)).toEqual([26_700_001]);
    expect(await stateOf(one)).toBe('booked');
    expect(exact.calls.slice(-5)).toEqual(['entries.lookUp', 'entries.read', 'entries.matched', 'entries.remove', 'entries.lookUp']);
  });

  it('a copy that lands after booking is found by the proof', async () => {
    firstPost({ kind: 'resent', ms: 200_000 });
    const one = await bench();
    await one.engine.run();
    expect([await stateOf(one), exact.entries.length]).toEqual(['booked', 1]);
    await settle(one, clock);
    expect([await stateOf(one), exact.entries.length]).toEqual(['proved', 1]);
  });

  it('a hand-typed credit with the reference of the original survives, and a person is asked', async () => {
    const [invoice] = invoices(1);
    if (!invoice) throw new Error('no invoice');
    const draft = draftFor(invoice, 'a00000001');
    exact.fault = (call) => {
      if (call === 'entries.post') exact.add({ ...draft, gross: -draft.gross, vat: -draft.vat, lines: draft.lines.map((line) => ({ ...line, net: -line.net, vat: -line.vat })) }, 'bookkeeper');
      return null;
    };
    const one = await bench();
    await one.engine.run();
    expect([await stateOf(one), exact.entries.length]).toEqual(['two-found', 2]);
    expect(exact.calls).not.toContain('entries.remove');
    expect((await one.ledger.syncRow('t1', 1))?.found).toHaveLength(2);
  });

  it('a copy of ours that lands late beside such a credit goes within the hour, and the credit stays', async () => {
    const [invoice] = invoices(1);
    if (!invoice) throw new Error('no invoice');
    const draft = draftFor(invoice, 'a00000001');
    firstPost({ kind: 'resent', ms: 200_000 });
    exact.fault = ((before) => (call: string, about: string) => {
      if (call === 'entries.post') exact.add({ ...draft, gross: -draft.gross, vat: -draft.vat, lines: draft.lines.map((line) => ({ ...line, net: -line.net, vat: -line.vat })) }, 'bookkeeper');
      return before(call, about);
    })(exact.fault);
    const one = await bench();
    await one.engine.run();
    expect([await stateOf(one), exact.entries.length]).toEqual(['two-found', 2]);
    for (let quarter = 0; quarter < 4; quarter += 1) {
      clock.at += 15 * 60_000;
      exact.settle();
      await one.engine.run();
    }
    expect([await stateOf(one), exact.entries.map(({ creator }) => creator === 'bookkeeper')]).toEqual(['two-found', [true, false]]);
  });

  it('nothing is removed when the keeper is gone by then', async () => {
    firstPost({ kind: 'resent' });
    exact.fault = ((before) => (call: string, about: string) => {
      // Somebody deletes the keeper just before it is read again.
      if (call === 'entries.read') exact.entries = exact.entries.filter(({ entryId }) => entryId !== about.split(' ')[0]);
      return before(call, about);
    })(exact.fault);
    const one = await bench();
    await one.engine.run();
    expect([await stateOf(one), exact.entries.length]).toEqual(['booked', 1]);
    expect(exact.calls).not.toContain('entries.remove');
  });
});

describe('adoption', () => {
  it('takes what fits, and leaves what fits in part to a person', async () => {
    const [first, second] = invoices(2);
    if (!first || !second) throw new Error('no invoices');
    exact.add(draftFor(first, 'a00000001'), 'bookkeeper');
    exact.add({ ...draftFor(second, 'a00000001'), gross: second.gross + 1 }, 'bookkeeper');
    const one = await bench({ source: invoices(2) });
    await one.engine.run();
    expect((await rowsOf(one.ledger, [1, 2])).map(({ state, reason }) => [state, reason?.params['what']])).toEqual([['booked', undefined], ['differs', 'total']]);
    expect(posts()).toBe(0);
  });

  it('never takes the entry of another invoice for its own', async () => {
    const shared = invoices(2, () => ({ code: 'SAME' }));
    const one = await bench({ source: shared });
    await settle(one, clock, 3);
    expect((await rowsOf(one.ledger, [1, 2])).map(({ state, reason }) => [state, reason?.code])).toEqual([[expect.stringMatching(/booked|proved/), undefined], ['waiting', 'S-REFERENCE-TAKEN']]);
    expect(posts()).toBe(1);
  });
});

describe('refusals', () => {
  it('stop after the third equal one; new rules begin anew', async () => {
    exact.fault = (call, reference) => (call === 'entries.post' ? { kind: 'refused', text: `Ongeldige referentie: Btw-code ${reference}` } : null);
    const one = await bench({ source: invoices(10) });
    await settle(one, clock, 4);
    expect(posts()).toBe(3);
    expect(await one.ledger.syncCounts(SHOP)).toMatchObject({ refused: 3 });
    exact.fault = () => null;
    await settle(one, clock, 2);
    expect(posts()).toBe(3);
    const mended = await bench({ source: invoices(10), decider: { ...DECIDER, version: 2 } });
    await settle(mended, clock, 4);
    expect(await mended.ledger.syncCounts(SHOP)).toMatchObject({ proved: 10, refused: 0 });
  });

  it('the third of one text stops, whatever Exact took or refused in between', async () => {
    const texts: Record<number, string> = { 2: 'Verplicht: Kostenplaats 4711', 4: 'Ongeldige referentie: Kostendrager 1', 5: 'Verplicht: Kostenplaats 8', 9: 'Verplicht: Kostenplaats 15' };
    exact.fault = (call, reference) => {
      const text = texts[Number(reference.slice(-2))];
      return call === 'entries.post' && text ? { kind: 'refused', text } : null;
    };
    const one = await bench({ source: invoices(20) });
    await settle(one, clock, 4);
    expect([posts(), await one.ledger.syncCounts(SHOP)]).toEqual([9, expect.objectContaining({ proved: 5, refused: 4, ready: 11 })]);
  });

  it('equal refusals of different days are no reason to stop', async () => {
    exact.fault = (call, reference) => (call === 'entries.post' && /[01]$/.test(reference) ? { kind: 'refused', text: 'Verplicht: Kostenplaats' } : null);
    const source = [invoices(9), invoices(11).slice(9), invoices(20).slice(11), invoices(30).slice(20)];
    for (const part of source) {
      await settle(await bench({ source: part }), clock, 4);
      clock.at += 25 * 60 * MINUTE;
    }
    // 1, 10, 11, 20, 21 and 30, never more than two within a day.
    expect(await (await bench()).ledger.syncCounts(SHOP)).toMatchObject({ refused: 6, proved: 24, ready: 0 });
  });

  it('a closed period holds its month and no other', async () => {
    exact.closedMonths = ['2026-02'];
    const one = await bench({ source: invoices(9, (id) => ({ date: id % 2 === 0 ? '2026-02-10' : '2026-03-05' })) });
    for (const minutes of [16, 16, 0]) {
      await one.engine.run();
      clock.at += minutes * MINUTE;
    }
    expect(await one.ledger.syncCounts(SHOP)).toMatchObject({ proved: 5, waiting: 4, refused: 0 });
    expect(await reasonsOf(one.ledger, 'waiting')).toEqual([['X-PERIOD-CLOSED', 4]]);
    // The first of the month is what told; the others were never sent.
    expect(posts()).toBe(6);
  });

  it('a closed period is tried again after a day, by one invoice; reopened, all of it is booked', async () => {
    exact.closedMonths = ['2026-02'];
    const one = await bench({ source: invoices(4, () => ({ date: '2026-02-10' })) });
    await one.engine.run();
    clock.at += 23 * 60 * MINUTE;
    await one.engine.run();
    expect(posts()).toBe(1);
    clock.at += 2 * 60 * MINUTE;
    await one.engine.run();
    expect([posts(), exact.entries.length]).toEqual([2, 0]);
    exact.closedMonths = [];
    clock.at += 25 * 60 * MINUTE;
    await settle(one, clock, 3);
    expect(await one.ledger.syncCounts(SHOP)).toMatchObject({ proved: 4, waiting: 0 });
  });

  it('a person has it tried again at once', async () => {
    exact.closedMonths = ['2026-02'];
    const one = await bench({ source: invoices(4, () => ({ date: '2026-02-10' })) });
    await one.engine.run();
    exact.closedMonths = [];
    expect(await release(one.ledger, SHOP, { site: 'nl', division: 100 }, 'waiting', 'X-PERIOD-CLOSED', clock.at)).toBe(4);
    await settle(one, clock, 3);
    expect([(await one.ledger.syncCounts(SHOP)).proved, exact.entries.length]).toEqual([4, 4]);
  });

  it('one consent books a batch in another period, under its own date; a period that is closed as well needs a new consent', async () => {
    exact.closedMonths = ['2026-02'];
    exact.closedPeriods = ['2026/1'];
    const one = await bench({ source: invoices(3, () => ({ date: '2026-02-10' })) });
    await one.engine.run();
    const consent = { year: 2026, by: 'Anna' };
    expect(await bookElsewhere(one.ledger, 't1', [1, 2, 3], { ...consent, period: 1 }, clock.at)).toBe(3);
    await one.engine.run();
    // One was refused there; the others were not sent into it.
    expect([posts(), exact.entries.length]).toEqual([2, 0]);
    expect(await one.ledger.syncRow('t1', 1)).toMatchObject({ state: 'waiting', reason: { code: 'X-PERIOD-CLOSED' } });
    expect(await bookElsewhere(one.ledger, 't1', [1, 2, 3, 99], { ...consent, period: 3 }, clock.at)).toBe(3);
    // What has gone on its way is not in the batch any more.
    expect(await bookElsewhere(one.ledger, 't1', [1, 2, 3], { ...consent, period: 4 }, clock.at)).toBe(0);
    await settle(one, clock, 3);
    expect((await rowsOf(one.ledger, [1, 2, 3])).map(({ state, reporting }) => [state, reporting?.period, reporting?.by])).toEqual([1, 2, 3].map(() => ['proved', 3, 'Anna']));
    expect(exact.posted.slice(-3).map(({ date, description, reporting }) => [date, description.endsWith('(2026-02-10)'), reporting])).toEqual([1, 2, 3].map(() => ['2026-02-10', true, { year: 2026, period: 3 }]));
  });
});

describe('debtors', () => {
  const business = { customerCode: 'B7', billTo: aParty({ vatNumber: 'DE136695976', email: 'x@y.example' }) };

  it('a relation with another VAT number is not booked on', async () => {
    exact.account('B7', { vatNumber: 'DE999999999' });
    const one = await bench({ source: invoices(1, () => business) });
    await one.engine.run();
    expect((await one.ledger.syncRow('t1', 1))?.reason?.code).toBe('R-DEBTOR-VATNO');
  });

  const greek = { ...business, billTo: aParty({ vatNumber: 'EL094259216', country: 'EL', email: 'x@y.example' }) };
  it.each([
    ['DE136695976', 'FR', business, { code: 'R-DEBTOR-VATNO', params: { debtor: 'B7', reason: 'country-other', country: 'FR' } }],
    ['DE136695976', '', business, { code: 'R-DEBTOR-VATNO', params: { debtor: 'B7', reason: 'country-none' } }],
    ['DE136695976', 'NL', business, undefined],
    ['DE136695976', 'DE', business, undefined],
    ['EL094259216', 'GR', greek, undefined],
  ])('nor one of another country: the invoice\'s or the number\'s serves (%s in "%s")', async (vatNumber, country, buyer, reason) => {
    exact.account('B7', { vatNumber, country });
    const one = await bench({ source: invoices(1, () => buyer) });
    await one.engine.run();
    expect((await one.ledger.syncRow('t1', 1))?.reason).toEqual(reason);
  });

  it('several hits are asked about; nobody is made', async () => {
    exact.account('55', { vatNumber: 'DE136695976' });
    exact.account('56', { vatNumber: 'DE136695976' });
    const one = await bench({ source: invoices(1, () => business) });
    await one.engine.run();
    expect((await one.ledger.syncRow('t1', 1))?.reason?.code).toBe('S-DEBTOR-SEVERAL');
    expect(exact.accounts).toHaveLength(3);
  });

  it('a prospect becomes a customer only with consent', async () => {
    exact.account('B7', { vatNumber: 'DE136695976', status: 'P' });
    const one = await bench({ source: invoices(1, () => business) });
    await one.ledger.putSyncShop(aShop({ promote: false }));
    await one.engine.run();
    expect((await one.ledger.syncRow('t1', 1))?.reason?.code).toBe('S-DEBTOR-STATUS');
    await one.ledger.putSyncShop(aShop({ promote: true }));
    await one.ledger.retrySync(SHOP, 'waiting', 'S-DEBTOR-STATUS', clock.at);
    await one.engine.run();
    expect(await stateOf(one)).toBe('booked');
  });

  it('one whose answer was lost is not made twice', async () => {
    let left = 1;
    exact.fault = (call) => (call === 'debtors.create' && (left -= 1) >= 0 ? { kind: 'lost' } : null);
    const one = await bench({ source: invoices(1, () => business) });
    await one.engine.run();
    expect([await stateOf(one), exact.accounts.map(({ code }) => code)]).toEqual(['booked', ['1001', 'B7']]);
  });
});

describe('shops beside each other', () => {
  it('the trouble of one is not the trouble of the other', async () => {
    const source = [...invoices(2), ...invoices(2, (id) => ({ id: 100 + id, shopId: 13, code: `G26-${String(id)}` }))];
    const one = await bench({
      source,
      ports: { discover: (shop) => (shop.shopId === 12 ? Promise.reject(new FaultError({ code: 'shopctrl-forbidden' })) : one.ledger.commitPage({ invoices: source.filter(({ shopId }) => shopId === 13), findings: [], cursor: { ...OTHER_SHOP, route: 'orders', watermark: null, sweptAt: null, run: null, arithmetic: null } })) },
    });
    await one.ledger.putSyncShop(aShop({ ...OTHER_SHOP }));
    await one.engine.run();
    expect(exact.entries).toHaveLength(2);
    expect((await one.ledger.syncShop(SHOP))?.caughtUp).toBeNull();
    expect((await one.ledger.syncShop(OTHER_SHOP))?.caughtUp).toBe(clock.at);
  });

  it('that ShopCtrl cannot be read is said although Exact is fine, until it can', async () => {
    let refused = true;
    const one = await bench({ ports: { discover: () => (refused ? Promise.reject(new FaultError({ code: 'shopctrl-signed-out' })) : Promise.resolve()) } });
    await one.engine.run();
    const said = async (): Promise<string | null> => (await one.ledger.syncShop(SHOP))?.lastRun?.fault?.code ?? null;
    expect(await said()).toBe('shopctrl-signed-out');
    await one.engine.run({ discover: false });
    expect(await said()).toBe('shopctrl-signed-out');
    refused = false;
    await one.engine.run();
    expect(await said()).toBeNull();
  });

  it('nothing is sent while the native connector is on, or unknown and not vouched for', async () => {
    const active = await bench({ ports: { native: () => Promise.resolve('active') } });
    await active.engine.run();
    expect((await active.ledger.syncShop(SHOP))?.paused?.code).toBe('S-NATIVE-ACTIVE');
    const unknown = await bench({ ports: { native: () => Promise.resolve('unknown') } });
    await unknown.ledger.putSyncShop(aShop({ nativeOff: null }));
    await unknown.engine.run();
    expect([(await unknown.ledger.syncShop(SHOP))?.paused?.code, posts()]).toEqual(['S-NATIVE-UNKNOWN', 0]);
    await (await bench()).engine.run();
    expect(posts()).toBe(1);
  });
});

describe('memory', () => {
  it('intents and answers reach the disk before anything goes on', async () => {
    const durabilities: string[] = [];
    const real = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args: Parameters<IDBDatabase['transaction']>) {
      const tx = real.apply(this, args);
      const names = typeof args[0] === 'string' ? [args[0]] : [...args[0]];
      if (args[1] === 'readwrite' && names.includes('bookings') && !names.includes('cursors')) durabilities.push(`${names.includes('jobs') ? 'intent' : 'move'} ${tx.durability}`);
      return tx;
    };
    try {
      await (await bench()).engine.run();
    } finally {
      IDBDatabase.prototype.transaction = real;
    }
    // Intent, answer, look-up.
    expect(durabilities.slice(durabilities.indexOf('intent strict'))).toEqual(['intent strict', 'move strict', 'move strict']);
    expect(durabilities).not.toContain('intent relaxed');
  });

  it('a change in ShopCtrl after booking is said, and nothing is booked anew', async () => {
    const one = await bench();
    await settle(one, clock);
    const changed = await bench({ source: invoices(1, () => ({ contentHash: 'other' })) });
    await changed.engine.run();
    expect((await changed.ledger.syncRow('t1', 1))?.changed).toBe(true);
    expect(await changed.ledger.syncCounts(SHOP)).toMatchObject({ proved: 1, changed: 1 });
    expect(posts()).toBe(1);
  });

  it('a new computer adopts what it finds', async () => {
    await settle(await bench({ source: invoices(5) }), clock);
    globalThis.indexedDB = new IDBFactory();
    const fresh = await bench({ source: invoices(5) });
    await settle(fresh, clock);
    expect([await fresh.ledger.syncCounts(SHOP), posts()]).toEqual([expect.objectContaining({ proved: 5 }), 5]);
  });

  it('an adopted entry is looked at once more, and said to be gone or edited since', async () => {
    await settle(await bench({ source: invoices(3) }), clock);
    globalThis.indexedDB = new IDBFactory();
    const fresh = await bench({ source: invoices(3) });
    await fresh.engine.run();
    expect(await fresh.ledger.syncCounts(SHOP)).toMatchObject({ booked: 3 });
    exact.entries = exact.entries.flatMap((entry) => (entry.reference.endsWith('1') ? [] : entry.reference.endsWith('2') ? [{ ...entry, gross: entry.gross + 1 }] : [entry]));
    await settle(fresh, clock);
    expect((await rowsOf(fresh.ledger, [1, 2, 3])).map(({ state, reason }) => [state, reason?.code])).toEqual([['gone', 'S-GONE'], ['differs', 'S-PART'], ['proved', undefined]]);
    expect(posts()).toBe(3);
  });

  it('beside an adopted entry a second one is for a person, whoever made it', async () => {
    await settle(await bench(), clock);
    globalThis.indexedDB = new IDBFactory();
    const fresh = await bench();
    await fresh.engine.run();
    const [entry] = exact.entries;
    if (entry) exact.entries.push({ ...entry, entryId: 'e99', entryNumber: entry.entryNumber + 1, created: clock.at + 60_000 });
    await settle(fresh, clock);
    expect([await stateOf(fresh), exact.entries.length, exact.calls.includes('entries.remove')]).toEqual(['two-found', 2, false]);
  });

  it("an invoice in a file is booked only when none is found and a person says that it was not imported", async () => {
    const one = await bench();
    await one.ledger.commitPage({ invoices: invoices(1), findings: [], cursor: { ...SHOP, route: 'orders', watermark: null, sweptAt: null, run: null, arithmetic: null } });
    const db = await openDB('ledger');
    const invoice = (await db.get('invoices', ['t1', 1])) as InvoiceRow;
    await db.put('invoices', { ...invoice, state: 'exported', exported: { fileId: 'f1', hash: invoice.contentHash } });
    db.close();
    await settle(one, clock, 3);
    expect([await stateOf(one), posts()]).toEqual(['exported', 0]);
    const row = await one.ledger.syncRow('t1', 1);
    if (row) await one.ledger.moveSync([{ before: row, after: { ...row, state: 'seen', due: 0, notImported: true, rev: row.rev + 1 } }], 'strict');
    await settle(one, clock, 3);
    expect([await stateOf(one), posts()]).toEqual(['proved', 1]);
    expect(await one.ledger.heldBySync('t1', [1, 2])).toEqual(new Set([1]));
  });
});
