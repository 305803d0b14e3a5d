/**
 * The chaos run: the unmodified build in a real Chromium against the simulators, killed again and again, and at the end the books. After Sync is
 * on, nobody touches anything but Exact's consent, once for each rotation that was lost.
 */
import { makeProfile } from '../browser/chromium';
import { sleep } from '../browser/drive';
import { turnSyncOn } from '../browser/flows-sync';
import { ANNA } from '../browser/flows';
import type { Violation } from '../simulators/contract';
import { createRandom } from '../simulators/seed/random';
import type { Simulators } from '../simulators/start';
import { diagnose, lastCalls } from './diagnose';
import { orderMoment, planKill } from './kills';
import { bare, closed, driven, forget, killed, lifeOf, type Life } from './lives';
import type { ChaosOptions } from './options';
import { NO_PAPERS, papersOf, type Papers } from './papers';
import { provedOf, waitsOf } from './proof';
import { placeOf, prepare, reconnect, setPatience, startChaosSimulators } from './stage';
import { createTroubles } from './troubles';
import { expectedOf, judge, type Verdict } from './truth';
import { CHAOS_SHOPS, createChaosWorld } from './world';

/** The line of JSON that a run ends with. */
export interface ChaosResult extends Omit<Verdict, 'details'> {
  readonly kills: number;
  readonly reconnects: number;
  readonly rotationsLost: number;
}

export interface ChaosReport {
  readonly result: ChaosResult;
  /** Kills between a POST sent and its answer stored. */
  readonly atPost: number;
  readonly workerKills: number;
  readonly seconds: number;
  /** What is not as it should be, rules of the real systems that were broken included; empty when all is well. */
  readonly complaints: readonly string[];
}

/** How long one life waits for its moment before it is killed all the same. A worker that was killed has to be woken by its alarm first. */
const LIFE_MS = 15_000;
/** When everything is booked there is less to wait for. */
const IDLE_MS = 1_500;
const AFTER_WORKER_MS = 75_000;
/** Exact goes on so long at most with a request whose connection has ended (issue: simulated Exact). */
const LATE_SECONDS = 240;
/** Two uses of one token so close together are a race to the simulator, not a lost answer. */
const ROTATION_MS = 2_200;

/** `patient` false: only what ends within seconds, for a short run. */
export async function runChaos(options: Omit<ChaosOptions, 'twoBrowsers'> & { readonly patient: boolean }): Promise<ChaosReport> {
  const { kills, seed, patient } = options;
  const began = Date.now();
  const seconds = (): number => Math.round((Date.now() - began) / 1000);
  const say = (text: string): void => options.say(`${String(seconds()).padStart(4)} s  ${text}`);
  const random = createRandom(seed * 7919 + 1);
  const chance = createRandom(seed * 104_729 + 2);
  const simulators = await startChaosSimulators({ world: createChaosWorld({ seed, count: options.invoices, now: began }), h2: seed % 2 === 0, chance: () => chance.next() });
  const { exact, api, world } = simulators;
  const place = { network: placeOf(simulators), profile: makeProfile() };
  const verdict = (): Verdict => judge(exact, expectedOf(world));
  const over = (): boolean => Date.now() - began > options.limitMs;
  const count = { kills: 0, atPost: 0, workers: 0, reconnects: 0 };
  let life: Life | null = null;
  try {
    const prepared = await prepare(simulators, place.profile, CHAOS_SHOPS, ANNA);
    life = lifeOf(prepared.chromium);
    if (options.patienceMinutes !== null) await setPatience(prepared, options.patienceMinutes);
    for (const shop of CHAOS_SHOPS) await turnSyncOn(prepared.setup, { tenantId: prepared.tenantId, shopId: shop.shopId }, shop);
    say(`Sync is on, ${String(verdict().booked)} booked`);
    const troubles = createTroubles({ simulators, random, shops: CHAOS_SHOPS, login: ANNA.login, patient, kills, lateSeconds: LATE_SECONDS });

    const die = async (): Promise<void> => {
      if (!life) return;
      await killed(life);
      const token = exact.tokenCalls().at(-1)?.at ?? 0;
      await sleep(Math.max(0, token + ROTATION_MS - simulators.clock.now()));
    };
    /** A consent for each rotation that is known to be lost, in a life with a debugger. */
    const mend = async (): Promise<void> => {
      while (exact.rotationsLost > count.reconnects && !over()) {
        if (!life?.chromium) {
          if (life) await closed(life);
          life = await driven(place);
        }
        await reconnect(life.chromium ?? prepared.chromium, CHAOS_SHOPS[0] ?? fail(), ANNA);
        count.reconnects += 1;
        say(`consent ${String(count.reconnects)} after a lost rotation`);
      }
    };
    let woken = true;
    for (let at = 0; at < kills && !over(); at += 1) {
      if (random.int(1, 3) > 1) say(`trouble: ${troubles.next()}`);
      const { expected, booked } = verdict();
      const plan = planKill({ random, kills, at, open: expected - booked, patient });
      const moment = orderMoment(simulators, plan);
      const debugged = plan.target === 'worker' || random.int(1, 10) > 6;
      if (life && !life.chromium && plan.target === 'worker') {
        await closed(life);
        life = null;
      }
      life ??= debugged ? await driven(place) : bare(place);
      await mend();
      const came = await moment.come(!woken ? AFTER_WORKER_MS : booked === expected ? IDLE_MS : LIFE_MS);
      if (came === 'post') count.atPost += 1;
      count.kills += 1;
      // On a busy machine the worker may not be ended in time; then all of the browser is.
      const workerEnded = plan.target === 'worker' && life.chromium ? await life.chromium.killWorker().then(() => true, () => false) : false;
      woken = !workerEnded;
      if (workerEnded) {
        count.workers += 1;
      } else {
        await die();
        life = null;
      }
      if (at % 10 === 9 || kills <= 20) say(`kill ${String(at + 1)} (${plan.target}, ${plan.moment} ${plan.where}, came: ${came ?? 'nothing'}): ${String(booked)} of ${String(expected)} booked`);
    }

    // The end: no debugger, no message, no click.
    life ??= bare(place);
    await mend();
    if (life?.chromium && woken) {
      await closed(life);
      life = bare(place);
    }
    const waits = waitsOf(options.patienceMinutes);
    const proved = (): number => (patient ? provedOf(exact, expectedOf(world), waits) : verdict().expected);
    // They follow the proof of their entries, which a short run does not wait for.
    const papers = (): Papers => (patient ? papersOf(exact, world, expectedOf(world)) : NO_PAPERS);
    const longest = waits.proofMs + 2 * waits.everyMs + (papers().wanted > 0 ? waits.proofMs + 3 * waits.everyMs : 0);
    let calm = 0;
    let settledAt: number | null = null;
    for (let at = 0; calm < 2 && !over(); at += 1) {
      await sleep(patient ? 2_000 : 500);
      await mend();
      const { booked, expected, doubles, documentDoubles } = verdict();
      const settled = booked === expected && doubles === 0 && exact.pendingLate() === 0;
      settledAt = settled ? (settledAt ?? Date.now()) : null;
      const waitedFor = settledAt !== null && Date.now() - settledAt > longest;
      const { wanted, right, details } = papers();
      const whole = proved() === expected && documentDoubles === 0 && details.length === 0;
      calm = settled && (waitedFor || whole) ? calm + 1 : 0;
      if (at % 30 === 29) say(`${String(booked)} of ${String(expected)} booked, ${String(doubles)} twice, ${String(proved())} proved, ${String(right)} of ${String(wanted)} with their PDF`);
    }
    const unproved = verdict().booked - proved();
    const { details, ...measured } = verdict();
    const result: ChaosResult = { ...measured, kills: count.kills, reconnects: count.reconnects, rotationsLost: exact.rotationsLost };
    say(`troubles: ${Object.entries(troubles.counts).sort().map(([name, times]) => `${name} ×${String(times)}`).join(', ')}`);
    const complaints = complaintsOf(details, exact, api, [...unequal(result, options.kills, count.atPost), ...papers().details, ...(unproved > 0 ? [`${String(unproved)} entries were not read back in time`] : [])]);
    if (complaints.length > 0) {
      if (life) await killed(life);
      for (const line of [...lastCalls(simulators, began), ...(await diagnose(place))]) say(line);
    }
    return { result, atPost: count.atPost, workerKills: count.workers, seconds: seconds(), complaints };
  } finally {
    if (life) await killed(life);
    await simulators.close();
    await forget(place.profile);
  }
}

/** Everything that is not as it should be, rules of the real systems that were broken included. */
export function complaintsOf(details: readonly string[], exact: Pick<Simulators['exact'], 'violations'>, api: Pick<Simulators['api'], 'violations'>, more: readonly string[]): readonly string[] {
  const broken = (whose: string, violations: readonly Violation[]): readonly string[] => violations.map(({ code, detail }) => `${whose}: ${code}: ${detail}`);
  return [...details, ...broken('Exact', exact.violations), ...broken('ShopCtrl', api.violations), ...more];
}

function unequal(result: ChaosResult, kills: number, atPost: number): readonly string[] {
  return [
    ...(result.reconnects === result.rotationsLost ? [] : [`${String(result.rotationsLost)} rotations lost, but ${String(result.reconnects)} consents`]),
    ...(result.kills === kills ? [] : [`only ${String(result.kills)} kills in the time given`]),
    ...(atPost >= Math.floor(result.kills * 0.3) ? [] : [`only ${String(atPost)} of ${String(result.kills)} kills at a POST`]),
  ];
}

function fail(): never {
  throw new Error('no shop');
}
