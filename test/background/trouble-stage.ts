/** A shop whose Sync is on, in the whole background, for tests of trouble: what each invoice is, what is said of it, and how time passes until all is booked. */
import { expect, vi } from 'vitest';
import type { Language, ShopRef } from '../../lib/messages';
import { formFromRules } from '../../lib/settings/rules-form';
import { exampleTable } from '../booking/example-table';
import { aProfile } from '../booking/fixtures';
import { expectedOf, judge } from '../chaos/truth';
import { CHAOS_SHOPS, createChaosWorld } from '../chaos/world';
import { loopbackFetch } from '../connection/harness';
import { createClock } from '../simulators/contract';
import type { SimulatorSetUp } from '../simulators/start';
import { browserFetch } from './browser-fetch';
import { connectShop, createStage, setUpAll, tabOn, HOST, type Stage } from './harness';
import { ledgerScreen, type Screen } from './ledger-screen';

export const RULES = { ...formFromRules(null), journal: '71', debtorCode: '1001', paymentCondition: '14', roundingAccount: '8011', roundingVatCode: 'N', profile: aProfile(), table: exampleTable() };
const MINUTE = 60_000;
/** The schedule as it is without anybody changing it. */
const EVERY = 15 * MINUTE;

export interface Trouble {
  readonly stage: Stage;
  readonly shop: ShopRef;
  readonly division: number;
  /** An order for a run, as "Sync now" gives it. */
  run(): Promise<void>;
  /** Code, state and reason of every invoice that is not booked, and how many are. */
  states(): Promise<{ readonly booked: number; readonly others: readonly string[] }>;
  /** What the section in ShopCtrl and the ledger page say. */
  said(language: Language): Promise<Screen & { readonly section: readonly string[] }>;
  /** Lets the alarms go off as a browser does, until every invoice is booked; answers after how many minutes. */
  booked(limitMinutes?: number): Promise<number>;
  /** Goes on until each one was read back, and then demands every invoice once and right, and nothing left to be said; `person`: rules that a person broke. */
  proved(person?: readonly string[]): Promise<void>;
  /** The next alarm goes off at its moment. */
  next(): Promise<void>;
}

/** Seventy minutes before Exact counts a new day. */
const BEGIN = Date.parse('2026-11-23T22:50:05Z');

/**
 * `count` invoices of one shop, none of them booked yet; `resends`: the browser sends again by itself, over this protocol; `beside`: another
 * browser with the same shop, user and app.
 */
export async function aTrouble(count = 3, setUp: SimulatorSetUp = {}, resends?: 'HTTP/1.1' | 'h2', beside?: Trouble): Promise<Trouble> {
  const shops = CHAOS_SHOPS.slice(0, 1);
  const [plan] = shops;
  if (!plan) throw new Error('no shop');
  const { shopId, division } = plan;
  const clock = createClock(BEGIN);
  const stage = await createStage({ clock, world: createChaosWorld({ seed: 7, count, now: BEGIN, shops }), ...setUp, h2: resends === 'h2' }, (port) => (resends ? browserFetch(port, resends) : loopbackFetch(port)), beside?.stage);
  const shop = { tenantId: await setUpAll(stage), shopId };
  await stage.value({ kind: 'setup.saveRules', shop, rules: RULES });
  await connectShop(stage, shop, division);
  await stage.background.app.settings.putNote(`native:${shop.tenantId}:${String(shopId)}`, `present ${String(stage.background.app.now())}`);
  await stage.background.app.sync.change(shop, () => ({
    ...shop, on: true, from: { date: '2000-01-01' }, nativeOff: null, paused: null, promote: false, attachPdf: false, useEntryNumber: false, refusals: { key: '', count: 0, rulesVersion: 0 }, lastRun: null, caughtUp: null,
  }));
  await stage.background.idle();
  const { sims, alarms } = stage;

  /** The alarm that goes off next, at its moment; nothing happens where none stands, which a test then sees. */
  const next = async (): Promise<void> => {
    const [first] = [...alarms].flatMap(([name, at]) => (at === null ? [] : [{ name, at }])).sort((one, other) => one.at - other.at);
    if (!first) throw new Error('no alarm stands: nothing would ever go on');
    sims.clock.advance(Math.max(0, first.at - sims.clock.now()));
    // The schedule comes back by itself; what was slept through goes off once.
    alarms.set(first.name, first.name === 'sync' ? sims.clock.now() + EVERY : null);
    await stage.background.alarm(first.name as 'sync' | 'sync-at' | 'sync-wake');
    await stage.background.idle();
  };
  const rows = async () => (await stage.value({ kind: 'ledger.list', shop })).rows;
  const isBooked = (state: string): boolean => state === 'booked' || state === 'proved';
  const held = async () => (await stage.background.app.sync.state(shop)).held;
  const until = async (done: () => Promise<boolean>, limitMinutes: number): Promise<number> => {
    const began = sims.clock.now();
    while (!(await done())) {
      if (sims.clock.now() - began > limitMinutes * MINUTE) throw new Error(`not within ${String(limitMinutes)} minutes: ${JSON.stringify([await rows(), await held()])}`);
      await next();
    }
    return Math.round((sims.clock.now() - began) / MINUTE);
  };

  return {
    stage,
    shop,
    division,
    run: async () => {
      stage.background.app.sync.runSoon();
      await stage.background.idle();
    },
    states: async () => {
      const all = await rows();
      return { booked: all.filter(({ state }) => isBooked(state)).length, others: all.filter(({ state }) => !isBooked(state)).map(({ state, reason }) => (reason ? `${state} ${reason.code}` : state)).sort() };
    },
    said: async (language) => {
      const { automation } = await stage.value({ kind: 'section.state', adminHost: HOST, title: 'Lamp & Licht', linkShopId: null, native: 'unknown', language }, tabOn(HOST)).then((state) => {
        if (state.identity !== 'sure') throw new Error('no section');
        return state;
      });
      return { section: automation ? [automation.title, ...automation.lines] : [], ...(await ledgerScreen(stage, shop, language)) };
    },
    booked: (limitMinutes = 90) => until(async () => (await held()) === null && (await rows()).length === expectedOf(sims.world, shops).length && (await rows()).every(({ state }) => isBooked(state)), limitMinutes),
    proved: async (person = []) => {
      await until(async () => (await rows()).every(({ state }) => state === 'proved'), 60);
      const expected = expectedOf(sims.world, shops);
      expect(judge(sims.exact, expected)).toMatchObject({ expected: expected.length, booked: expected.length, doubles: 0, lost: 0, wrong: 0, debtorDoubles: 0, details: [] });
      const [en, nl] = [await ledgerScreen(stage, shop, 'en'), await ledgerScreen(stage, shop, 'nl')];
      expect([en.tasks, en.waiting, en.status.includes('On: everything is booked'), nl.status.includes('Aan: alles is geboekt')]).toEqual([[], [], true, true]);
      expect(sims.exact.violations.map(({ code }) => code).filter((code) => !person.includes(code))).toEqual([]);
    },
    next,
  };
}

/** Requests that Exact or ShopCtrl never answers reach their time limits after a second; the answer to that is the product's own. Answers how to undo it. */
export function shortLimits(): () => void {
  const [limit, timer] = [AbortSignal.timeout.bind(AbortSignal), globalThis.setTimeout];
  const signals = vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => limit(ms === 25_000 ? 1000 : ms));
  const timers = vi.spyOn(globalThis, 'setTimeout').mockImplementation(((run: () => void, ms?: number) => timer(run, ms === 20_000 ? 1000 : ms)) as typeof setTimeout);
  return () => {
    signals.mockRestore();
    timers.mockRestore();
  };
}
