import { afterAll, beforeAll, expect, it } from 'vitest';
import { runFeed, type FeedOptions } from '../../lib/shopctrl/feed';
import { truth } from '../simulators/seed';
import { createMemoryStore, startHarness, type Harness, type MemoryStore } from './harness';

// More invoices than the evidence of the first hundred: chunks are committed one by one.
const COUNT = 260;
let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({ big: COUNT });
});
afterAll(async () => {
  await harness.close();
});

const feed = (store: MemoryStore, more: Partial<FeedOptions> = {}): ReturnType<typeof runFeed> =>
  runFeed({ client: harness.client(), store, tenantId: 't', shopId: 12, now: () => Date.now(), signal: new AbortController().signal, ...more });

const sums = (invoices: Iterable<{ net: number; vat: number; gross: number }>): readonly number[] =>
  [...invoices].reduce((acc, one) => [acc[0]! + one.net, acc[1]! + one.vat, acc[2]! + one.gross], [0, 0, 0]);

it('many invoices: all of them, with progress, in several commits; killed at each commit the end is the same', { timeout: 120_000 }, async () => {
  const expected = truth(harness.world.shop('demo', 12)).invoices;
  const whole = createMemoryStore();
  const progress: number[][] = [];
  await feed(whole, { onProgress: (done, total) => progress.push([done, total]) });
  expect([...whole.invoices.keys()].toSorted((a, b) => a - b)).toEqual(expected.map((invoice) => invoice.id));
  expect(sums(whole.invoices.values())).toEqual(sums(expected));
  expect(progress.at(-1)).toEqual([COUNT, COUNT]);
  expect(whole.commits).toBeGreaterThan(5);
  expect(harness.api.maxConcurrency).toBe(4);

  const store = createMemoryStore();
  const pages: (number | undefined)[] = [];
  for (let kill = 2; store.cursor?.run !== null; kill += 1) {
    store.failAt = store.commits + 2;
    await feed(store).catch((error: unknown) => {
      expect(error).toEqual(new Error('killed'));
    });
    pages.push(store.cursor?.run?.afterId);
    expect(kill).toBeLessThan(50);
  }
  expect(pages.length).toBeGreaterThan(4);
  expect([...store.invoices]).toEqual([...whole.invoices]);
  // Nothing that was committed was read and written again.
  expect(Math.max(...store.writes.values())).toBe(1);
});
