/** Calls per minute and day, and the error budget per endpoint (facts: exact-api 3). */
import { empty } from './http';
import type { Reply } from './http';
import type { Ctx } from './types';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;
/** Answers on their way when the limit was hit are no disobedience. */
const IN_FLIGHT = 1500;

export interface LimitKey {
  readonly clientId: string;
  readonly division: number;
}

export interface Limits {
  /** Counts one call; gives the refusal when a limit is hit. */
  enter(key: LimitKey): Reply | undefined;
  /** Rate headers as they stand now. */
  headers(key: LimitKey): Readonly<Record<string, string>>;
  /** Refusal while an endpoint is blocked for too many errors. */
  blocked(key: LimitKey, user: string, endpoint: string): Reply | undefined;
  /** Counts an answer of 400, 401, 403 or 404. */
  noteError(key: LimitKey, user: string, endpoint: string, status: number): void;
}

export function createLimits(ctx: Ctx): Limits {
  const minutes = new Map<string, number>();
  const days = new Map<string, number>();
  const refusedAt = new Map<string, { readonly at: number; readonly until: number }>();
  const errors = new Map<string, readonly number[]>();
  const blocks = new Map<string, number>();

  const name = (key: LimitKey): string => `${key.clientId} ${key.division}`;
  const slot = (key: LimitKey, size: number): string => `${name(key)} ${Math.floor(ctx.clock.now() / size)}`;
  const reset = (size: number): number => (Math.floor(ctx.clock.now() / size) + 1) * size;
  const daily = (key: LimitKey): Record<string, string> => ({
    'X-RateLimit-Limit': String(ctx.options.callsPerDay),
    'X-RateLimit-Remaining': String(Math.max(0, ctx.options.callsPerDay - (days.get(slot(key, DAY)) ?? 0))),
    'X-RateLimit-Reset': String(reset(DAY)),
  });
  const minutely = (key: LimitKey): Record<string, string> => ({
    'X-RateLimit-Minutely-Limit': String(ctx.options.callsPerMinute),
    'X-RateLimit-Minutely-Remaining': String(Math.max(0, ctx.options.callsPerMinute - (minutes.get(slot(key, MINUTE)) ?? 0))),
    'X-RateLimit-Minutely-Reset': String(reset(MINUTE)),
  });

  const refuse = (key: LimitKey, size: number, headers: Record<string, string>): Reply => {
    const now = ctx.clock.now();
    const before = refusedAt.get(name(key));
    if (before && now < before.until && now - before.at > IN_FLIGHT) ctx.violate('call-after-429', `division ${key.division}: called again before the moment of reset`);
    else if (!before || now >= before.until) refusedAt.set(name(key), { at: now, until: reset(size) });
    return empty(429, headers);
  };

  return {
    enter(key) {
      const day = (days.get(slot(key, DAY)) ?? 0) + 1;
      if (day > ctx.options.callsPerDay) return refuse(key, DAY, daily(key));
      const minute = (minutes.get(slot(key, MINUTE)) ?? 0) + 1;
      if (minute > ctx.options.callsPerMinute) return refuse(key, MINUTE, minutely(key));
      days.set(slot(key, DAY), day);
      minutes.set(slot(key, MINUTE), minute);
      return undefined;
    },
    headers: (key) => ({ ...daily(key), ...minutely(key) }),
    blocked(key, user, endpoint) {
      const until = blocks.get(`${name(key)} ${user} ${endpoint}`);
      return until !== undefined && ctx.clock.now() < until ? empty(ctx.options.errorBlockStatus) : undefined;
    },
    noteError(key, user, endpoint, status) {
      if (![400, 401, 403, 404].includes(status)) return;
      const id = `${name(key)} ${user} ${endpoint}`;
      const now = ctx.clock.now();
      const recent = [...(errors.get(id) ?? []).filter((at) => at > now - HOUR), now];
      errors.set(id, recent);
      if (recent.length <= ctx.options.errorsPerHour) return;
      blocks.set(id, now + HOUR);
      errors.set(id, []);
      ctx.violate('error-budget', `${endpoint}: more than ${ctx.options.errorsPerHour} errors within an hour`);
    },
  };
}
