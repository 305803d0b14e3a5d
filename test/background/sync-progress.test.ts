/** Progress of a run as it is shown: over kills of the worker and short waits, with pauses left out of the rate. */
import { beforeEach, expect, it } from 'vitest';
import { createSyncProgress, type SyncProgress } from '../../lib/background/sync-progress';

const SHOP = { tenantId: 't', shopId: 1 };
const OTHER = { tenantId: 't', shopId: 2 };
const MINUTE = 60_000;
let notes: Map<string, string>;
let clock: number;
beforeEach(() => {
  notes = new Map();
  clock = 1_000_000;
});
/** As a worker that was never there before has it. */
const worker = (): SyncProgress =>
  createSyncProgress({
    now: () => clock,
    settings: {
      note: (name) => Promise.resolve(notes.get(name) ?? null),
      putNote: (name, value) => Promise.resolve(void (value === null ? notes.delete(name) : notes.set(name, value))),
    },
  });

it('goes on in the next worker', async () => {
  const first = worker();
  expect(await first.of(SHOP, 100)).toEqual({ done: 0, total: 100, remainingMs: null });
  clock += MINUTE;
  expect(await first.of(SHOP, 60)).toEqual({ done: 40, total: 100, remainingMs: 1.5 * MINUTE });
  expect(await worker().of(SHOP, 60)).toEqual({ done: 40, total: 100, remainingMs: 1.5 * MINUTE });
});

it('a night in which nobody worked counts for nothing', async () => {
  const first = worker();
  await first.of(SHOP, 100);
  clock += MINUTE;
  await first.of(SHOP, 60);
  clock += 9 * 60 * MINUTE;
  expect(await worker().of(SHOP, 60)).toEqual({ done: 40, total: 100, remainingMs: 1.5 * MINUTE });
  clock += MINUTE;
  expect(await worker().of(SHOP, 20)).toEqual({ done: 80, total: 100, remainingMs: 0.5 * MINUTE });
});

it('begins anew when more is open than ever was, after an end, and when the clock was set back', async () => {
  await worker().of(SHOP, 10);
  await worker().of(OTHER, 10);
  expect(await worker().of(SHOP, 30)).toMatchObject({ done: 0, total: 30 });
  await worker().end([SHOP]);
  expect([await worker().of(SHOP, 4), await worker().of(OTHER, 4)]).toMatchObject([{ done: 0, total: 4 }, { done: 6, total: 10 }]);
  clock -= MINUTE;
  expect(await worker().of(OTHER, 3)).toMatchObject({ done: 0, total: 3 });
});

it('what is no note of ours is no progress', async () => {
  notes.set('sync-progress:t:1', '{"at":');
  expect(await worker().of(SHOP, 3)).toMatchObject({ done: 0, total: 3 });
});
