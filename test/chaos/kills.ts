/** When and how the next kill comes: planned by chance, at a moment that the simulators can see. */
import { sleep } from '../browser/drive';
import type { FaultPlace } from '../simulators/exact';
import type { Random } from '../simulators/seed/random';
import type { Simulators } from '../simulators/start';

export interface KillPlan {
  readonly target: 'browser' | 'worker';
  /** `post`: between a POST of an entry sent and its answer stored, since the answer is held until the kill. */
  readonly moment: 'post' | 'call' | 'time';
  readonly where: FaultPlace;
  /** Which fitting request from now on. */
  readonly nth: number;
  /** Whether Exact has done what the held request asks. */
  readonly processed: boolean;
  readonly ms: number;
  /** When so many entries were posted first, the next POST is the moment instead. */
  readonly pace: number;
}

export interface PlanSetting {
  readonly random: Random;
  /** How many kills there are in all, and which this one is, from 0. */
  readonly kills: number;
  readonly at: number;
  /** Invoices that are not booked yet. */
  readonly open: number;
  readonly patient: boolean;
}

/** More than the third that the issue asks, since a moment may not come. */
const POSTS = 0.45;
const WORKERS = 0.1;
const TOKENS = 0.02;

export function planKill({ random, kills, at, open, patient }: PlanSetting): KillPlan {
  const left = Math.max(1, kills - at);
  // What is to be booked has to last for all kills.
  const pace = Math.max(1, Math.floor((open / left) * 1.5));
  // Evenly spread and at least one of each, whatever the seed.
  const every = (share: number, from: number): boolean => Math.floor((at + from) * share) > Math.floor((at + from - 1) * share);
  const target = every(WORKERS, 5) ? 'worker' : 'browser';
  const base = { target, nth: random.int(1, pace), processed: !patient || random.int(1, 4) > 1, ms: random.int(0, 30), pace } as const;
  if (every(POSTS, 1)) return { ...base, moment: 'post', where: 'entry' };
  if (kills >= 20 && every(TOKENS, 10)) return { ...base, moment: 'call', where: 'token', nth: 1 };
  const dice = random.int(1, 10);
  if (dice <= 3) return { ...base, moment: 'call', where: 'lookup', nth: random.int(1, 2) };
  if (dice === 4) return { ...base, moment: 'call', where: 'account', nth: 1 };
  if (dice === 5) return { ...base, moment: 'call', where: 'read', nth: random.int(1, 4) };
  // Papers come late, so only a long run meets them while it kills.
  if (dice === 6 && patient && kills >= 50) return { ...base, moment: 'call', where: random.pick(['document', 'attachment'] as const), nth: 1 };
  return { ...base, moment: 'time', where: 'api', ms: random.int(0, 2_000) };
}

/** A moment that was ordered. */
export interface OrderedMoment {
  /** Waits until it comes; answers which came, null for none within the time. To be called once. */
  come(limitMs: number): Promise<KillPlan['moment'] | null>;
}

/**
 * Orders the moment of a plan, or the POST that comes first. Ordered before the life that is to meet it begins, so that nothing beyond the pace is
 * booked while a browser starts or a person consents.
 */
export function orderMoment(simulators: Pick<Simulators, 'exact'>, plan: KillPlan): OrderedMoment {
  const post: KillPlan = { ...plan, moment: 'post', where: 'entry', nth: plan.pace + 1, processed: true };
  const ordered = (plan.moment === 'post' ? [plan] : plan.moment === 'call' ? [plan, post] : [post]).map((one) => ({ ...hold(simulators, one), moment: one.moment }));
  return {
    async come(limitMs) {
      const moments = ordered.map(({ reached, moment }) => reached.then(() => moment));
      if (plan.moment === 'time') moments.push(sleep(plan.ms).then(() => 'time' as const));
      const came = await Promise.race([...moments, sleep(limitMs).then(() => null)]);
      for (const { release } of ordered) release();
      return came;
    },
  };
}

/** Holds the answer of the planned request; `reached` says when it is there. `release` takes back what did not come. */
function hold({ exact }: Pick<Simulators, 'exact'>, plan: KillPlan): { readonly reached: Promise<void>; release(): void } {
  let release = (): void => undefined;
  const reached = new Promise<void>((resolve) => {
    release = exact.fault({ where: plan.where, kind: 'timeout', nth: plan.nth, processed: plan.processed, act: () => void setTimeout(resolve, plan.ms) });
  });
  return { reached, release };
}
