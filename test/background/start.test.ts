/**
 * The events of the browser, fired one by one at the listeners that the worker adds. The start of the worker itself does nothing here: each
 * event alone has to lead to a finished run, since a start that was cut short proves nothing (design 4).
 */
import { afterEach, expect, it, vi } from 'vitest';
import type { createBackground as Create } from '../../lib/background/create';
import { formFromRules } from '../../lib/settings/rules-form';
import { exampleTable } from '../booking/example-table';
import { aProfile } from '../booking/fixtures';
import { expectedOf, judge } from '../chaos/truth';
import { CHAOS_SHOPS, createChaosWorld } from '../chaos/world';
import { createClock } from '../simulators/contract';
import { connectShop, createStage, setUpAll, type Stage } from './harness';

const fake = vi.hoisted(() => {
  const listeners = new Map<string, (...args: unknown[]) => unknown>();
  /** Any part of the extension API: events keep their listener, everything else answers nothing. */
  const part = (path: string): unknown =>
    new Proxy(() => undefined, {
      get: (_target, name) => {
        if (typeof name === 'symbol' || name === 'then') return undefined;
        if (name === 'addListener') return (listener: (...args: unknown[]) => unknown) => void listeners.set(path, listener);
        return part(path === '' ? name : `${path}.${name}`);
      },
      apply: () => (path === 'runtime.getManifest' ? { content_scripts: [] } : Promise.resolve(undefined)),
    });
  const made: { background: ReturnType<typeof Create> | null } = { background: null };
  return { listeners, api: part(''), made };
});
vi.mock('webextension-polyfill', () => ({ default: fake.api }));
vi.mock('../../lib/background/create', async (original) => {
  const real = await original<{ readonly createBackground: typeof Create }>();
  return { ...real, createBackground: (deps: Parameters<typeof Create>[0]) => fake.made.background ?? real.createBackground(deps) };
});
const { startBackground } = await import('../../lib/background/start');

const RULES = { ...formFromRules(null), journal: '71', debtorCode: '1001', paymentCondition: '14', roundingAccount: '8011', roundingVatCode: 'N', profile: aProfile(), table: exampleTable() };
const SHOPS = CHAOS_SHOPS.slice(0, 1);
const [{ shopId, division }] = SHOPS as [(typeof CHAOS_SHOPS)[number]];

let stage: Stage;
afterEach(async () => {
  fake.made.background = null;
  fake.listeners.clear();
  await stage.close();
});

async function aShopThatIsOn(): Promise<void> {
  stage = await createStage({ world: createChaosWorld({ seed: 7, count: 4, now: createClock().now(), shops: SHOPS }) });
  const shop = { tenantId: await setUpAll(stage), shopId };
  await stage.value({ kind: 'setup.saveRules', shop, rules: RULES });
  await connectShop(stage, shop, division);
  const { settings, ledger } = stage.background.app;
  await settings.putNote(`native:${shop.tenantId}:${String(shopId)}`, 'present');
  await ledger.putSyncShop({ ...shop, on: true, from: { date: '2000-01-01' }, nativeOff: null, paused: null, promote: false, attachPdf: false, useEntryNumber: false, refusals: { key: '', count: 0, rulesVersion: 0 }, lastRun: null, caughtUp: null });
}
const books = () => judge(stage.sims.exact, expectedOf(stage.sims.world, SHOPS));

const EVENTS: readonly (readonly [string, string, readonly unknown[]])[] = [
  ['the browser starts', 'runtime.onStartup', []],
  ['the extension is installed', 'runtime.onInstalled', [{ reason: 'install' }]],
  ['the extension is updated', 'runtime.onInstalled', [{ reason: 'update' }]],
  ['the schedule', 'alarms.onAlarm', [{ name: 'sync' }]],
  ['the alarm of a run that was killed', 'alarms.onAlarm', [{ name: 'sync-wake' }]],
  ['the moment that was waited for', 'alarms.onAlarm', [{ name: 'sync-at' }]],
];

it.each(EVENTS)('%s (%s): the run is made to its end, with nothing else to help', async (_name, event, args) => {
  await aShopThatIsOn();
  stage.restart();
  stage.alarms.clear();
  fake.made.background = { ...stage.background, start: () => Promise.resolve() };
  startBackground();
  // Added before anything is waited for: an event that woke the worker is lost otherwise.
  expect([...fake.listeners.keys()]).toEqual(expect.arrayContaining(['runtime.onStartup', 'runtime.onInstalled', 'alarms.onAlarm', 'runtime.onMessage']));
  await stage.background.idle();
  expect(books()).toMatchObject({ booked: 0 });
  fake.listeners.get(event)?.(...args);
  await vi.waitFor(() => expect(books()).toMatchObject({ expected: 4, booked: 4, doubles: 0, lost: 0, wrong: 0, debtorDoubles: 0 }), { timeout: 15_000, interval: 50 });
  await stage.background.idle();
  expect(stage.alarms.get('sync')).toBeGreaterThan(stage.sims.clock.now());
  await vi.waitFor(() => expect(stage.alarms.get('sync-wake') ?? null).toBeNull());
});

it('the alarm of somebody else orders nothing', async () => {
  await aShopThatIsOn();
  stage.restart();
  fake.made.background = { ...stage.background, start: () => Promise.resolve() };
  startBackground();
  fake.listeners.get('alarms.onAlarm')?.({ name: 'other' });
  await stage.background.idle();
  expect(books()).toMatchObject({ booked: 0 });
});
