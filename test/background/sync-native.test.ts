/** What is known of ShopCtrl's own connector, and how long that counts: a sight of the page, what the API tells, and a person's word. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { NativeModule, ShopRef } from '../../lib/messages';
import { formFromRules } from '../../lib/settings/rules-form';
import { exampleTable } from '../booking/example-table';
import { aProfile } from '../booking/fixtures';
import { CHAOS_SHOPS, createChaosWorld } from '../chaos/world';
import { createClock } from '../simulators/contract';
import { connectShop, createStage, HOST, setUpAll, type Stage } from './harness';
import { countAndTurnOn } from './turn-on';

const RULES = { ...formFromRules(null), journal: '71', debtorCode: '1001', paymentCondition: '14', roundingAccount: '8011', roundingVatCode: 'N', profile: aProfile(), table: exampleTable() };
const SHOPS = CHAOS_SHOPS.slice(0, 1);
const [{ shopId, division }] = SHOPS as [(typeof CHAOS_SHOPS)[number]];
const DAY_MS = 24 * 3_600_000;

let stage: Stage;
let shop: ShopRef;
afterEach(() => stage.close());
beforeEach(async () => {
  stage = await createStage({ world: createChaosWorld({ seed: 7, count: 3, now: createClock().now(), shops: SHOPS }), exact: { callsPerMinute: 1200 } });
  shop = { tenantId: await setUpAll(stage), shopId };
  await stage.value({ kind: 'setup.saveRules', shop, rules: RULES });
  await connectShop(stage, shop, division);
});

const modules = (on: boolean): void => {
  for (const tenant of stage.sims.world.tenants) tenant.appModules.exactOnline = on;
};
/** Read anew, as each run does. */
async function reads(): Promise<void> {
  stage.sims.clock.advance(60_000);
  await stage.background.app.book.refresh(shop.tenantId);
}
const sees = (native: NativeModule) => stage.value({ kind: 'section.state', adminHost: HOST, title: 'Lamp & Licht', linkShopId: null, native, language: 'en' });
const turnOn = (nativeOff: string | null = null) => countAndTurnOn(stage, shop, { date: '2000-01-01' }, nativeOff);
const state = () => stage.value({ kind: 'ledger.state', shop });
async function held(): Promise<string | null> {
  await stage.background.alarm('sync');
  await stage.background.idle();
  return (await stage.background.app.sync.state(shop)).held?.code ?? null;
}
async function isOn(): Promise<void> {
  expect(await turnOn()).toMatchObject({ ok: true });
  await stage.background.idle();
  expect((await stage.background.app.sync.state(shop)).booked).toBe(3);
}
/** Sync runs meanwhile, which keeps the connection with Exact alive. */
async function monthsLater(): Promise<void> {
  for (let days = 0; days < 100; days += 25) {
    stage.sims.clock.advance(25 * DAY_MS);
    expect(await held()).toBeNull();
  }
}
const REFUSED = { ok: false, fault: { code: 'sync-not-ready', params: { what: 'native' } } };

it('a page without its items is no proof while ShopCtrl says that its module is on', async () => {
  modules(true);
  await reads();
  await sees('absent');
  expect((await state()).native).toBe('unknown');
  expect(await turnOn()).toMatchObject(REFUSED);
  expect(await turnOn('Anna de Vries')).toMatchObject({ ok: true });
  await stage.background.idle();
  expect(await held()).toBeNull();
});

it('a page that shows it without anybody’s authorization is proof, module or not', async () => {
  modules(true);
  await reads();
  await sees('present');
  await isOn();
});

it.each(['absent', 'present'] as const)('seen as %s, and its module turned on since: Sync pauses until a person says by name that it is off', async (native) => {
  modules(false);
  await reads();
  await sees(native);
  await isOn();
  modules(true);
  stage.sims.clock.advance(60_000);
  expect(await held()).toBe('S-NATIVE-UNKNOWN');
  expect((await state()).native).toBe('unknown');
  // It is read again and again: that is no news.
  await stage.value({ kind: 'ledger.answer', shop, answer: { kind: 'native-off', by: 'Anna de Vries' } });
  await stage.background.idle();
  await reads();
  expect(await held()).toBeNull();
});

it('a word of before its module was turned on is asked for again', async () => {
  modules(false);
  await reads();
  await stage.background.app.settings.changeTenant(shop.tenantId, { nativeModule: null });
  expect(await turnOn('Anna de Vries')).toMatchObject({ ok: true });
  await stage.background.idle();
  await reads();
  expect(await held()).toBeNull();
  modules(true);
  stage.sims.clock.advance(60_000);
  expect(await held()).toBe('S-NATIVE-UNKNOWN');
  expect((await state()).sync?.nativeOff).toBeNull();
});

it('a word is refuted by a page that shows it active, and does not come back with one that shows nothing', async () => {
  modules(true);
  await reads();
  expect(await turnOn('Anna de Vries')).toMatchObject({ ok: true });
  await stage.background.idle();
  await sees('active');
  expect(await held()).toBe('S-NATIVE-ACTIVE');
  await sees('absent');
  expect(await held()).toBe('S-NATIVE-UNKNOWN');
});

it('an old sight is not enough to turn Sync on, and pauses no shop that is on', async () => {
  await sees('present');
  await isOn();
  await monthsLater();
  expect((await state()).native).toBe('off');
  await stage.value({ kind: 'sync.act', shop, action: 'off' });
  expect((await state()).native).toBe('unknown');
  expect(await turnOn()).toMatchObject(REFUSED);
  await sees('present');
  expect((await state()).native).toBe('off');
  expect(await turnOn()).toMatchObject({ ok: true });
});

it('an old word is not enough to turn Sync on again', async () => {
  modules(true);
  await reads();
  expect(await turnOn('Anna de Vries')).toMatchObject({ ok: true });
  await stage.background.idle();
  await stage.value({ kind: 'sync.act', shop, action: 'off' });
  expect(await turnOn()).toMatchObject({ ok: true });
  await stage.background.idle();
  await monthsLater();
  await stage.value({ kind: 'sync.act', shop, action: 'off' });
  expect((await state()).sync?.nativeOff).toBeNull();
  expect(await turnOn()).toMatchObject(REFUSED);
});
