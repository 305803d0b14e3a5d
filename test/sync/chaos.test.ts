/** Random faults, kills and two browsers on one Exact: never a double, never a loss, never a wrong entry (issue: done when, 3 and 5). */
import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { aParty } from '../booking/fixtures';
import { FakeExact, type Fault } from './fake-exact';
import { aBench, aShop, bookingOf, Clock, inParts, invoices, rowsOf, settle, type Bench, type Strike } from './fixtures';

/** Small, seeded and good enough: mulberry32. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** `SYNC_SEEDS=10` plays ten times as many. */
const seeds = (count: number): readonly number[] => Array.from({ length: count * Number(process.env['SYNC_SEEDS'] ?? 1) }, (_, seed) => seed);

interface Verdict {
  readonly doubles: readonly string[];
  readonly lost: readonly string[];
  readonly wrong: readonly string[];
  readonly debtorDoubles: readonly string[];
}

const SOURCE = invoices(12, (id) => (id % 5 === 0 ? { customerCode: `B${String(id % 2)}`, billTo: aParty({ email: `b${String(id % 2)}@customer.example` }) } : {}));

/** What the books say, against the invoices as they were made. */
function judge(exact: FakeExact): Verdict {
  exact.settle();
  const count = (code: string): number => exact.entries.filter(({ reference }) => reference === code).length;
  const codes = SOURCE.map(({ code }) => code);
  return {
    doubles: codes.filter((code) => count(code) > 1),
    lost: codes.filter((code) => count(code) === 0),
    wrong: SOURCE.filter((invoice) => exact.entries.some((entry) => entry.reference === invoice.code && (entry.gross !== invoice.gross || entry.date !== invoice.date || exact.accounts.find(({ id }) => id === entry.customer)?.code !== bookingOf(invoice).debtor.code))).map(({ code }) => code),
    debtorDoubles: exact.accounts.map(({ code }) => code).filter((code, at, all) => all.indexOf(code) !== at),
  };
}

const NOTHING: Verdict = { doubles: [], lost: [], wrong: [], debtorDoubles: [] };

function randomFault(random: () => number): Fault | null {
  const dice = random();
  if (dice > 0.35) return null;
  const faults: readonly Fault[] = [
    { kind: 'lost' },
    { kind: 'dropped' },
    { kind: 'late', ms: Math.floor(random() * 240_000) },
    { kind: 'resent' },
    { kind: 'resent', ms: Math.floor(random() * 240_000) },
    { kind: 'rate' },
    { kind: 'signed-out' },
    { kind: 'maintenance' },
  ];
  return faults[Math.floor(random() * faults.length)] ?? null;
}

it('one browser, killed again and again', { timeout: 120_000 }, async () => {
  await inParts(seeds(20), 10, async (seed) => {
    const random = randomOf(seed);
    const clock = new Clock();
    const exact = new FakeExact(clock.now);
    exact.account('1001');
    let faults = 40;
    exact.fault = (call) => {
      if (call === 'entries.remove' || (faults -= 1) < 0) return null;
      const fault = randomFault(random);
      // Reading is never stored late or twice.
      return fault && (call === 'entries.post' || call === 'debtors.create' || ['dropped', 'rate', 'signed-out', 'maintenance'].includes(fault.kind)) ? fault : null;
    };
    const ledger = `chaos ${String(seed)}`;
    let bench: Bench | null = null;
    for (let life = 0; life < 8; life += 1) {
      let calls = 5 + Math.floor(random() * 120);
      const when = (['before', 'during', 'after'] as const)[Math.floor(random() * 3)] ?? 'before';
      const strike: Strike = () => ((calls -= 1) === 0 ? when : null);
      bench = aBench({ exact, clock, source: SOURCE, ledger, strike });
      if (life === 0) await bench.ledger.putSyncShop(aShop());
      await settle(bench, clock, 3).catch(() => undefined);
      await bench.ledger.close();
      clock.at += Math.floor(random() * 400_000);
    }
    bench = aBench({ exact, clock, source: SOURCE, ledger });
    await settle(bench, clock, 40);
    expect({ seed, ...judge(exact) }).toEqual({ seed, ...NOTHING });
    const rows = await rowsOf(bench.ledger, SOURCE.map(({ id }) => id));
    expect({ seed, states: rows.filter(({ state }) => state !== 'proved' && state !== 'booked').map(({ id, state, reason }) => [id, state, reason]) }).toEqual({ seed, states: [] });
    await bench.ledger.close();
  });
});

it('two browsers with two Exact users, one of them killed for good', { timeout: 120_000 }, async () => {
  await inParts(seeds(16), 8, async (seed) => {
    const random = randomOf(1000 + seed);
    const clock = new Clock();
    const exact = new FakeExact(clock.now);
    exact.account('1001');
    exact.account('B0', { email: 'b0@customer.example' });
    let until = 30 + Math.floor(random() * 150);
    const mortal: Strike = () => (seed % 2 === 0 && (until -= 1) === 0 ? 'during' : null);
    // The one that posts first, or the other, since the keeper is the one with the lower number.
    const benches = ['user-a', 'user-b'].map((userId, at) => aBench({ exact, clock, source: SOURCE, ledger: `two ${String(seed)} ${userId}`, userId, ...(at === (seed >> 1) % 2 ? { strike: mortal } : {}) }));
    for (const bench of benches) await bench.ledger.putSyncShop(aShop());
    for (let run = 0; run < 30; run += 1) {
      await Promise.all(benches.map((bench) => bench.engine.run().catch(() => undefined)));
      clock.at += 60_000 + Math.floor(random() * 300_000);
    }
    expect({ seed, ...judge(exact) }).toEqual({ seed, ...NOTHING });
    for (const bench of benches) await bench.ledger.close();
  });
});
