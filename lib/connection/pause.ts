/**
 * Waiting after a refresh that failed. The refresh token is the same afterwards, so asking again is right, but never in a tight loop:
 * Exact takes 200 calls of the token endpoint a day, of which a connection in steady use needs 144 (facts: exact-api 1.5).
 */
import type { ExactApp } from '../exact/oauth';
import type { Fault } from '../faults';
import type { Pair } from './secrets';

const FIRST_MS = 15_000;
/** Beyond this a day of failures stays below 60 calls. */
const LONGEST_MS = 30 * 60_000;
/** While the line is down hardly anything reaches Exact, and a person waits for it to come back. */
const LONGEST_OFFLINE_MS = 5 * 60_000;
/** A longer wait is believed to nobody: neither to a header, nor to a moment that was noted before the clock was set back. */
const BELIEVED_MS = 6 * 3_600_000;

export interface Failure {
  readonly fault: Fault;
  /** What `Retry-After` asks for, in milliseconds; null without that header. */
  readonly retryAfterMs: number | null;
  /** The secret that Exact turned down: with another one nothing has to wait. */
  readonly refusedSecret?: string;
}

/** The pair after a failed refresh: each failure in a row doubles the wait; a longer `Retry-After` counts. */
export function pausedAfter(pair: Pair, failure: Failure, now: number): Pair {
  const { accessToken, refreshToken, expiresIn, issuedAt } = pair;
  const failures = (pair.failures ?? 0) + 1;
  const longest = failure.fault.code === 'offline' ? LONGEST_OFFLINE_MS : LONGEST_MS;
  const wait = Math.max(Math.min(FIRST_MS * 2 ** Math.min(failures - 1, 20), longest), Math.min(failure.retryAfterMs ?? 0, BELIEVED_MS));
  return { accessToken, refreshToken, expiresIn, issuedAt, failures, notBefore: now + wait, ...(failure.refusedSecret === undefined ? {} : { refusedSecret: failure.refusedSecret }) };
}

/** Why the pair may not be refreshed now, although it is old enough; null when it may. */
export function pauseOf(pair: Pair, app: ExactApp | null, now: number): Fault | null {
  const { notBefore = 0, refusedSecret } = pair;
  if (now >= notBefore || notBefore > now + BELIEVED_MS) return null;
  if (refusedSecret === undefined) return { code: 'server-error', params: { until: notBefore } };
  return app && app.clientSecret !== refusedSecret ? null : { code: 'exact-secret' };
}

/** `Retry-After` in milliseconds from `now`: seconds or a date (RFC 9110, 10.2.3); null when it is absent or senseless. */
export function retryAfter(headers: Headers, now: number): number | null {
  const text = headers.get('retry-after')?.trim();
  if (!text) return null;
  const wait = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return wait > 0 ? wait : null;
}
