/**
 * A client for readings of master data: one call after the other under the administration's limits, whose last calls are left to others, and
 * with errors counted per endpoint (facts: exact-api 3). A minute that is used up is waited for, or is a fault where nobody may sleep; a day
 * that is used up, and an endpoint that refused too often, always are.
 */
import { FaultError } from '../faults';
import { afterAnswer, afterSend, believedAt, DEFAULT_LIMITS, FRESH_BUDGET, roomFor, type Budget, type Left } from './budget';
import { createExactClient, type ExactClient, type ExactClientDeps } from './client';

export interface PatientDeps extends Omit<ExactClientDeps, 'onAnswer' | 'around'> {
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** A sign of life while waiting. */
  pulse(): void;
  /** Limits and errors of the administration as they were; `spent` tells how they are after each answer. */
  readonly budget?: Budget;
  spent?(budget: Budget): void;
  /** Sleeps until the next minute, which is the way without this; false: that is a fault. */
  readonly sleeps?: boolean;
}

/** Calls of a minute, and of a day, that a reading of master data does not take. */
const SPARED_A_MINUTE = 5;
const SPARED_A_DAY = 100;
const MINUTE_MS = 60_000;
/** A worker that shows no sign of life for longer is stopped. */
const NAP_MS = 20_000;

export function createPatientClient(deps: PatientDeps): ExactClient {
  let budget = believedAt(deps.budget ?? FRESH_BUDGET, deps.now());
  const set = (after: Budget): void => {
    budget = after;
    deps.spent?.(after);
  };
  const serverNow = (): number => deps.now() + budget.offset;
  const waitUntil = async (moment: number): Promise<void> => {
    // Exact's clock and this one may differ by a little.
    for (let left = Math.min(moment - serverNow() + 1_000, MINUTE_MS + 1_000); left > 0; left -= NAP_MS) {
      deps.pulse();
      await deps.sleep(Math.min(left, NAP_MS));
    }
    set({ ...budget, minute: null });
  };
  const limited = (until: number, more: Readonly<Record<string, number>> = {}): FaultError => new FaultError({ code: 'exact-rate-limit', params: { status: 429, until: until - budget.offset, ...more } });
  const politely = async <T>(call: () => Promise<T>, endpoint: string): Promise<T> => {
    const now = serverNow();
    const full = roomFor({ ...budget, minute: null, day: null }, endpoint, now, DEFAULT_LIMITS);
    if (full) throw limited(full.until, { circuit: 1 });
    if (isBelow(budget.day, SPARED_A_DAY, now)) throw limited(budget.day.reset);
    if (isBelow(budget.minute, SPARED_A_MINUTE, now)) {
      if (deps.sleeps === false) throw limited(budget.minute.reset);
      await waitUntil(budget.minute.reset);
    }
    set(afterSend(budget));
    try {
      return await call();
    } catch (error) {
      const until = error instanceof FaultError && error.fault.code === 'exact-rate-limit' ? Number(error.fault.params?.['until'] ?? serverNow() + MINUTE_MS) : Number.NaN;
      if (Number.isNaN(until) || until - serverNow() > MINUTE_MS || deps.sleeps === false) throw error;
      await waitUntil(until);
      set(afterSend(budget));
      return call();
    }
  };
  return createExactClient({ ...deps, onAnswer: (endpoint, answer) => set(afterAnswer(budget, endpoint, answer, deps.now())), around: politely });
}

function isBelow(left: Left | null, spared: number, now: number): left is Left {
  return left !== null && now < left.reset && left.remaining < spared;
}
