/**
 * A client for readings that nobody waits for at the keyboard: one call after the other, and the last calls of a minute are left to others.
 * A minute that is used up is waited for once; a day that is used up is a fault (facts: exact-api 3).
 */
import { FaultError } from '../faults';
import { createExactClient, type ExactClient, type ExactClientDeps, type Rate } from './client';

export interface PatientDeps extends Omit<ExactClientDeps, 'onRate'> {
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** A sign of life while waiting. */
  pulse(): void;
}

/** Calls of a minute, and of a day, that a reading of master data does not take. */
const SPARED_A_MINUTE = 5;
const SPARED_A_DAY = 100;
const MINUTE_MS = 60_000;
/** A worker that shows no sign of life for longer is stopped. */
const NAP_MS = 20_000;

export function createPatientClient(deps: PatientDeps): ExactClient {
  let rate: Rate = {};
  const waitUntil = async (moment: number): Promise<void> => {
    // Exact's clock and this one may differ by a little.
    for (let left = Math.min(moment - deps.now() + 1_000, MINUTE_MS + 1_000); left > 0; left -= NAP_MS) {
      deps.pulse();
      await deps.sleep(Math.min(left, NAP_MS));
    }
    rate = {};
  };
  const politely = async <T>(call: () => Promise<T>): Promise<T> => {
    if (rate.dayRemaining !== undefined && rate.dayRemaining < SPARED_A_DAY) throw new FaultError({ code: 'exact-rate-limit', params: { status: 429, ...(rate.dayReset === undefined ? {} : { until: rate.dayReset }) } });
    if (rate.minuteRemaining !== undefined && rate.minuteRemaining < SPARED_A_MINUTE) await waitUntil(rate.minuteReset ?? deps.now() + MINUTE_MS);
    try {
      return await call();
    } catch (error) {
      const until = error instanceof FaultError && error.fault.code === 'exact-rate-limit' ? Number(error.fault.params?.['until'] ?? deps.now() + MINUTE_MS) : Number.NaN;
      if (Number.isNaN(until) || until - deps.now() > MINUTE_MS) throw error;
      await waitUntil(until);
      return call();
    }
  };
  const onRate = (now: Rate): void => {
    rate = { ...rate, ...now };
  };
  return createExactClient({ ...deps, onRate, around: politely });
}
