/** Sync in the whole background, against the simulators: what is sold stands in Exact once, whatever woke the worker and wherever it was killed. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ShopRef } from '../../lib/messages';
import { formFromRules } from '../../lib/settings/rules-form';
import { exampleTable } from '../booking/example-table';
import { aProfile } from '../booking/fixtures';
import { expectedOf, judge } from '../chaos/truth';
import { CHAOS_SHOPS, createChaosWorld } from '../chaos/world';
import { createClock } from '../simulators/contract';
import { connectShop, createStage, setUpAll, sure, type Stage } from './harness';

const RULES = { ...formFromRules(null), journal: '71', debtorCode: '1001', paymentCondition: '14', roundingAccount: '8011', roundingVatCode: 'N', profile: aProfile(), table: exampleTable() };
const SHOPS = CHAOS_SHOPS.slice(0, 1);
const [{ shopId, division }] = SHOPS as [(typeof CHAOS_SHOPS)[number]];

let stage: Stage;
let shop: ShopRef;
afterEach(() => stage.close());

async function aShop(count: number, native: 'present' | 'unknown' = 'present'): Promise<void> {
  stage = await createStage({ world: createChaosWorld({ seed: 7, count, now: createClock().now(), shops: SHOPS }) });
  shop = { tenantId: await setUpAll(stage), shopId };
  await stage.value({ kind: 'setup.saveRules', shop, rules: RULES });
  await connectShop(stage, shop, division);
  if (native !== 'unknown') await stage.background.app.settings.putNote(`native:${shop.tenantId}:${String(shopId)}`, native);
}

async function turnOn(): Promise<void> {
  await stage.background.app.sync.change(shop, () => ({
    ...shop,
    on: true,
    from: { date: '2000-01-01' },
    nativeOff: null,
    paused: null,
    promote: false,
    attachPdf: false,
    useEntryNumber: false,
    refusals: { key: '', count: 0, rulesVersion: 0 },
    lastRun: null,
    caughtUp: null,
  }));
}

const books = () => judge(stage.sims.exact, expectedOf(stage.sims.world, SHOPS));
const ALL = { doubles: 0, lost: 0, wrong: 0, debtorDoubles: 0, details: [] };
const card = async () => sure(await stage.section('Lamp & Licht')).automation;

/** Waits until the shop's export has come to this. */
const exported = (end: Readonly<Record<string, unknown>>) => vi.waitFor(async () => expect(sure(await stage.section('Lamp & Licht')).export.job).toMatchObject(end), { timeout: 15_000, interval: 50 });

describe('the main way', () => {
  it('books every invoice of a shop once, as the seed has it', async () => {
    await aShop(12);
    await turnOn();
    stage.background.app.sync.runSoon();
    await stage.background.idle();
    expect(await stage.background.app.sync.state(shop)).toMatchObject({ on: true, running: false, booked: 12, waiting: 0, attention: 0, tasks: 0, held: null });
    expect(books()).toMatchObject({ expected: 12, booked: 12, ...ALL });
    expect(await card()).toMatchObject({ tone: 'fine', title: 'On: everything is booked' });
    // Export knows what Sync has.
    expect(sure(await stage.section('Lamp & Licht')).export.waiting).toBe(0);
    await stage.value({ kind: 'export.startNew', shop });
    await exported({ phase: 'failed', fault: { code: 'export-nothing-new' } });
  });

  it('Export leaves out what Sync has, and Sync what is in a file until a person says that it was not imported', async () => {
    await aShop(6);
    await stage.value({ kind: 'export.startNew', shop });
    await exported({ phase: 'done', records: 6 });
    await turnOn();
    stage.background.app.sync.runSoon();
    await stage.background.idle();
    expect(books()).toMatchObject({ booked: 0 });
    expect(await stage.background.app.sync.state(shop)).toMatchObject({ booked: 0, attention: 6, tasks: 1 });
    await stage.value({ kind: 'ledger.answer', shop, answer: { kind: 'not-imported' } });
    await stage.background.idle();
    expect(books()).toMatchObject({ booked: 6, ...ALL });
    expect(sure(await stage.section('Lamp & Licht')).export.waiting).toBe(0);
  });
});

describe('each alone is enough', () => {
  it.each([
    ['onAlarm: the schedule', (background: Stage['background']) => background.alarm('sync')],
    ['onAlarm: a worker that was killed while it worked', (background: Stage['background']) => background.alarm('sync-wake')],
    ['onAlarm: the moment that was waited for', (background: Stage['background']) => background.alarm('sync-at')],
    ['onStartup or onInstalled', (background: Stage['background']) => background.started()],
    ['the start of the worker', (background: Stage['background']) => background.start()],
  ])('%s', async (_name, wake) => {
    await aShop(4);
    await turnOn();
    stage.restart();
    await wake(stage.background);
    await stage.background.idle();
    expect(books()).toMatchObject({ expected: 4, booked: 4, ...ALL });
    // The next run is booked, and nothing is left that would wake the worker for nothing.
    expect(stage.alarms.get('sync')).toBeGreaterThan(stage.sims.clock.now());
    expect(stage.alarms.get('sync-wake')).toBeNull();
  });

  it('nothing runs while no shop is on, and no alarm stands', async () => {
    await aShop(4);
    await stage.background.start();
    for (const name of ['sync', 'sync-wake', 'sync-at'] as const) await stage.background.alarm(name);
    await stage.background.idle();
    expect(books()).toMatchObject({ booked: 0 });
    expect([...stage.alarms.values()].filter((at) => at !== null)).toEqual([]);
  });
});

describe('a tab that shows the shop', () => {
  it('orders a run, at most every five minutes', async () => {
    await aShop(4);
    await turnOn();
    await stage.section('Lamp & Licht');
    await stage.background.idle();
    expect(books()).toMatchObject({ booked: 4, ...ALL });
    const calls = (): number => stage.sims.api.calls.length;
    const before = calls();
    stage.sims.clock.advance(4 * 60_000);
    await stage.section('Lamp & Licht');
    await stage.background.idle();
    expect(calls()).toBe(before);
    stage.sims.clock.advance(2 * 60_000);
    await stage.section('Lamp & Licht');
    await stage.background.idle();
    expect(calls()).toBeGreaterThan(before);
  });
});

describe('a worker that is killed', () => {
  it('goes on where it was at the next alarm: nothing twice, nothing lost', async () => {
    await aShop(12);
    await turnOn();
    // Silence after the seventh POST was stored: the worker never hears of it and is killed.
    let posts = 0;
    stage.strike = (url, init) => init.method === 'POST' && url.includes('/salesentry/') && (posts += 1) === 7;
    const killed = stage.background;
    killed.app.sync.runSoon();
    await stage.struck;
    expect(stage.alarms.get('sync-wake')).toBeGreaterThan(stage.sims.clock.now());
    stage.restart();
    expect(books().booked).toBe(7);
    await stage.background.alarm('sync-wake');
    await stage.background.idle();
    expect(books()).toMatchObject({ expected: 12, booked: 12, ...ALL });
    expect(await stage.background.app.sync.state(shop)).toMatchObject({ booked: 12, waiting: 0, tasks: 0 });
  });
});

describe('progress', () => {
  it('is the same in the worker that goes on after a kill, and over with the run', async () => {
    await aShop(12);
    await turnOn();
    type Shown = Awaited<ReturnType<typeof stage.background.app.sync.state>>['progress'];
    const shown: Shown[] = [];
    let posts = 0;
    // Looked at with each call; silence after the seventh POST was stored.
    stage.strike = (url, init) => {
      if (!url.includes('/salesentry/')) return false;
      void stage.background.app.sync.state(shop).then(({ progress }) => shown.push(progress));
      return init.method === 'POST' && (posts += 1) === 7;
    };
    stage.background.app.sync.runSoon();
    await stage.struck;
    const before = (await stage.background.app.sync.state(shop)).progress;
    expect(before).toEqual({ done: 0, total: 12, remainingMs: null });
    stage.restart();
    shown.length = 0;
    stage.sims.clock.advance(60_000);
    await stage.background.alarm('sync-wake');
    await stage.background.idle();
    expect(books()).toMatchObject({ expected: 12, booked: 12, ...ALL });
    const after = shown.flatMap((one) => one ?? []);
    // The look-up found the seven that were sent; the rest goes on from there.
    expect([new Set(after.map(({ total }) => total)), after.some(({ done }) => done === 0), after.some(({ done }) => done >= 7)]).toEqual([new Set([12]), true, true]);
    expect(after.findLast(({ done }) => done >= 7)?.remainingMs).toBeGreaterThan(0);
    // The next run has its own.
    expect(await stage.background.app.settings.note(`sync-progress:${shop.tenantId}:${String(shopId)}`)).toBeNull();
  });
});

describe('an administration that is taken from the Exact user', () => {
  it('is asked again by the schedule, says so meanwhile, and is booked in once it is given back', async () => {
    await aShop(4);
    await turnOn();
    const give = stage.sims.exact.withdrawDivision('anna.jansen', division);
    for (let hours = 0; hours < 3; hours += 1) {
      await stage.background.alarm('sync');
      await stage.background.idle();
      // No moment of its own: the schedule is the floor, and it stands.
      expect(stage.alarms.get('sync')).toBeTypeOf('number');
      stage.sims.clock.advance(3_600_000);
    }
    expect((await stage.background.app.sync.state(shop)).held?.code).toBe('exact-forbidden');
    expect(books()).toMatchObject({ booked: 0 });
    give();
    await stage.background.alarm('sync');
    await stage.background.idle();
    expect(books()).toMatchObject({ booked: 4, ...ALL });
    expect((await stage.background.app.sync.state(shop)).held).toBeNull();
  });
});

describe('a browser that is killed', () => {
  it('loses its alarms, and goes on at its start by what is stored', async () => {
    await aShop(12);
    await turnOn();
    let posts = 0;
    stage.strike = (url, init) => init.method === 'POST' && url.includes('/salesentry/') && (posts += 1) === 7;
    stage.background.app.sync.runSoon();
    await stage.struck;
    stage.restart();
    stage.alarms.clear();
    await stage.background.start();
    await stage.background.idle();
    expect(books()).toMatchObject({ expected: 12, booked: 12, ...ALL });
  });
});

describe('a browser that was closed', () => {
  it('reads back at its start what is to be proved by then, without waiting for the schedule and without reading ShopCtrl again', async () => {
    await aShop(3);
    await turnOn();
    stage.background.app.sync.runSoon();
    await stage.background.idle();
    const due = async () => stage.background.app.ledger.syncDue(shop, 'booked');
    stage.sims.clock.advance(14 * 60_000);
    await stage.background.alarm('sync');
    await stage.background.idle();
    expect(await due()).toBeGreaterThan(stage.sims.clock.now());
    stage.sims.clock.advance(2 * 60_000);
    stage.restart();
    const [asked, read] = [stage.sims.exact.calls.length, stage.sims.api.calls.length];
    await stage.background.start();
    await stage.background.idle();
    expect(await due()).toBeNull();
    expect(stage.sims.exact.calls.slice(asked).filter(({ path }) => path.includes('SalesEntries?'))).toHaveLength(1);
    expect(stage.sims.api.calls.length).toBe(read);
  });
});

describe('what a person is told', () => {
  it('ShopCtrl’s own connector unknown: nothing is sent, red badge, one notification; seen to be off: it goes on, and that is told', async () => {
    await aShop(4, 'unknown');
    await stage.background.app.settings.changeTenant(shop.tenantId, { nativeModule: true });
    await turnOn();
    stage.background.app.sync.runSoon();
    await stage.background.idle();
    expect(books()).toMatchObject({ booked: 0 });
    expect(stage.badges.at(-1)).toMatchObject({ tone: 'attention', tasks: 1 });
    expect(stage.told.map(({ title }) => title)).toEqual(['Exact Online needs you']);
    stage.restart();
    await stage.background.start();
    await stage.background.idle();
    expect(stage.told).toHaveLength(1);
    expect(await card()).toMatchObject({ tone: 'attention', title: 'On: 1 task for you' });
    await stage.value({ kind: 'section.state', adminHost: 'demo.shopctrl.com', title: 'Lamp & Licht', linkShopId: null, native: 'present', language: 'en' });
    stage.background.app.sync.runSoon();
    await stage.background.idle();
    expect(books()).toMatchObject({ booked: 4, ...ALL });
    expect(stage.badges.at(-1)).toMatchObject({ tone: 'fine', tasks: 0 });
    expect(stage.told.map(({ title }) => title)).toEqual(['Exact Online needs you', 'Exact Online goes on']);
  });

  it('ShopCtrl’s own connector comes back: it pauses by itself, and goes on once the page shows that it is off', async () => {
    await aShop(4);
    await turnOn();
    await stage.value({ kind: 'section.state', adminHost: 'demo.shopctrl.com', title: 'Lamp & Licht', linkShopId: null, native: 'active', language: 'nl' });
    await stage.background.idle();
    stage.background.app.sync.runSoon();
    await stage.background.idle();
    expect(books()).toMatchObject({ booked: 0 });
    expect((await card())?.lines[0]).toMatch(/^Nothing is booked for this shop meanwhile; what was booked stays\. ShopCtrl’s own connector with Exact is active/);
    await stage.value({ kind: 'section.state', adminHost: 'demo.shopctrl.com', title: 'Lamp & Licht', linkShopId: null, native: 'absent', language: 'nl' });
    await stage.background.alarm('sync');
    await stage.background.idle();
    expect(books()).toMatchObject({ booked: 4, ...ALL });
  });

  it('an answer that is missing: amber badge without a number and no notification, since it goes on by itself; nothing once it is booked', async () => {
    await aShop(3);
    await turnOn();
    const undo = stage.sims.exact.fault({ where: 'entry', kind: 'cut-before', times: 1 });
    stage.background.app.sync.runSoon();
    await stage.background.idle();
    undo();
    expect(await stage.background.app.sync.state(shop)).toMatchObject({ booked: 2, waiting: 1, attention: 0, tasks: 0 });
    expect(stage.badges.at(-1)).toMatchObject({ tone: 'waiting', tasks: 0 });
    expect(await card()).toMatchObject({ tone: 'waiting' });
    stage.sims.clock.advance(6 * 60_000);
    await stage.background.alarm('sync-at');
    await stage.background.idle();
    expect(books()).toMatchObject({ booked: 3, ...ALL });
    expect(stage.badges.at(-1)).toMatchObject({ tone: 'fine', tasks: 0 });
    expect(stage.told).toEqual([]);
  });

  it('one thing waits and another needs a person: red with the number of tasks', async () => {
    await aShop(6);
    await stage.value({ kind: 'setup.saveRules', shop, rules: { ...RULES, table: exampleTable().filter(({ regime }) => regime !== 'home') } });
    await turnOn();
    const undo = stage.sims.exact.fault({ where: 'entry', kind: 'cut-before', times: 1 });
    stage.background.app.sync.runSoon();
    await stage.background.idle();
    undo();
    const state = await stage.background.app.sync.state(shop);
    expect(state.tasks).toBeGreaterThan(0);
    expect(state.waiting).toBeGreaterThan(0);
    expect(stage.badges.at(-1)).toMatchObject({ tone: 'attention', tasks: state.tasks });
  });

  it('days of silence: a warning from day 23 of 30 on', async () => {
    await aShop(2);
    await turnOn();
    stage.sims.clock.advance(22 * 24 * 3_600_000);
    expect((await stage.background.app.sync.state(shop)).daysLeft).toBeNull();
    stage.sims.clock.advance(24 * 3_600_000);
    expect(await stage.background.app.sync.state(shop)).toMatchObject({ daysLeft: 7, tasks: 1 });
  });
});

describe('trouble with the login of ShopCtrl', () => {
  it('that is over is over with the next "Sync now", however short ago somebody looked', async () => {
    await aShop(3);
    await turnOn();
    const undo = stage.sims.api.faults.add({ kind: '403' });
    stage.background.app.sync.runSoon();
    await stage.background.idle();
    expect((await stage.background.app.sync.state(shop)).held?.code).toBe('shopctrl-forbidden');
    // The page looks again while it still goes wrong; a moment later it is mended.
    await stage.background.app.book.refresh(shop.tenantId);
    undo();
    stage.sims.clock.advance(1);
    await stage.value({ kind: 'sync.act', shop, action: 'now' });
    await stage.background.idle();
    expect(await stage.background.app.sync.state(shop)).toMatchObject({ held: null, booked: 3 });
  });
});

describe('the switch', () => {
  it('Cancel ends the run after its call; the schedule stays, and the next run does the rest', async () => {
    await aShop(12);
    await turnOn();
    stage.strike = (url, init) => {
      if (init.method === 'POST' && url.includes('/salesentry/')) void stage.value({ kind: 'sync.act', shop, action: 'cancel' });
      return false;
    };
    stage.background.app.sync.runSoon();
    await stage.background.idle();
    const { booked } = books();
    expect(booked).toBeGreaterThan(0);
    expect(booked).toBeLessThan(12);
    expect(stage.alarms.get('sync')).not.toBeNull();
    expect(stage.alarms.get('sync-wake')).toBeNull();
    stage.strike = () => false;
    await stage.background.alarm('sync');
    await stage.background.idle();
    expect(books()).toMatchObject({ booked: 12, ...ALL });
  });

  it('off: nothing more is sent, and the schedule is gone', async () => {
    await aShop(4);
    await turnOn();
    await stage.value({ kind: 'sync.act', shop, action: 'off' });
    await stage.background.alarm('sync');
    await stage.value({ kind: 'sync.act', shop, action: 'now' });
    await stage.background.idle();
    expect(books()).toMatchObject({ booked: 0 });
    expect(stage.alarms.get('sync')).toBeNull();
    expect(await card()).toMatchObject({ tone: 'off', actions: [{ label: 'Turn on', request: { kind: 'pages.openLedger', shop, start: true } }] });
  });
});

describe('a shop that was turned off while a POST was under way', () => {
  it('is looked up by the schedule until that is known to stand there once; then nothing runs any more', async () => {
    await aShop(4);
    await turnOn();
    stage.strike = (url, init) => init.method === 'POST' && url.includes('/salesentry/');
    stage.background.app.sync.runSoon();
    await stage.struck;
    stage.restart();
    stage.strike = () => false;
    await stage.value({ kind: 'sync.act', shop, action: 'off' });
    expect(await stage.background.app.sync.state(shop)).toMatchObject({ on: false, bound: 1 });
    expect(stage.alarms.get('sync')).toBeGreaterThan(stage.sims.clock.now());
    await stage.background.alarm('sync');
    await stage.background.idle();
    expect(await stage.background.app.sync.state(shop)).toMatchObject({ bound: 0 });
    stage.sims.clock.advance(16 * 60_000);
    await stage.background.alarm('sync');
    await stage.background.idle();
    expect((await stage.background.app.ledger.syncCounts(shop)).proved).toBe(1);
    expect(books().booked).toBe(1);
    await stage.background.alarm('sync');
    expect([...stage.alarms].filter(([name, at]) => name.startsWith('sync') && at !== null)).toEqual([]);
  });

  it('and whose connection was removed: looked up as soon as it is there again', async () => {
    await aShop(4);
    await turnOn();
    stage.strike = (url, init) => init.method === 'POST' && url.includes('/salesentry/');
    stage.background.app.sync.runSoon();
    await stage.struck;
    stage.restart();
    stage.strike = () => false;
    await stage.value({ kind: 'connect.remove', shop });
    expect(stage.alarms.get('sync')).toBeNull();
    await stage.value({ kind: 'connect.authorize', shop, forceLogin: false });
    await stage.background.idle();
    expect(await stage.background.app.sync.state(shop)).toMatchObject({ on: false, bound: 1 });
    await stage.value({ kind: 'connect.chooseAdministration', shop, division });
    await stage.background.idle();
    expect(await stage.background.app.sync.state(shop)).toMatchObject({ on: false, bound: 0 });
    expect(books()).toMatchObject({ booked: 1, doubles: 0 });
  });
});

describe('the administration', () => {
  it('changes between two calls of a run: nothing goes to the former one any more', async () => {
    await aShop(12);
    await turnOn();
    await stage.value({ kind: 'connect.authorize', shop, forceLogin: false });
    await stage.background.idle();
    // Chosen during the look-up before the first POST: nothing binds the shop yet.
    let chosen: Promise<unknown> | undefined;
    const late: string[] = [];
    stage.strike = (url, init) => {
      if (!url.includes('/salesentry/')) return false;
      if (init.method === 'POST' && url.includes(`/${String(division)}/`)) late.push(url);
      chosen ??= stage.ask({ kind: 'connect.chooseAdministration', shop, division: 100_002 });
      return false;
    };
    stage.background.app.sync.runSoon();
    await stage.background.idle();
    expect(await chosen).toMatchObject({ ok: true });
    await stage.background.idle();
    expect(late).toEqual([]);
  });

  it('cannot change while the fate of an invoice there is unknown; Remove says so, and stops Sync', async () => {
    await aShop(4);
    await turnOn();
    stage.strike = (url, init) => init.method === 'POST' && url.includes('/salesentry/');
    stage.background.app.sync.runSoon();
    await stage.struck;
    stage.restart();
    stage.strike = () => false;
    await stage.background.app.sync.change(shop, (row) => row && { ...row, on: false });
    expect((await card())?.remove).toMatch(/^1 invoice is not settled yet in this administration/);
    await stage.value({ kind: 'connect.remove', shop });
    await stage.value({ kind: 'connect.authorize', shop, forceLogin: false });
    await stage.background.idle();
    expect(await stage.ask({ kind: 'connect.chooseAdministration', shop, division: 100_002 })).toMatchObject({ ok: false, fault: { code: 'sync-bound' } });
    await stage.value({ kind: 'connect.chooseAdministration', shop, division });
    await turnOn();
    stage.background.app.sync.runSoon();
    await stage.background.idle();
    expect(books()).toMatchObject({ booked: 4, ...ALL });
    // Known to be there: nothing binds the shop any more.
    await stage.value({ kind: 'connect.remove', shop });
    expect(await stage.background.app.sync.state(shop)).toMatchObject({ on: false, bound: 0 });
    await stage.value({ kind: 'connect.authorize', shop, forceLogin: false });
    await stage.background.idle();
    expect(await stage.ask({ kind: 'connect.chooseAdministration', shop, division: 100_002 })).toMatchObject({ ok: true });
  });
});
