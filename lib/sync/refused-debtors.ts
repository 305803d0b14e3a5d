/**
 * What Exact refused about relations of an administration, kept with it: after the third equal refusal within a day nobody is looked for one by one
 * or made any more (design 6), until a person has it tried again.
 */
import type { ExactReason } from '../exact/texts';
import type { AdministrationRow, SyncReason } from '../ledger/sync-rows';
import { EQUAL_MS, TEXTS } from './canary';
import { ageOf } from './schedule';

export interface RefusedDebtors {
  /** What was refused so often that no more is tried; undefined while more may be. */
  stop(): SyncReason | undefined;
  /** Said so often that this Exact user may change no relation that none is made or made a customer any more; looking for them goes on. */
  barred(): SyncReason | undefined;
  note(reason: ExactReason): Promise<void>;
}

/** This Exact user lacks the right to make or change relations. */
export const BARRED: ExactReason = { key: 'forbidden', code: 'X-NOT-ALLOWED', params: {} };

/** Refusals for one and the same reason before no more is asked or made. */
const EQUAL = 3;

type Stored = NonNullable<AdministrationRow['refusedDebtors']>;

/** `mendedAt`: when a person last had an invoice tried again that nothing came of yet; what was refused up to then counts no more. Local times. */
export async function refusedDebtors(administration: { get(): AdministrationRow; set(row: AdministrationRow): Promise<void> }, now: () => number, mendedAt: number | null): Promise<RefusedDebtors> {
  const counting = (): Stored =>
    Object.fromEntries(
      Object.entries(administration.get().refusedDebtors ?? {}).flatMap(([text, { times, reason }]) => {
        const left = times.filter((at) => ageOf(at, now()) < EQUAL_MS);
        return left.length === 0 ? [] : [[text, { times: left, reason }] as const];
      }),
    );
  const put = (after: Stored): Promise<void> => administration.set({ ...administration.get(), refusedDebtors: after });
  if (mendedAt !== null && Object.values(counting()).some(({ times }) => times.some((at) => at <= mendedAt))) {
    await put(Object.fromEntries(Object.entries(counting()).flatMap(([text, { times, reason }]) => (times.every((at) => at <= mendedAt) ? [] : [[text, { times: times.filter((at) => at > mendedAt), reason }] as const]))));
  }
  return {
    stop: () => Object.entries(counting()).find(([key, { times }]) => key !== BARRED.key && times.length >= EQUAL)?.[1].reason,
    barred: () => {
      const noted = counting()[BARRED.key];
      return noted && noted.times.length >= EQUAL ? noted.reason : undefined;
    },
    note: async ({ key, code, params }) => {
      const { [key]: earlier, ...others } = counting();
      await put(Object.fromEntries([...Object.entries(others), [key, { times: [...(earlier?.times ?? []), now()], reason: { code, params } }] as const].slice(-TEXTS)));
    },
  };
}
