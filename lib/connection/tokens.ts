/**
 * Access tokens of the connections. One refresher at a time under a Web Lock, never before `expires_in - 30 s`, and a new pair is on the
 * disk before anyone uses it (design 5; facts: exact-api 1.5, 1.6, 7).
 */
import type { ExactApp } from '../exact/oauth';
import { readTokenAnswer, refreshRequest, type TokenOutcome } from '../exact/oauth';
import { send, type Fetch } from '../exact/send';
import { FaultError, faultOf, type Fault } from '../faults';
import type { ExactSite } from '../messages';
import type { Connection, Connections } from './connections';
import { pausedAfter, pauseOf, retryAfter, type Failure } from './pause';
import { pairId, readPair, type Pair } from './secrets';
import type { Vault } from './vault';

export type RunLocked = <T>(name: string, run: () => Promise<T>, options?: { readonly signal?: AbortSignal; readonly mode?: 'exclusive' | 'shared'; readonly limitMs?: number }) => Promise<T>;

export interface TokenDeps {
  readonly fetch: Fetch;
  readonly vault: Vault;
  readonly connections: Connections;
  /** The app with its secret, also one that was replaced since; null when its secret is not known. */
  app(site: ExactSite, clientId: string): Promise<ExactApp | null>;
  readonly lock: RunLocked;
  now(): number;
  /** A connection's state changed. */
  changed(): void;
  readonly signal?: AbortSignal;
}

export interface Tokens {
  /**
   * A token that works now, refreshed when it is time. `refused` is a token that Exact turned down. Throws `exact-reconnect`
   * (consent is needed again), `exact-secret`, `exact-no-app`, or a passing trouble (`offline`, `timeout`, `server-error`).
   */
  access(connectionId: string, refused?: string): Promise<string>;
  /** Stores the pair of a new consent as the connection's own. Under the lock of the app (see `exclusively`). */
  assign(connection: Connection, pair: Pair, alsoForget: string): Promise<void>;
  /** Forgets the pair of a connection that is gone already. A refresh under way cannot bring it back. */
  forget(connection: Connection): Promise<void>;
  /** Refreshes pairs that have not been used for days, as a refresh token dies after 30 days of silence. */
  keepAlive(): Promise<void>;
  /** When the pair was last renewed, local time; null without a pair. After 30 days of silence Exact asks for consent again. */
  renewedAt(connectionId: string): Promise<number | null>;
  /** Forgets pairs of connections that are gone; for a worker that was killed in the middle of a Remove. */
  sweep(): Promise<void>;
  /** Runs an exchange of a new consent: no refresh of the same app happens meanwhile. */
  exclusively<T>(site: ExactSite, clientId: string, run: () => Promise<T>): Promise<T>;
}

/** A new token is asked for this long before the old one ends; earlier is refused (570 s for 600). */
export const EARLY_MS = 30_000;
/** Exact takes 200 calls of the token endpoint per app, user and day (facts: exact-api 1.5); the rest is left for a person who connects again. */
export const CALLS_PER_DAY = 195;
const DAY_MS = 24 * 3_600_000;
const KEEP_ALIVE_MS = 5 * 24 * 3600_000;

const appLock = (site: ExactSite, clientId: string): string => `token:${site}:${clientId}`;

/** When a pair may be refreshed: never earlier. A failed refresh may put it off further: see `pauseOf`. */
export function dueAt(pair: Pair): number {
  return pair.issuedAt + pair.expiresIn * 1000 - EARLY_MS;
}

/** The pair of a token answer that arrived at `now`. */
export function pairOf(answer: { readonly accessToken: string; readonly refreshToken: string; readonly expiresIn: number }, now: number): Pair {
  return { accessToken: answer.accessToken, refreshToken: answer.refreshToken, expiresIn: answer.expiresIn, issuedAt: now };
}

/** A refresh's answer: what goes on at once, or a failure after which the same refresh token is tried again later. */
export type RefreshOutcome = Extract<TokenOutcome, { readonly kind: 'pair' | 'too-early' | 'dead' }> | ({ readonly kind: 'failed' } & Failure);

/** One call of the token endpoint. Throws `offline` or `timeout`: then it may have been processed. */
export async function askRefresh(fetch: Fetch, app: ExactApp, pair: Pair, now: number, signal?: AbortSignal): Promise<RefreshOutcome> {
  const { url, init } = refreshRequest(app, pair.refreshToken);
  const answer = await send(fetch, url, init, signal);
  const outcome = readTokenAnswer({ status: answer.status, body: answer.body, reason: answer.headers.get('reason'), grant: 'refresh' });
  const retryAfterMs = retryAfter(answer.headers, now);
  if (outcome.kind === 'misconfigured') return { kind: 'failed', fault: { code: 'exact-secret', detail: outcome.detail }, retryAfterMs, refusedSecret: app.clientSecret };
  if (outcome.kind === 'odd') return { kind: 'failed', fault: { code: 'exact-error', detail: outcome.detail }, retryAfterMs };
  if (outcome.kind === 'later') return { kind: 'failed', fault: { code: 'server-error', params: { status: outcome.status } }, retryAfterMs };
  return outcome;
}

/** The day of Exact's count, `yyyy-mm-dd`. */
export function utcDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** The tokens of all connections. */
export function createTokens(deps: TokenDeps): Tokens {
  const locked = <T>(connection: Pick<Connection, 'site' | 'clientId' | 'userId'>, run: () => Promise<T>): Promise<T> =>
    deps.lock(appLock(connection.site, connection.clientId), () => deps.lock(`${appLock(connection.site, connection.clientId)}:${connection.userId}`, run), { mode: 'shared' });

  /** Consent is needed again, and never asked for by ourselves. A dead chain means a later consent of the same user, elsewhere (facts: exact-api 1.5, 1.6). */
  const lost = async (connection: Connection, detail: string): Promise<never> => {
    const takenOver = detail.startsWith('invalid_grant');
    const fault: Fault = { ...(takenOver ? { code: 'exact-taken-over', params: { on: new Date(deps.now()).toISOString() } } : { code: 'exact-reconnect' }), ...(detail ? { detail } : {}) };
    await deps.connections.mark(connection.id, 'reconnect', fault);
    deps.changed();
    throw new FaultError(fault);
  };

  /** The pair, new when it was time. Inside the lock. */
  const current = async (connectionId: string, refused: string | undefined): Promise<Pair> => {
    const connection = await deps.connections.get(connectionId);
    if (!connection) throw new FaultError({ code: 'exact-reconnect' });
    const pair = await readPair(deps.vault, connectionId);
    if (!pair) return lost(connection, '');
    if (connection.state === 'reconnect') throw new FaultError(connection.fault ?? { code: 'exact-reconnect' });
    const now = deps.now();
    const expired = now >= pair.issuedAt + pair.expiresIn * 1000;
    // A clock that was set back makes a token look younger than it is; when Exact turns it down as well, the clock is wrong.
    const clockBack = now < pair.issuedAt && pair.accessToken === refused;
    const app = await deps.app(connection.site, connection.clientId);
    const pause = pauseOf(pair, app, now);
    if (!expired && !clockBack && (pause || now < dueAt(pair))) return pair;
    if (pause) throw new FaultError(pause);
    if (!app) throw new FaultError({ code: 'exact-no-app' });
    return refreshed(connection, pair, app, expired);
  };

  const refreshed = async (connection: Connection, pair: Pair, app: ExactApp, expired: boolean): Promise<Pair> => {
    const day = utcDay(deps.now());
    const { calls } = connection;
    if (calls?.day === day && calls.count >= CALLS_PER_DAY) {
      if (!expired) return pair;
      throw new FaultError({ code: 'exact-rate-limit', params: { until: Date.parse(day) + DAY_MS } });
    }
    await deps.connections.countCall(connection.id, day);
    const outcome = await ask(app, pair);
    // Remove may have come while the answer was under way, and wins: then the new pair is kept by nobody.
    if (!(await deps.connections.get(connection.id))) {
      await deps.vault.write({ [pairId(connection.id)]: null });
      throw new FaultError({ code: 'exact-reconnect' });
    }
    if (outcome.kind === 'pair') {
      const renewed = pairOf(outcome.answer, deps.now());
      await deps.vault.write({ [pairId(connection.id)]: renewed });
      return renewed;
    }
    if (outcome.kind === 'dead') {
      const stored = await readPair(deps.vault, connection.id);
      if (stored && stored.refreshToken !== pair.refreshToken) return stored;
      return lost(connection, outcome.detail);
    }
    const now = deps.now();
    if (outcome.kind === 'too-early') {
      // Exact's clock says that the token is good: believed for the shortest time that this answer vouches for.
      const kept: Pair = { ...pairOf(pair, now + EARLY_MS - pair.expiresIn * 1000), notBefore: now + EARLY_MS };
      await deps.vault.write({ [pairId(connection.id)]: kept });
      return kept;
    }
    const kept = pausedAfter(pair, outcome, now);
    await deps.vault.write({ [pairId(connection.id)]: kept });
    if (!expired) return kept;
    throw new FaultError(outcome.fault);
  };

  /** One refresh on the wire. A lost answer counts as trouble: the same token is tried again, and if Exact had rotated it says so then. */
  const ask = async (app: ExactApp, pair: Pair): Promise<RefreshOutcome> => {
    try {
      return await askRefresh(deps.fetch, app, pair, deps.now(), deps.signal);
    } catch (error) {
      if (deps.signal?.aborted) throw error;
      return { kind: 'failed', fault: faultOf(error), retryAfterMs: null };
    }
  };

  return {
    access: async (connectionId, refused) => {
      const connection = await deps.connections.get(connectionId);
      if (!connection) throw new FaultError({ code: 'exact-reconnect' });
      if (connection.state === 'reconnect') throw new FaultError(connection.fault ?? { code: 'exact-reconnect' });
      const pair = await readPair(deps.vault, connectionId);
      const now = deps.now();
      if (pair && pair.accessToken !== refused && now >= pair.issuedAt && now < dueAt(pair)) return pair.accessToken;
      return (await locked(connection, () => current(connectionId, refused))).accessToken;
    },
    assign: async (connection, pair, alsoForget) => {
      const stored = await readPair(deps.vault, connection.id);
      // Two consents of one user may be told apart late: the newer one's chain is the living one.
      const keep = stored && stored.issuedAt > pair.issuedAt ? stored : pair;
      await deps.vault.write({ [pairId(connection.id)]: keep, [alsoForget]: null });
    },
    forget: (connection) => locked(connection, () => deps.vault.write({ [pairId(connection.id)]: null })),
    keepAlive: async () => {
      for (const connection of await deps.connections.all()) {
        const pair = await readPair(deps.vault, connection.id);
        if (connection.state !== 'ok' || !pair || deps.now() < pair.issuedAt + KEEP_ALIVE_MS) continue;
        // What goes wrong is either stored as the connection's state or passes by itself until the next day.
        await locked(connection, () => current(connection.id, undefined)).catch(() => undefined);
      }
    },
    renewedAt: async (connectionId) => (await readPair(deps.vault, connectionId))?.issuedAt ?? null,
    sweep: async () => {
      // Pairs first: one that is stored by then has its connection already, so a consent under way loses nothing.
      const pairs = await deps.vault.ids('pair:');
      const known = new Set((await deps.connections.all()).map((connection) => pairId(connection.id)));
      for (const id of pairs) {
        if (!known.has(id)) await deps.vault.write({ [id]: null });
      }
    },
    exclusively: (site, clientId, run) => deps.lock(appLock(site, clientId), run),
  };
}
