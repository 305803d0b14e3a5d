/**
 * Exact's limits as plain data (facts: exact-api 3): calls left this minute and today by the headers, errors per endpoint in the last hour,
 * and how far the server's clock is from ours, measured against each answer's `Date`. Survives a killed worker, since it is stored.
 */
import { readRate } from './client';

export interface Budget {
  /** Server time minus local time, milliseconds. */
  readonly offset: number;
  /** Local time of the last answer; 0 while there was none that this clock knows of. */
  readonly measuredAt: number;
  readonly minute: Left | null;
  readonly day: Left | null;
  /** Server times of answers 400, 401, 403 and 404, by endpoint. */
  readonly errors: Readonly<Record<string, readonly number[]>>;
  /** Exact refused `or` in a filter: one reference per look-up from then on, until asked again a day later. */
  readonly orRefusedAt: number | null;
}

/** Calls left until `reset`, server time in milliseconds. */
export interface Left {
  readonly remaining: number;
  readonly reset: number;
}

export interface BudgetLimits {
  /** Calls that stay unused: other apps and people work in the same administration. */
  readonly reserve: number;
  /** Errors of an endpoint in an hour at which it is left alone; Exact blocks above ten. */
  readonly circuit: number;
}

export const DEFAULT_LIMITS: BudgetLimits = { reserve: 2, circuit: 6 };
export const FRESH_BUDGET: Budget = { offset: 0, measuredAt: 0, minute: null, day: null, errors: {}, orRefusedAt: null };

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** `Date` has whole seconds: smaller differences say nothing. */
const CLOCK_GRAIN = 1500;
const COUNTED = new Set([400, 401, 403, 404]);

/** The stored value as a budget; anything else is a fresh one. */
export function budgetOf(stored: unknown): Budget {
  const value = stored as Partial<Budget> | null;
  return value && typeof value.offset === 'number' && typeof value.errors === 'object' ? { ...FRESH_BUDGET, ...value } : FRESH_BUDGET;
}

/**
 * The budget as it counts at this local time. A clock that was set back since the measurement tells that the offset is that of another clock:
 * taken for Exact's own until the next answer, or what is due would wait for hours.
 */
export function believedAt(budget: Budget, localNow: number): Budget {
  return budget.measuredAt > localNow + CLOCK_GRAIN ? { ...budget, offset: 0, measuredAt: 0 } : budget;
}

/** Null when a call may be made at `now` (server time), else until when not. */
export function roomFor(budget: Budget, endpoint: string, now: number, limits: BudgetLimits): { readonly cause: 'budget' | 'circuit'; readonly until: number } | null {
  const recent = recentErrors(budget, endpoint, now);
  if (recent.length >= limits.circuit) return { cause: 'circuit', until: (recent.at(-limits.circuit) ?? now) + HOUR };
  const full = [budget.minute, budget.day].flatMap((left) => (left && now < left.reset && left.remaining <= limits.reserve ? [left.reset] : []));
  return full.length === 0 ? null : { cause: 'budget', until: Math.max(...full) };
}

/** Calls that may still be made at `now` (server time), and until when that counts; without end while Exact has not said. */
export function leftOf(budget: Budget, now: number, limits: BudgetLimits): { readonly calls: number; readonly until: number } {
  const known = [budget.minute, budget.day].flatMap((left) => (left && now < left.reset ? [{ calls: Math.max(left.remaining - limits.reserve, 0), until: left.reset }] : []));
  return known.reduce((least, one) => (one.calls < least.calls || (one.calls === least.calls && one.until > least.until) ? one : least), { calls: Number.POSITIVE_INFINITY, until: now });
}

/** One call is on its way: counted at once, since its answer may never come. */
export function afterSend(budget: Budget): Budget {
  const less = (left: Left | null): Left | null => (left ? { ...left, remaining: left.remaining - 1 } : null);
  return { ...budget, minute: less(budget.minute), day: less(budget.day) };
}

/** What an answer tells. A 429 without usable headers closes the minute. */
export function afterAnswer(budget: Budget, endpoint: string, answer: { readonly status: number; readonly headers: Headers }, localNow: number): Budget {
  const date = Date.parse(answer.headers.get('date') ?? '');
  const measured = Number.isNaN(date) ? budget.offset : date - localNow;
  const offset = Math.abs(measured - budget.offset) > CLOCK_GRAIN ? measured : budget.offset;
  const now = localNow + offset;
  const rate = readRate(answer.headers);
  const limited = answer.status === 429;
  const minuteLimited = limited && !(rate?.dayRemaining !== undefined && rate.minuteRemaining === undefined);
  const minute =
    rate?.minuteRemaining !== undefined || minuteLimited
      ? { remaining: minuteLimited ? 0 : (rate?.minuteRemaining ?? 0), reset: believable(rate?.minuteReset, now, 3 * 60_000) ?? nextMinute(now) }
      : budget.minute;
  const day =
    rate?.dayRemaining !== undefined
      ? { remaining: limited && !minuteLimited ? 0 : rate.dayRemaining, reset: believable(rate.dayReset, now, DAY + HOUR) ?? nextMidnight(now) }
      : budget.day;
  const errors = COUNTED.has(answer.status) ? { ...budget.errors, [endpoint]: [...recentErrors(budget, endpoint, now), now] } : budget.errors;
  return { ...budget, offset, measuredAt: localNow, minute, day, errors };
}

/** Two tellings of one administration's limits, from calls beside each other: the later measurement counts, and every error that still does. */
export function mergedBudget(one: Budget, other: Budget): Budget {
  const later = one.measuredAt > other.measuredAt ? one : other;
  const now = later.measuredAt + later.offset;
  const merged = [...new Set([...Object.keys(one.errors), ...Object.keys(other.errors)])].map((endpoint) => [endpoint, [...new Set([...recentErrors(one, endpoint, now), ...recentErrors(other, endpoint, now)])].sort((a, b) => a - b)] as const);
  const errors = Object.fromEntries(merged.filter(([, at]) => at.length > 0));
  const refused = [one.orRefusedAt, other.orRefusedAt].filter((at) => at !== null);
  return { ...later, errors, orRefusedAt: refused.length === 0 ? null : Math.max(...refused) };
}

/** Whether look-ups may join references by `or`. */
export function mayUseOr(budget: Budget, now: number): boolean {
  return budget.orRefusedAt === null || now - budget.orRefusedAt > DAY;
}

function recentErrors(budget: Budget, endpoint: string, now: number): readonly number[] {
  return (budget.errors[endpoint] ?? []).filter((at) => now - at < HOUR);
}

/** A moment in the past, or further away than its window is long, is no moment of reset. */
function believable(reset: number | undefined, now: number, longest: number): number | null {
  return reset !== undefined && reset > now - CLOCK_GRAIN && reset - now <= longest ? reset : null;
}

const nextMinute = (now: number): number => (Math.floor(now / 60_000) + 1) * 60_000;
const nextMidnight = (now: number): number => (Math.floor(now / DAY) + 1) * DAY;
