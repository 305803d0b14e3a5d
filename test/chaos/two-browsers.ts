/**
 * Two browsers, two Exact users of one app, one shop, everything at once (issue: two browsers): however their runs interleave, the books have each
 * invoice once, and a credit that somebody typed by hand under the reference of its original stays. With `kills` above 0 the second browser is
 * killed for good while the answer to its POST is on the way.
 */
import { makeProfile } from '../browser/chromium';
import { sleep } from '../browser/drive';
import { ANNA, type ExactUser } from '../browser/flows';
import { turnSyncOn } from '../browser/flows-sync';
import type { Entry, ExactSim } from '../simulators/exact';
import { createRandom, type Random } from '../simulators/seed/random';
import { complaintsOf, type ChaosReport, type ChaosResult } from './chaos';
import { forget, killed, lifeOf, type Life } from './lives';
import { rowsOf, type KnownRow } from './memory';
import type { ChaosOptions } from './options';
import { provedOf, waitsOf } from './proof';
import { prepare, setPatience, startChaosSimulators, type Prepared } from './stage';
import { expectedOf, judge, type Verdict } from './truth';
import { CHAOS_SHOPS, createChaosWorld, type ChaosShop } from './world';

export const CLAIRE: ExactUser = { login: 'claire.smith', password: 'Count!2026', code: '112233' };
const [SHOP] = CHAOS_SHOPS as readonly [ChaosShop, ...ChaosShop[]];

interface Browser extends Prepared {
  readonly user: ExactUser;
  readonly life: Life;
}

/** `patient` false: no trouble that takes minutes, and the books are judged before the entries are proved; for a short run. */
export async function runTwoBrowsers(options: Omit<ChaosOptions, 'twoBrowsers'> & { readonly patient: boolean }): Promise<ChaosReport> {
  const { seed, patient, invoices, kills } = options;
  const began = Date.now();
  const seconds = (): number => Math.round((Date.now() - began) / 1000);
  const say = (text: string): void => options.say(`${String(seconds()).padStart(4)} s  ${text}`);
  const random = createRandom(seed * 6151 + 3);
  // Four calls of ShopCtrl at once are a matter of manners of each client (facts: shopctrl 6, 18); neither can know of the other.
  const simulators = await startChaosSimulators({ world: createChaosWorld({ seed, count: invoices, now: began, shops: [SHOP] }), h2: seed % 2 === 0, api: { maxConcurrent: 8 } });
  const { exact, api } = simulators;
  const expected = expectedOf(simulators.world, [SHOP]);
  const verdict = (): Verdict => judge(withoutHand(exact), expected);
  const over = (): boolean => Date.now() - began > options.limitMs;
  const profiles = [makeProfile(), makeProfile()];
  const lives: Life[] = [];
  try {
    const browsers: Browser[] = [];
    for (const [at, user] of [ANNA, CLAIRE].entries()) {
      const prepared = await prepare(simulators, profiles[at] ?? '', [SHOP], user);
      const life = lifeOf(prepared.chromium);
      lives.push(life);
      browsers.push({ ...prepared, user, life });
      if (options.patienceMinutes !== null) await setPatience(prepared, options.patienceMinutes);
    }
    const second = browsers[1];
    interleave(exact, random, browsers, { invoices, patient, kills, lateSeconds: Math.min(240, (options.patienceMinutes ?? 5) * 60 - 15) });
    const death = kills > 0 ? deathOf(exact, CLAIRE, random.int(1, Math.max(1, Math.floor(invoices / 10))), random.int(0, 30)) : null;
    await Promise.all(browsers.map(({ setup, tenantId }) => turnSyncOn(setup, { tenantId, shopId: SHOP.shopId })));
    say('both are on');

    const dies = async (): Promise<number> => {
      if (!death || !second || !(await Promise.race([death.then(() => true), until(over).then(() => false)]))) return 0;
      await killed(second.life);
      say(`the second browser is gone for good, ${String(verdict().booked)} booked`);
      return 1;
    };
    const died = await dies();
    const credit = await typed(exact, random, random.int(1, Math.max(1, Math.floor(invoices / 3))), over);

    const survivors = browsers.slice(0, 2 - died);
    const waits = waitsOf(options.patienceMinutes);
    // What stands beside a credit by hand is for a person to look at, and is not proved.
    const provable = expected.filter(({ reference }) => reference !== credit?.yourRef);
    const unsettled = async (): Promise<readonly KnownRow[]> => (await Promise.all(survivors.map(({ setup }) => rowsOf(setup)))).flat().filter(({ code, state }) => code !== credit?.yourRef && state !== 'booked' && state !== 'proved');
    const proved = (): number => (patient ? provedOf(exact, provable, waits) : provable.length);
    let calm = 0;
    for (let at = 0; calm < 2 && !over(); at += 1) {
      await sleep(patient ? 2_000 : 500);
      const { booked, doubles } = verdict();
      const settled = booked === expected.length && doubles === 0 && exact.pendingLate() === 0 && proved() === provable.length;
      calm = settled && (!patient || (await unsettled()).length === 0) ? calm + 1 : 0;
      if (at % 15 === 0) say(`${String(booked)} of ${String(expected.length)} booked, ${String(doubles)} twice, ${String(proved())} proved`);
    }

    const { details, ...measured } = verdict();
    const result: ChaosResult = { ...measured, kills: died, reconnects: 0, rotationsLost: exact.rotationsLost };
    const left = await unsettled();
    const beside = (await Promise.all(survivors.map(({ setup }) => rowsOf(setup)))).flat().filter(({ code }) => code === credit?.yourRef);
    say(`beside the credit: ${beside.map(({ code, state }) => `${code} ${state}`).join(', ')}`);
    const creators = new Set(withoutHand(exact).books(SHOP.division).map(({ creator }) => creator));
    say(`${String(exact.calls.filter(({ method }) => method === 'DELETE').length)} copies removed; troubles: ${exact.faultHits.map(({ kind }) => kind).sort().join(', ')}`);
    const complaints = complaintsOf(details, exact, api, [
      ...(died === kills ? [] : ['the second browser has posted nothing that it could be killed after']),
      // A browser that is gone for good takes its token along; nobody consents anew, so nobody else may have lost one.
      ...(result.rotationsLost > died ? [`${String(result.rotationsLost)} rotations lost, and only ${String(died)} browsers gone`] : []),
      ...(creators.size === 2 ? [] : ['only one of the browsers has booked']),
      ...(credit && exact.books(SHOP.division).some(({ entryId }) => entryId === credit.entryId) ? [] : ['the credit that was typed by hand is gone']),
      ...(proved() === provable.length ? [] : [`${String(provable.length - proved())} entries were not read back in time`]),
      ...(patient ? left : left.filter(({ state }) => ['refused', 'gone', 'differs'].includes(state))).map(({ code, state, reason }) => `${code} is ${state} ${reason ?? ''}`),
    ]);
    return { result, atPost: died, workerKills: 0, seconds: seconds(), complaints };
  } finally {
    for (const life of lives) await killed(life);
    await simulators.close();
    for (const profile of profiles) await forget(profile);
  }
}

/** The books as the shop has made them. */
function withoutHand(exact: ExactSim): Pick<ExactSim, 'books' | 'master' | 'debtorDoubles' | 'documentDoubles'> {
  return {
    books: (division) => exact.books(division).filter(({ topic }) => topic !== 'Hand'),
    master: (division) => exact.master(division),
    debtorDoubles: (division) => exact.debtorDoubles(division),
    documentDoubles: (division) => exact.documentDoubles(division),
  };
}

interface Interleaving {
  readonly invoices: number;
  readonly patient: boolean;
  readonly kills: number;
  /** Longest time that Exact goes on with a request whose connection has ended. */
  readonly lateSeconds: number;
}

/** Slow answers, so that each browser goes by what it read before the other posted; and lost ones, whose second look-up comes a minute later. */
function interleave(exact: ExactSim, random: Random, browsers: readonly Browser[], { invoices, patient, kills, lateSeconds }: Interleaving): void {
  const most = Math.max(2, Math.floor(invoices / 8));
  for (const [at, { user: { login } }] of browsers.entries()) {
    exact.fault({ where: 'entry', kind: 'slow', delayMs: random.int(300, 1_500), login });
    for (const where of ['entry', 'lookup'] as const) exact.fault({ where, kind: 'slow', delayMs: random.int(100, 2_000), nth: random.int(2, where === 'entry' ? most : 3), login });
    // The browser itself sends what is cut again. Two copies of somebody who never comes back are a matter for a person: nobody else may remove them (design 6.5).
    if (kills > 0 && at > 0) continue;
    exact.fault({ where: 'entry', kind: 'cut-after', nth: random.int(2, most), login });
    exact.fault({ where: 'entry', kind: 'cut-reused', nth: random.int(2, most), login });
    if (!patient) continue;
    exact.fault({ where: 'entry', kind: 'store-late', seconds: random.int(0, lateSeconds), nth: random.int(2, most), login });
    exact.fault({ where: 'entry', kind: 'cut-before', nth: random.int(2, most), login });
    exact.fault({ where: 'write', method: 'DELETE', kind: 'cut-after', nth: random.int(1, 3), login });
  }
}

/** The moment at which this user's browser is to die: its nth POST is stored, and the answer never comes. */
function deathOf(exact: ExactSim, { login }: ExactUser, nth: number, afterMs: number): Promise<void> {
  return new Promise((resolve) => exact.fault({ where: 'entry', kind: 'timeout', processed: true, nth, login, act: () => void setTimeout(resolve, afterMs) }));
}

/** Once so many entries are there (by then the one that is to die has died), one of the two users types a credit of a sale that was just booked. */
async function typed(exact: ExactSim, random: Random, after: number, over: () => boolean): Promise<Entry | null> {
  const sales = (): readonly Entry[] => exact.books(SHOP.division).filter(({ type }) => type === 20);
  while (sales().length < after && !over()) await sleep(10);
  const original = sales().at(-1);
  return original ? exact.creditByHand(SHOP.division, original.entryId, random.pick([ANNA, CLAIRE]).login) : null;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(250);
}
