/** What Sync costs in calls to Exact, counted there: every call on the administration, reading its books included (issue: done when, 5). */
import { afterEach, expect, it } from 'vitest';
import type { ShopRef } from '../../lib/messages';
import { formFromRules } from '../../lib/settings/rules-form';
import { exampleTable } from '../booking/example-table';
import { FRESH_BUDGET } from '../../lib/exact/budget';
import { aProfile } from '../booking/fixtures';
import { expectedOf, judge } from '../chaos/truth';
import { CHAOS_SHOPS } from '../chaos/world';
import { createClock } from '../simulators/contract';
import type { ExactOptions } from '../simulators/exact';
import type { World } from '../simulators/seed';
import { consumer, LAMPS } from '../simulators/seed/people';
import { ordinarySale } from '../simulators/seed/scenarios';
import { defaultPlans, worldFrom } from '../simulators/seed/world';
import { connectShop, createStage, setUpAll, type Stage } from './harness';

const RULES = { ...formFromRules(null), journal: '71', debtorCode: '1001', paymentCondition: '14', roundingAccount: '8011', roundingVatCode: 'N', profile: aProfile(), table: exampleTable() };
const SHOPS = CHAOS_SHOPS.slice(0, 1);
const [{ shopId, division }] = SHOPS as [(typeof CHAOS_SHOPS)[number]];
const DAY = 24 * 3_600_000;

/** A shop that sells to consumers at home, one after another: all of them on a collective debtor. */
function consumersOnly(count: number, now: number): World {
  const [demo] = defaultPlans({});
  if (!demo) throw new Error('no environment');
  const sales = Array.from({ length: count }, (_, at) => 80 - Math.floor((at * 78) / count));
  const plan = {
    id: shopId, name: 'Lamp & Licht', owner: 1, group: 1, basis: 'net' as const, range: { style: 'digits' as const, first: 10_001 },
    sales: (random: Parameters<typeof consumer>[0]) => sales.map((daysAgo, at) => ({ ...ordinarySale(random, LAMPS, daysAgo, String(at)), billTo: consumer(random), customerCode: `C${String(at)}` })),
  };
  return worldFrom([{ ...demo, shops: [plan] }], { seed: 7, now });
}

let stage: Stage;
afterEach(() => stage.close());

/** Sync is on, its books are a day old, and nothing of the day before is left of the limits. */
async function ready(count: number, exact: Partial<ExactOptions> = {}): Promise<ShopRef> {
  stage = await createStage({ world: consumersOnly(count, createClock().now()), exact });
  const shop: ShopRef = { tenantId: await setUpAll(stage), shopId };
  await stage.value({ kind: 'setup.saveRules', shop, rules: RULES });
  await connectShop(stage, shop, division);
  const { app } = stage.background;
  await app.settings.putNote(`native:${shop.tenantId}:${String(shopId)}`, 'present');
  stage.sims.clock.advance(DAY + 60_000);
  await app.sync.change(shop, () => ({
    ...shop, on: true, from: { date: '2000-01-01' }, nativeOff: null, paused: null, promote: false, attachPdf: false, useEntryNumber: false, refusals: { key: '', count: 0, rulesVersion: 0 }, lastRun: null, caughtUp: null,
  }));
  return shop;
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
  const shop = await ready(200);
  const { app } = stage.background;
  const before = stage.sims.exact.callsOf(division).length;
  await stage.background.alarm('sync');
  await stage.background.idle();
  // Until everything was found: what is to be proved rides along with later runs.
  for (let alarms = 0; alarms < 20; alarms += 1) {
    const state = await app.ledger.syncCounts(shop);
    if (state.booked + state.proved === 200) break;
    const at = stage.alarms.get('sync-at');
    expect(at).toBeTypeOf('number');
    stage.sims.clock.advance(Math.max((at ?? 0) - stage.sims.clock.now(), 0));
    await stage.background.alarm('sync-at');
    await stage.background.idle();
  }
  const calls = stage.sims.exact.callsOf(division).slice(before);
  const kinds = new Map<string, number>();
  for (const { method, path } of calls) {
    const kind = `${method} ${/\/api\/v1\/\d+\/([^?(]+)/.exec(path)?.[1] ?? path}`;
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  console.log(`200 invoices, books read again: ${String(calls.length / 200)} calls each (${[...kinds].map(([kind, count]) => `${kind} ${String(count)}`).join(', ')})`);
  expect(judge(stage.sims.exact, expectedOf(stage.sims.world, SHOPS))).toMatchObject({ expected: 200, booked: 200, doubles: 0, lost: 0, wrong: 0, details: [] });
  expect(calls.filter(({ status }) => status !== 200 && status !== 201)).toEqual([]);
  expect(Math.max(...calls.map(({ path, host }) => `https://${host}${path}`.length))).toBeLessThanOrEqual(2000);
  expect(calls.length / 200).toBeLessThanOrEqual(1.1);
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
