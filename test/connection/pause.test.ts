import { describe, expect, it } from 'vitest';
import { pausedAfter, pauseOf, retryAfter } from '../../lib/connection/pause';
import type { Pair } from '../../lib/connection/secrets';

const NOW = 1_769_817_600_000;
const PAIR: Pair = { accessToken: 'a', refreshToken: 'r', expiresIn: 600, issuedAt: NOW - 700_000 };
const APP = { site: 'nl', clientId: 'c', clientSecret: 'wrong' } as const;
const trouble = { fault: { code: 'server-error' }, retryAfterMs: null } as const;

describe('the wait after a failed refresh', () => {
  it('doubles with each failure in a row, up to half an hour; five minutes while the line is down', () => {
    const waits = (code: 'server-error' | 'offline'): number[] => {
      let pair = PAIR;
      return Array.from({ length: 10 }, () => {
        pair = pausedAfter(pair, { fault: { code }, retryAfterMs: null }, NOW);
        return ((pair.notBefore ?? 0) - NOW) / 1000;
      });
    };
    expect(waits('server-error')).toEqual([15, 30, 60, 120, 240, 480, 960, 1800, 1800, 1800]);
    expect(waits('offline').slice(4)).toEqual([240, 300, 300, 300, 300, 300]);
  });

  it('follows a longer Retry-After, within reason', () => {
    const after = (retryAfterMs: number): number => (pausedAfter(PAIR, { ...trouble, retryAfterMs }, NOW).notBefore ?? 0) - NOW;
    expect([after(900_000), after(1_000), after(9e9)]).toEqual([900_000, 15_000, 6 * 3_600_000]);
  });

  it('ends at once when another secret was saved, and only then', () => {
    const refused = pausedAfter(PAIR, { fault: { code: 'exact-secret' }, retryAfterMs: null, refusedSecret: 'wrong' }, NOW);
    expect(pauseOf(refused, APP, NOW)).toEqual({ code: 'exact-secret' });
    expect(pauseOf(refused, { ...APP, clientSecret: 'right' }, NOW)).toBeNull();
    expect(pauseOf(refused, APP, NOW + 15_000)).toBeNull();
    const later = pausedAfter(refused, trouble, NOW);
    expect(pauseOf(later, { ...APP, clientSecret: 'right' }, NOW)).toMatchObject({ code: 'server-error' });
  });

  it('is not believed when the clock was set back far behind it', () => {
    expect(pauseOf(pausedAfter(PAIR, trouble, NOW + 86_400_000), APP, NOW)).toBeNull();
  });
});

describe('Retry-After', () => {
  it.each([
    ['7', 7_000],
    [new Date(NOW + 60_000).toUTCString(), 60_000],
    [new Date(NOW - 60_000).toUTCString(), null],
    ['soon', null],
    ['0', null],
  ])('%s', (text, wait) => {
    expect(retryAfter(new Headers({ 'Retry-After': text }), NOW)).toBe(wait);
  });
  it('absent', () => expect(retryAfter(new Headers(), NOW)).toBeNull());
});
