/**
 * Two browsers, two Exact users of one app, one shop, everything at once (issue: two browsers): however their runs interleave, the books have each
 * invoice once. With `kills` above 0 the second browser is killed for good while the answer to its POST is on the way.
 */
import { makeProfile } from '../browser/chromium';
import { sleep } from '../browser/drive';
import { ANNA, type ExactUser } from '../browser/flows';
import { turnSyncOn } from '../browser/flows-sync';
import type { ExactSim } from '../simulators/exact';
import { createRandom } from '../simulators/seed/random';
import { complaintsOf, type ChaosReport, type ChaosResult } from './chaos';
import { forget, killed, lifeOf, type Life } from './lives';
import type { ChaosOptions } from './options';
import { prepare, setPatience, startChaosSimulators } from './stage';
import { expectedOf, judge, type Verdict } from './truth';
import { CHAOS_SHOPS, createChaosWorld } from './world';

const CLAIRE: ExactUser = { login: 'claire.smith', password: 'Count!2026', code: '112233' };

export async function runTwoBrowsers(options: Omit<ChaosOptions, 'twoBrowsers'>): Promise<ChaosReport> {
  const { seed, say } = options;
  const began = Date.now();
  const random = createRandom(seed * 6151 + 3);
  const shops = CHAOS_SHOPS.slice(0, 1);
  const shopId = shops[0]?.shopId ?? 0;
  const simulators = await startChaosSimulators({ world: createChaosWorld({ seed, count: options.invoices, now: began, shops }) });
  const { exact, api, world } = simulators;
  const verdict = (): Verdict => judge(exact, expectedOf(world, shops));
  const over = (): boolean => Date.now() - began > options.limitMs;
  const profiles = [makeProfile(), makeProfile()];
  const lives: Life[] = [];
  let kills = 0;
  try {
    const browsers = [];
    for (const [at, user] of [ANNA, CLAIRE].entries()) {
      const prepared = await prepare(simulators, profiles[at] ?? '', shops, user);
      lives.push(lifeOf(prepared.chromium));
      if (options.patienceMinutes !== null) await setPatience(prepared, options.patienceMinutes);
      browsers.push(prepared);
    }
    await Promise.all(browsers.map(({ setup, tenantId }) => turnSyncOn(setup, { tenantId, shopId })));
    say(`both are on after ${String(Math.round((Date.now() - began) / 1000))} s`);
    if (options.kills > 0) {
      await postOf(exact, exact.user(CLAIRE.login).id, random.int(1, Math.max(1, Math.floor(options.invoices / 3))), over);
      const [, second] = lives;
      if (second) await killed(second);
      kills = 1;
      say(`the second browser is gone for good, ${String(verdict().booked)} booked`);
    }
    let calm = 0;
    for (let at = 0; calm < 3 && !over(); at += 1) {
      await sleep(2_000);
      const { booked, expected, doubles } = verdict();
      calm = booked === expected && doubles === 0 ? calm + 1 : 0;
      if (at % 15 === 0) say(`${String(booked)} of ${String(expected)} booked, ${String(doubles)} twice`);
    }
    const { details, ...measured } = verdict();
    const result: ChaosResult = { ...measured, kills, reconnects: 0, rotationsLost: exact.rotationsLost };
    const creators = new Set(exact.books(shops[0]?.division ?? 0).map(({ creator }) => creator));
    const removed = exact.calls.filter(({ method }) => method === 'DELETE').length;
    say(`${String(removed)} copies removed, entries by ${String(creators.size)} users`);
    // A browser that is gone for good takes its token along.
    const complaints = complaintsOf(details, exact, api, [...(result.rotationsLost > kills ? ['a rotation was lost'] : []), ...(creators.size === 2 ? [] : ['only one of the browsers has booked'])]);
    return { result: { ...result, rotationsLost: 0 }, atPost: kills, workerKills: 0, seconds: Math.round((Date.now() - began) / 1000), complaints };
  } finally {
    for (const life of lives) await killed(life);
    await simulators.close();
    for (const profile of profiles) await forget(profile);
  }
}

/** The nth entry of this user is stored, its answer perhaps still on the way. */
async function postOf(exact: ExactSim, userId: string, nth: number, over: () => boolean): Promise<void> {
  while (exact.books(CHAOS_SHOPS[0]?.division ?? 0).filter(({ creator }) => creator === userId).length < nth && !over()) await sleep(5);
}
