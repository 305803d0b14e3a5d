/** What Sync costs in calls to Exact, counted there: every call on the administration, reading its books included (issue: done when, 5). */
import { afterEach, expect, it } from 'vitest';
import { FRESH_BUDGET } from '../../lib/exact/budget';
import type { ShopRef } from '../../lib/messages';
import { expectedOf, judge } from '../chaos/truth';
import type { CallRecord } from '../simulators/contract';
import type { ExactOptions } from '../simulators/exact';
import { kindsOf, oneDay, oneRun, SHOPS, syncIsOn, type CallsStage } from './calls-stage';
import type { Stage } from './harness';

const [{ division }] = SHOPS as [(typeof SHOPS)[number]];

let given: CallsStage;
let stage: Stage;
afterEach(() => stage.close());

async function ready(count: number, exact: Partial<ExactOptions> = {}): Promise<ShopRef> {
  given = await syncIsOn(count, exact);
  ({ stage } = given);
  return given.shop;
}

/** All is booked right, nothing was refused, and no address is too long. */
function expectClean(calls: readonly CallRecord[], count: number): void {
  expect(judge(stage.sims.exact, expectedOf(stage.sims.world, SHOPS))).toMatchObject({ expected: count, booked: count, doubles: 0, lost: 0, wrong: 0, details: [] });
  expect(calls.filter(({ status }) => status !== 200 && status !== 201)).toEqual([]);
  expect(Math.max(...calls.map(({ path, host }) => `https://${host}${path}`.length))).toBeLessThanOrEqual(2000);
}

const read = (): number => stage.sims.exact.callsOf(division).filter(({ path }) => path.includes('/vat/VATCodes?') && !path.includes('skiptoken')).length;

it('a minute without room for reading the books puts that off to its end, with an alarm, and books meanwhile', async () => {
  const shop = await ready(4);
  const { ledger } = stage.background.app;
  const [was, now] = [read(), stage.sims.clock.now()];
  const row = await ledger.administration('nl', division);
  const reset = now + 50_000;
  await ledger.putAdministration({ ...row, budget: { ...FRESH_BUDGET, measuredAt: now, minute: { remaining: 12, reset } } });
  await stage.background.alarm('sync');
  await stage.background.idle();
  expect(read()).toBe(was);
  expect(stage.alarms.get('sync-at')).toBe(reset);
  expect((await ledger.syncCounts(shop)).booked).toBe(4);
  stage.sims.clock.advance(60_000);
  await stage.background.alarm('sync-at');
  await stage.background.idle();
  expect(read()).toBe(was + 1);
  expect(stage.sims.exact.violations).toEqual([]);
});

it('200 invoices of a shop whose books are to be read again: at most 1.1 calls each, none refused', { timeout: 120_000 }, async () => {
  await ready(200);
  const was = read();
  const calls = await oneRun(given, 200);
  console.log(`200 invoices, books read again: ${String(calls.length / 200)} calls each (${kindsOf(calls)})`);
  expect(read()).toBe(was + 1);
  expectClean(calls, 200);
  expect(calls.length / 200).toBeLessThanOrEqual(1.1);
});

it('1,000 invoices over a day at the default schedule, books read as the day goes by: at most 1.25 calls each, none refused', { timeout: 600_000 }, async () => {
  await ready(0);
  const was = read();
  const calls = await oneDay(given, 1000);
  console.log(`1,000 invoices over a day, books read with it: ${String(calls.length / 1000)} calls each (${kindsOf(calls)})`);
  // At its beginning, and a day later.
  expect(read()).toBe(was + 2);
  expectClean(calls, 1000);
  expect(calls.length / 1000).toBeLessThanOrEqual(1.25);
});

it('the count before the switch keeps what it learns: `or` that is refused is met once, not with every step', { timeout: 60_000 }, async () => {
  const shop = await ready(120, { callsPerMinute: 1000, orRefused: true });
  const { app } = stage.background;
  await app.sync.change(shop, () => null);
  await stage.value({ kind: 'setup.books', shop, read: false });
  await stage.background.idle();
  const refused = (): number => stage.sims.exact.callsOf(division).filter(({ status, path }) => status === 400 && path.includes('SalesEntries')).length;
  let found = 0;
  for (let step = await stage.value({ kind: 'ledger.preview', shop, from: { date: '2000-01-01' } }); ; ) {
    found += step.count;
    if (!step.next) break;
    step = await stage.value({ kind: 'ledger.preview', shop, from: { date: '2000-01-01' }, after: step.next });
  }
  expect(found).toBe(120);
  expect(refused()).toBe(1);
});
