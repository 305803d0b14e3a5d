/** Whatever time a person sets, the proof comes when no copy of a POST can still arrive. */
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_TUNING, engineSettings, SyncTuningSchema } from '../../lib/background/sync-tuning';
import { DEFAULT_SETTINGS } from '../../lib/sync/ports';
import { waitsOf } from '../chaos/proof';
import { FakeExact, type Fault } from '../sync/fake-exact';
import { aBench, aShop, Clock, invoices, settle } from '../sync/fixtures';

const MINUTE = 60_000;
/** The longest that a request was seen to lie in Exact after its connection had ended (issue: part 4). */
const LATEST_MS = 240_000;

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

const allowed = Array.from({ length: 60 }, (_, at) => SyncTuningSchema.parse({ ...DEFAULT_TUNING, uncertainMinutes: at + 1 }));

it('as it comes, nothing is changed', () => {
  expect(engineSettings(DEFAULT_TUNING)).toEqual(DEFAULT_SETTINGS);
});

it('at every setting the proof is later than the latest copy, and another browser has longer than that', () => {
  expect(allowed.map(({ uncertainMinutes }) => uncertainMinutes)).toEqual(Array.from({ length: 60 }, (_, at) => at + 1));
  for (const tuning of allowed) {
    const { uncertainMs, proofMs, patienceMs } = engineSettings(tuning);
    expect(uncertainMs).toBe(tuning.uncertainMinutes * MINUTE);
    expect(proofMs).toBeGreaterThanOrEqual(LATEST_MS + MINUTE);
    expect(proofMs).toBeGreaterThanOrEqual(uncertainMs);
    expect(patienceMs).toBeGreaterThan(proofMs);
  }
});

it('those who judge from outside wait as long', () => {
  for (const tuning of allowed) expect(waitsOf(tuning.uncertainMinutes).proofMs).toBe(engineSettings(tuning).proofMs);
  expect(waitsOf(null).proofMs).toBe(engineSettings(DEFAULT_TUNING).proofMs);
});

describe.each([1, 2, 5])('with %i minutes', (uncertainMinutes) => {
  it.each<[string, Fault]>([
    ['sent twice by the browser, the first copy last', { kind: 'resent', ms: LATEST_MS }],
    ['lost, and stored last', { kind: 'late', ms: LATEST_MS }],
  ])('%s: one entry at the end', async (_name, fault) => {
    const clock = new Clock();
    const exact = new FakeExact(clock.now);
    exact.account('1001');
    let left = 1;
    exact.fault = (call) => (call === 'entries.post' && (left -= 1) >= 0 ? fault : null);
    const one = aBench({ exact, clock, source: invoices(1), settings: engineSettings({ ...DEFAULT_TUNING, uncertainMinutes }) });
    await one.ledger.putSyncShop(aShop());
    // Run as often as an alarm may come: an early look proves nothing.
    for (let run = 0; run < 40 && (await one.ledger.syncCounts(aShop())).proved === 0; run += 1) {
      await one.engine.run();
      clock.at += 30_000;
    }
    await settle(one, clock);
    exact.settle();
    expect([exact.entries.length, (await one.ledger.syncCounts(aShop())).proved]).toEqual([1, 1]);
    await one.ledger.close();
  });
});
