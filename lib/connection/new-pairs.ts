/**
 * From the code of a consent to a connection: the pair is stored before anything else is asked, since the older chain of that user is dead
 * from then on; whose it is, Exact says afterwards (design 5). All of it runs inside the lock of the app.
 */
import { createExactClient } from '../exact/client';
import { readMe } from '../exact/me';
import { exchangeRequest, readTokenAnswer, type ExactApp } from '../exact/oauth';
import { send, type Fetch } from '../exact/send';
import { FaultError, fail, faultOf } from '../faults';
import type { ExactSite, ShopRef } from '../messages';
import type { Connection, Connections } from './connections';
import { pausedAfter, pauseOf } from './pause';
import { unassignedId, type Pair, type Unassigned } from './secrets';
import { askRefresh, pairOf, utcDay, type Tokens } from './tokens';
import type { Vault } from './vault';

export interface NewPairsDeps {
  readonly fetch: Fetch;
  readonly vault: Vault;
  readonly connections: Connections;
  readonly tokens: Tokens;
  app(site: ExactSite, clientId: string): Promise<ExactApp | null>;
  redirectAddress(): string;
  now(): number;
  online(): boolean;
  readonly signal?: AbortSignal;
}

/** Whose pair it was. */
export interface Settled {
  readonly connection: Connection;
  /** The administration that this user had open last. */
  readonly currentDivision: number;
}

export interface NewPairs {
  /**
   * Exchanges a code, stores the pair and settles it. Throws `offline` (nothing was sent), `exact-answer-lost` (the code may be used up),
   * `exact-code-expired`, `exact-secret`, `exact-error`, `server-error`, and what `settle` throws.
   */
  redeem(attempt: ShopRef & { readonly attemptId: string }, app: ExactApp, grant: { readonly code: string; readonly redirectUri: string }): Promise<Settled | null>;
  /** Finds out whose pair it is and stores it there. Null: nobody wants it, and it is forgotten. */
  settle(unassigned: Unassigned): Promise<Settled | null>;
}

export function createNewPairs(deps: NewPairsDeps): NewPairs {
  const exchange = async (app: ExactApp, code: string, redirectUri: string): Promise<Pair> => {
    // Only before it is sent can we say that nothing was; a request that broke may have been processed.
    if (!deps.online()) return fail('offline');
    const { url, init } = exchangeRequest(app, { code, redirectUri });
    const answer = await send(deps.fetch, url, init, deps.signal).catch((error: unknown) => {
      if (deps.signal?.aborted) throw error;
      throw new FaultError({ code: 'exact-answer-lost' }, { cause: error });
    });
    const outcome = readTokenAnswer({ status: answer.status, body: answer.body, reason: answer.headers.get('reason'), grant: 'code' });
    if (outcome.kind === 'pair') return pairOf(outcome.answer, deps.now());
    if (outcome.kind === 'dead') return fail('exact-code-expired', {}, outcome.detail);
    if (outcome.kind === 'misconfigured') return fail('exact-secret', { redirect: redirectUri }, outcome.detail);
    if (outcome.kind === 'odd') return fail('exact-error', {}, outcome.detail);
    // A pair that was given out minutes ago can be in the way of a new one; so says the word for "in a few minutes".
    if (outcome.kind === 'too-early') return fail('server-error', { status: answer.status });
    if (!outcome.unread) return fail('server-error', { status: outcome.status });
    return fail('exact-answer-lost');
  };

  /** An unassigned pair that lay around while the worker was dead gets a new access token first. */
  const fresh = async (unassigned: Unassigned): Promise<Unassigned> => {
    const { pair } = unassigned;
    if (deps.now() < pair.issuedAt + pair.expiresIn * 1000) return unassigned;
    const app = await deps.app(unassigned.site, unassigned.clientId);
    if (!app) return fail('exact-no-app');
    const pause = pauseOf(pair, app, deps.now());
    if (pause) throw new FaultError(pause);
    const day = utcDay(deps.now());
    // Counted before it is made, as its answer may never come.
    const counted: Unassigned = { ...unassigned, calls: { day, count: (unassigned.calls?.day === day ? unassigned.calls.count : 0) + 1 } };
    await deps.vault.write({ [unassignedId(unassigned.attemptId)]: counted });
    const outcome = await askRefresh(deps.fetch, app, pair, deps.now(), deps.signal);
    if (outcome.kind === 'too-early') return counted;
    if (outcome.kind === 'dead') {
      await deps.vault.write({ [unassignedId(unassigned.attemptId)]: null });
      return fail('exact-interrupted', {}, outcome.detail);
    }
    if (outcome.kind === 'failed') {
      // Each start of the worker comes by here.
      await deps.vault.write({ [unassignedId(unassigned.attemptId)]: { ...counted, pair: pausedAfter(pair, outcome, deps.now()) } });
      throw new FaultError(outcome.fault.code === 'exact-secret' ? { ...outcome.fault, params: { redirect: deps.redirectAddress() } } : outcome.fault);
    }
    const renewed = { ...counted, pair: pairOf(outcome.answer, deps.now()) };
    await deps.vault.write({ [unassignedId(unassigned.attemptId)]: renewed });
    return renewed;
  };

  const settle = async (unassigned: Unassigned): Promise<Settled | null> => {
    const living = await fresh(unassigned);
    const client = createExactClient({ fetch: deps.fetch, site: living.site, accessToken: () => Promise.resolve(living.pair.accessToken), ...signalOf(deps.signal) });
    const me = await readMe(client).catch((error: unknown) => {
      throw asAnswered(error, 'current/Me');
    });
    const wanted = (await deps.connections.attemptOf(living))?.attemptId === living.attemptId;
    const known = await deps.connections.find(living.site, living.clientId, me.userId);
    if (!known && !wanted) {
      await deps.vault.write({ [unassignedId(living.attemptId)]: null });
      return null;
    }
    const connection = await deps.connections.ensure({ site: living.site, clientId: living.clientId, userId: me.userId, name: me.name }, living.calls);
    await deps.tokens.assign(connection, living.pair, unassignedId(living.attemptId));
    return { connection, currentDivision: me.currentDivision };
  };

  return {
    redeem: async ({ attemptId, tenantId, shopId }, app, { code, redirectUri }) => {
      const pair = await exchange(app, code, redirectUri);
      const unassigned: Unassigned = { attemptId, site: app.site, clientId: app.clientId, tenantId, shopId, pair, calls: { day: utcDay(deps.now()), count: 1 } };
      await deps.vault.write({ [unassignedId(attemptId)]: unassigned });
      return settle(unassigned);
    },
    settle,
  };
}

/** A new connection cannot have ended: a token turned down or a page right after a consent is Exact not answering as it should. */
export function asAnswered(error: unknown, what: string): unknown {
  const { code, params } = faultOf(error);
  const status = params?.['status'];
  if (code !== 'not-json' && !(code === 'exact-reconnect' && status !== undefined)) return error;
  return new FaultError({ code: 'exact-error', detail: status === undefined ? what : `${what}: HTTP ${status === 0 ? '3xx' : status}` }, { cause: error });
}

/** For what takes a signal only where there is one. */
export function signalOf(signal: AbortSignal | undefined): { readonly signal?: AbortSignal } {
  return signal ? { signal } : {};
}
