/** What a person sets for Sync as a whole really changes what it does: how long a missing answer is not believed, and what is left to others. */
import { afterEach, expect, it } from 'vitest';
import type { ShopRef } from '../../lib/messages';
import { formFromRules } from '../../lib/settings/rules-form';
import { exampleTable } from '../booking/example-table';
import { aProfile } from '../booking/fixtures';
import { expectedOf, judge } from '../chaos/truth';
import { CHAOS_SHOPS, createChaosWorld } from '../chaos/world';
import { createClock } from '../simulators/contract';
import { connectShop, createStage, setUpAll, type Stage } from './harness';
import { countAndTurnOn } from './turn-on';

const RULES = { ...formFromRules(null), journal: '71', debtorCode: '1001', paymentCondition: '14', roundingAccount: '8011', roundingVatCode: 'N', profile: aProfile(), table: exampleTable() };
const SHOPS = CHAOS_SHOPS.slice(0, 1);
const [{ shopId, division }] = SHOPS as [(typeof CHAOS_SHOPS)[number]];
const MINUTE = 60_000;
const DEFAULTS = { uncertainMinutes: 5, everyMinutes: 240, reserve: 2 };

let stage: Stage;
let shop: ShopRef;
afterEach(() => stage.close());

async function aShop(count: number): Promise<void> {
  stage = await createStage({ world: createChaosWorld({ seed: 7, count, now: createClock().now(), shops: SHOPS }), exact: { callsPerMinute: 1200 } });
  shop = { tenantId: await setUpAll(stage), shopId };
  await stage.value({ kind: 'setup.saveRules', shop, rules: RULES });
  await connectShop(stage, shop, division);
  await stage.background.alarm('discover');
  await stage.background.idle();
}
async function turnOn(): Promise<void> {
  expect(await countAndTurnOn(stage, shop, { date: '2000-01-01' }, 'Anna')).toMatchObject({ ok: true });
  await stage.background.idle();
}
const books = () => judge(stage.sims.exact, expectedOf(stage.sims.world, SHOPS));
const posts = (): number => stage.sims.exact.calls.filter(({ method, path }) => method === 'POST' && path.includes('/salesentry/')).length;
async function after(minutes: number): Promise<void> {
  stage.sims.clock.advance(minutes * MINUTE);
  await stage.background.alarm('sync-at');
  await stage.background.idle();
}

it.each([1, 5, 20])('a POST without an answer is sent again after %i minutes, and no sooner', async (uncertainMinutes) => {
  await aShop(1);
  await stage.value({ kind: 'ledger.tuning', tuning: { ...DEFAULTS, uncertainMinutes } });
  const undo = stage.sims.exact.fault({ where: 'entry', kind: 'cut-before', times: 1 });
  await turnOn();
  undo();
  const sent = posts();
  expect(await stage.background.app.sync.state(shop)).toMatchObject({ booked: 0, waiting: 1, tasks: 0 });
  expect(((stage.alarms.get('sync-at') ?? 0) - stage.sims.clock.now()) / MINUTE).toBeCloseTo(uncertainMinutes, 0);
  await after(uncertainMinutes - 0.5);
  expect([posts(), books().booked]).toEqual([sent, 0]);
  await after(1);
  expect([posts(), books().booked]).toEqual([sent + 1, 1]);
  expect(books()).toMatchObject({ doubles: 0, lost: 0, wrong: 0 });
});

it.each([0, 2, 25])('%i calls of the minute are left to others', async (reserve) => {
  await aShop(40);
  await stage.value({ kind: 'ledger.tuning', tuning: { ...DEFAULTS, reserve } });
  const { exact, clock } = stage.sims;
  exact.options.callsPerMinute = 30;
  // At the beginning of a minute, with none of it used.
  clock.advance(2 * MINUTE - (clock.now() % MINUTE) + 1000);
  const minute = Math.floor(clock.now() / MINUTE);
  const before = exact.calls.length;
  await turnOn();
  const made = exact.calls.slice(before).filter(({ path }) => path.includes(`/${String(division)}/`));
  expect(Math.floor(clock.now() / MINUTE)).toBe(minute);
  expect(made.length).toBe(30 - reserve);
  expect((await stage.background.app.sync.state(shop)).held).toMatchObject({ code: 'S-WAIT', person: false });
  expect(stage.alarms.get('sync-at')).toBeGreaterThanOrEqual((minute + 1) * MINUTE);
});
