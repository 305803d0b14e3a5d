/**
 * A POST that Exact refused may have been sent before by the browser itself, and that first copy may be stored minutes later: a refusal is
 * looked at once more, along with other look-ups, and what stands there then is adopted.
 */
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Booking } from '../../lib/booking/booking';
import { release } from '../../lib/sync/release';
import { shopsAtWork } from '../../lib/sync/at-work';
import { FakeExact } from './fake-exact';
import { aBench, aShop, Clock, DECIDER, draftFor, invoices, settle, SHOP, USER, type Bench, type BenchOptions } from './fixtures';

const MINUTE = 60_000;
const LATEST_MS = 4 * MINUTE;
const NEEDED = 'Verplicht: Kostenplaats';
let clock: Clock;
let exact: FakeExact;
let customer: string;
/** When the first copy of the first invoice lands. */
let lands: number | null;
beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  clock = new Clock();
  exact = new FakeExact(clock.now);
  customer = exact.account('1001').id;
  lands = null;
  exact.fault = (call, reference) => {
    if (call !== 'entries.post' || reference !== 'F26-00001' || lands !== null) return null;
    lands = clock.at + LATEST_MS;
    return { kind: 'refused', text: NEEDED };
  };
});

async function bench(options: Partial<BenchOptions> = {}): Promise<Bench> {
  const made = aBench({ exact, clock, source: invoices(1), ...options });
  if (!(await made.ledger.syncShop(SHOP))) await made.ledger.putSyncShop(aShop());
  return made;
}
const told = async ({ ledger }: Bench): Promise<string> => ledger.syncRow('t1', 1).then((row) => `${row?.state ?? ''} ${row?.reason?.code ?? ''}`.trim());
const posts = (): number => exact.calls.filter((call) => call === 'entries.post').length;
const looks = (): number => exact.calls.filter((call) => call === 'entries.lookUp').length;
async function runs(one: Bench, minutes: number, every = 15, landed = (): unknown => exact.add(draftFor(invoices(1)[0] ?? expect.fail(), customer), USER)): Promise<void> {
  for (const end = clock.at + minutes * MINUTE; clock.at < end; clock.at += every * MINUTE) {
    if (lands !== null && lands !== 0 && lands <= clock.at) {
      landed();
      lands = 0;
    }
    await one.engine.run();
  }
}

it('is adopted when it turns out to stand there', async () => {
  const one = await bench();
  await one.engine.run();
  expect(await told(one)).toBe('refused X-MANDATORY');
  await runs(one, 120);
  expect([await told(one), posts(), exact.entries.length]).toEqual(['proved', 1, 1]);
});

it('is looked at when the latest copy has landed, however short the wait that a person set', async () => {
  const one = await bench({ settings: { uncertainMs: MINUTE } });
  await runs(one, 30, 1);
  await settle(one, clock);
  expect([await told(one), posts(), exact.entries.length]).toEqual(['proved', 1, 1]);
});

it('stays refused when nothing stands there, and costs no more looks', async () => {
  const one = await bench();
  await runs(one, 120, 15, () => undefined);
  const before = looks();
  expect([await told(one), posts(), (await one.ledger.syncRow('t1', 1))?.intent]).toEqual(['refused X-MANDATORY', 1, undefined]);
  await runs(one, 24 * 60, 15, () => undefined);
  expect([looks(), await told(one)]).toEqual([before, 'refused X-MANDATORY']);
});

it('is looked at along with others, without a call of its own', async () => {
  const calls = async (refuses: boolean, ledger: string): Promise<number> => {
    clock.at = new Clock().at;
    exact = new FakeExact(clock.now);
    exact.account('1001');
    exact.fault = (call, reference) => (refuses && call === 'entries.post' && reference === 'F26-00001' ? { kind: 'refused', text: NEEDED } : null);
    const one = await bench({ source: invoices(4), ledger });
    await runs(one, 120, 15, () => undefined);
    expect(await one.ledger.syncCounts(SHOP)).toMatchObject({ proved: refuses ? 3 : 4, refused: refuses ? 1 : 0 });
    return looks();
  };
  expect(await calls(true, 'refused')).toBe(await calls(false, 'taken'));
});

describe('before the second look', () => {
  it('new rules are followed at once, and what was refused is not sent again as it was', async () => {
    const one = await bench();
    await one.engine.run();
    await one.ledger.close();
    const mended = await bench({
      decider: {
        ...DECIDER,
        version: 2,
        decide: (row) => {
          const decided = DECIDER.decide(row);
          const booking = (old: Booking): Booking => ({ ...old, lines: old.lines.map((line) => ({ ...line, account: '8001' })) });
          return decided.decision.ok ? { ...decided, decision: { ok: true, booking: booking(decided.decision.booking) } } : decided;
        },
      },
    });
    await runs(mended, 120, 15, () => undefined);
    expect([await told(mended), posts(), exact.posted.map(({ lines }) => lines.map(({ account }) => account))]).toEqual(['proved', 2, [['gl-8001']]]);
  });

  it('a person who sends it again meanwhile leaves one entry: the late copy is ours and goes', async () => {
    const one = await bench();
    await one.engine.run();
    await release(one.ledger, SHOP, null, 'refused', null, clock.at);
    await runs(one, 180);
    expect([await told(one), posts(), exact.entries.length]).toEqual(['proved', 2, 1]);
  });

  it('an invoice that was changed in ShopCtrl is decided again', async () => {
    const one = await bench();
    await one.engine.run();
    await one.ledger.close();
    const changed = await bench({ source: invoices(1, () => ({ contentHash: 'other' })) });
    await changed.engine.run();
    expect([await told(changed), posts()]).toEqual(['booked', 2]);
  });

  it('a shop that is turned off is still at work for it', async () => {
    const one = await bench();
    await one.engine.run();
    await one.ledger.putSyncShop(aShop({ on: false }));
    expect(await shopsAtWork(one.ledger)).toHaveLength(1);
    await runs(one, 120);
    expect([await told(one), posts()]).toEqual(['proved', 1]);
    expect(await shopsAtWork(one.ledger)).toEqual([]);
  });
});
