/**
 * One attempt to connect a shop: sign-in window, exchange of the code, whose connection it renews, choice of the administration. Every
 * way out is a stored outcome, so that a killed worker leaves nothing unsaid, and no failure here touches another shop (design 5).
 */
import { createExactClient } from '../exact/client';
import { readAdministrations } from '../exact/divisions';
import { readMe } from '../exact/me';
import { authorizeUrl, exchangeRequest, readRedirect, readTokenAnswer, type ExactApp } from '../exact/oauth';
import { send, type Fetch } from '../exact/send';
import { askSignInPage } from '../exact/sign-in-page';
import { FaultError, fail, faultOf, type Fault, type FaultCode } from '../faults';
import type { ExactSite, ShopRef } from '../messages';
import type { Attempt, Connection, Connections } from './connections';
import { pausedAfter, pauseOf } from './pause';
import { readUnassigned, unassignedId, type Pair, type Unassigned } from './secrets';
import { askRefresh, pairOf, utcDay, type Tokens } from './tokens';
import type { Vault } from './vault';

export interface ConsentDeps {
  readonly fetch: Fetch;
  readonly vault: Vault;
  readonly connections: Connections;
  readonly tokens: Tokens;
  /** The app that new consents are given to; null when none is set up or its secret is missing. */
  currentApp(): Promise<ExactApp | null>;
  app(site: ExactSite, clientId: string): Promise<ExactApp | null>;
  redirectAddress(): string;
  /** Opens the sign-in window; answers the address it ended at, or throws a fault. */
  signIn(url: string): Promise<string>;
  /** Where the random single-use state waits: memory that outlives the worker, not the browser. `take` forgets it. */
  readonly states: { put(attemptId: string, state: string): Promise<void>; take(attemptId: string): Promise<string | null> };
  /** An unguessable text, new at each call. */
  random(): string;
  /** Identity of this run of the worker: an attempt of another run was interrupted. */
  readonly owner: string;
  now(): number;
  /** `yyyy-mm-dd`. */
  today(): string;
  online(): boolean;
  /** Something that is shown has changed. */
  changed(): void;
  readonly signal?: AbortSignal;
}

export interface Consent {
  /** Opens the sign-in window and returns at once; the outcome is stored. Throws `exact-no-app` or `offline` before it opens. */
  authorize(shop: ShopRef, forceLogin: boolean): Promise<void>;
  /** Offers the administrations of a connection that another shop has, without a new consent. */
  useExisting(shop: ShopRef, connectionId: string): Promise<void>;
  /** Links the shop with an administration that was offered. */
  choose(shop: ShopRef, division: number): Promise<void>;
  /** Gives up the attempt of this shop. */
  cancel(shop: ShopRef): Promise<void>;
  /** Unlinks this shop alone; the last one's tokens are forgotten. */
  remove(shop: ShopRef): Promise<void>;
  /** At each start of the worker: says of interrupted attempts what became of them, and goes on where a pair was stored already. */
  resume(): Promise<void>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

/** The orders of one extension. */
export function createConsent(deps: ConsentDeps): Consent {
  const running = new Set<Promise<void>>();
  const detach = (work: Promise<unknown>): void => {
    // Outcomes are stored by the work itself; nothing is left to be said by a rejection.
    const quiet: Promise<void> = work.then(
      () => undefined,
      () => undefined,
    );
    running.add(quiet);
    void quiet.finally(() => running.delete(quiet));
  };

  const advance = async (attempt: Attempt): Promise<boolean> => {
    const ours = await deps.connections.advance(attempt);
    if (ours) deps.changed();
    return ours;
  };
  const failed = (attempt: Attempt, fault: Fault): Promise<boolean> => advance({ ...refOf(attempt), stage: 'failed', fault });
  const dropUnused = async (connectionId: string): Promise<void> => {
    const left = await deps.connections.dropUnused(connectionId);
    if (left) await deps.tokens.forget(left);
  };

  /** Window and exchange. From the moment the code is sent, the older chain of that user may be dead: the pair is stored first. */
  const signInAndExchange = async (attempt: Attempt, app: ExactApp, forceLogin: boolean): Promise<void> => {
    const redirectUri = deps.redirectAddress();
    const state = deps.random();
    await deps.states.put(attempt.attemptId, state);
    const url = authorizeUrl({ site: app.site, clientId: app.clientId, redirectUri, state, forceLogin });
    const address = await deps.signIn(url).catch(async (error: unknown) => {
      await deps.states.take(attempt.attemptId);
      throw await toldApart(error, app);
    });
    const code = readRedirect(address, { redirectUri, state: (await deps.states.take(attempt.attemptId)) ?? '' });
    // Given up meanwhile: the code is left unused, so no chain ends.
    if (!(await advance({ ...refOf(attempt), stage: 'exchange', owner: deps.owner }))) return;
    const settled = await deps.tokens.exclusively(app.site, app.clientId, async () => {
      const pair = await exchange(app, code, redirectUri);
      const unassigned: Unassigned = { attemptId: attempt.attemptId, site: app.site, clientId: app.clientId, tenantId: attempt.tenantId, shopId: attempt.shopId, pair, calls: { day: utcDay(deps.now()), count: 1 } };
      await deps.vault.write({ [unassignedId(attempt.attemptId)]: unassigned });
      return settle(unassigned);
    });
    await offer(attempt, settled);
  };

  /** A person closes the window also because Exact refused the redirect address on a page that leads nowhere: one look tells which. */
  const toldApart = async (error: unknown, app: ExactApp): Promise<unknown> => {
    if (faultOf(error).code !== 'exact-cancelled') return error;
    const redirectUri = deps.redirectAddress();
    const page = await askSignInPage(deps.fetch, { site: app.site, clientId: app.clientId, redirectUri, state: deps.random() }, deps.signal).catch(() => 'taken');
    return page === 'refused' ? new FaultError({ code: 'exact-page-not-loaded', params: { redirect: redirectUri } }, { cause: error }) : error;
  };

  const exchange = async (app: ExactApp, code: string, redirectUri: string): Promise<Pair> => {
    // Only before it is sent can we say that nothing was; a request that broke may have been processed.
    if (!deps.online()) return fail('offline');
    const { url, init } = exchangeRequest(app, { code, redirectUri });
    const answer = await send(deps.fetch, url, init, deps.signal).catch((error: unknown) => {
      if (deps.signal?.aborted) throw error;
      throw new FaultError({ code: 'exact-answer-lost' }, { cause: error });
    });
    const outcome = readTokenAnswer({ status: answer.status, body: answer.body, reason: answer.headers.get('reason') , grant: 'code' });
    if (outcome.kind === 'pair') return pairOf(outcome.answer, deps.now());
    if (outcome.kind === 'dead') return fail('exact-code-expired', {}, outcome.detail);
    if (outcome.kind === 'misconfigured') return fail('exact-secret', { redirect: redirectUri }, outcome.detail);
    if (outcome.kind === 'odd') return fail('exact-error', {}, outcome.detail);
    // A pair that was given out minutes ago can be in the way of a new one; so says the word for "in a few minutes".
    if (outcome.kind === 'too-early') return fail('server-error', { status: answer.status });
    if (!outcome.unread) return fail('server-error', { status: outcome.status });
    return fail('exact-answer-lost');
  };

  /** Finds out whose pair it is and stores it there. Inside the lock of the app. Null: nobody wants it, and it is forgotten. */
  const settle = async (unassigned: Unassigned): Promise<{ readonly connection: Connection; readonly currentDivision: number } | null> => {
    const living = await fresh(unassigned);
    const client = createExactClient({ fetch: deps.fetch, site: living.site, accessToken: () => Promise.resolve(living.pair.accessToken), ...signalOf(deps) });
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

  /** Lets the person choose an administration, when the attempt is still wanted. */
  const offer = async (attempt: Attempt, settled: { readonly connection: Connection; readonly currentDivision: number } | null): Promise<void> => {
    if (!settled) return;
    const { connection } = settled;
    try {
      const client = createExactClient({ fetch: deps.fetch, site: connection.site, accessToken: (refused) => deps.tokens.access(connection.id, refused), ...signalOf(deps) });
      const administrations = await readAdministrations(client, settled.currentDivision);
      if (administrations.length === 0) fail('exact-no-administration');
      const linked = await deps.connections.linkOf(attempt);
      const preselected = administrations.length === 1 ? administrations[0]?.division : administrations.find((one) => one.division === linked?.administration.division)?.division;
      const ours = await advance({ ...refOf(attempt), stage: 'choose', connectionId: connection.id, administrations, preselected: preselected ?? null });
      if (!ours) await dropUnused(connection.id);
    } catch (error) {
      await failed(attempt, faultOf(asAnswered(error, 'Divisions')));
      await dropUnused(connection.id);
    }
  };

  /**
   * Goes on with a pair that was stored before the worker died or the network failed. `anew` is the way of a person who is there: when
   * Exact does not take that pair again, a new consent replaces it instead of the same words once more.
   */
  const proceed = async (attempt: Attempt, unassigned: Unassigned, anew?: () => Promise<void>): Promise<void> => {
    try {
      await offer(attempt, await deps.tokens.exclusively(unassigned.site, unassigned.clientId, () => settle(unassigned)));
    } catch (error) {
      const fault = faultOf(error);
      if (anew && PAIR_NOT_TAKEN.has(fault.code)) {
        if (await advance({ ...refOf(attempt), stage: 'consent', owner: deps.owner })) await anew();
      } else await failed(attempt, fault);
    }
  };

  const start = async (shop: ShopRef, stage: 'consent' | 'exchange', attemptId = deps.random()): Promise<Attempt> => {
    const attempt: Attempt = { tenantId: shop.tenantId, shopId: shop.shopId, attemptId, stage, owner: deps.owner };
    const before = await deps.connections.attemptOf(shop);
    await deps.connections.putAttempt(attempt);
    if (before?.stage === 'choose') await dropUnused(before.connectionId);
    deps.changed();
    return attempt;
  };

  return {
    authorize: async (shop, forceLogin) => {
      const app = await deps.currentApp();
      if (!app) return fail('exact-no-app');
      if (!deps.online()) return fail('offline');
      const waiting = forceLogin ? undefined : (await readUnassigned(deps.vault)).findLast((one) => one.tenantId === shop.tenantId && one.shopId === shop.shopId && one.clientId === app.clientId && one.site === app.site);
      const attempt = await (waiting ? start(shop, 'exchange', waiting.attemptId) : start(shop, 'consent'));
      const anew = (): Promise<void> => signInAndExchange(attempt, app, forceLogin).catch(async (error: unknown) => void (await failed(attempt, faultOf(error))));
      detach(waiting ? proceed(attempt, waiting, anew) : anew());
    },
    useExisting: async (shop, connectionId) => {
      const connection = await deps.connections.get(connectionId);
      if (!connection) return fail('exact-reconnect');
      const token = await deps.tokens.access(connectionId);
      const attempt = await start(shop, 'exchange');
      try {
        const me = await readMe(createExactClient({ fetch: deps.fetch, site: connection.site, accessToken: (refused) => (refused ? deps.tokens.access(connectionId, refused) : Promise.resolve(token)), ...signalOf(deps) }));
        await offer(attempt, { connection, currentDivision: me.currentDivision });
      } catch (error) {
        await failed(attempt, faultOf(error));
      }
    },
    choose: async (shop, division) => {
      const attempt = await deps.connections.attemptOf(shop);
      const administration = attempt?.stage === 'choose' ? attempt.administrations.find((one) => one.division === division) : undefined;
      if (attempt?.stage !== 'choose' || !administration) return fail('bad-request', { field: 'division' });
      if (!(await deps.connections.get(attempt.connectionId))) {
        await failed(attempt, { code: 'exact-reconnect' });
        return fail('exact-reconnect');
      }
      const left = await deps.connections.link({ tenantId: shop.tenantId, shopId: shop.shopId, connectionId: attempt.connectionId, administration, since: deps.today() });
      deps.changed();
      if (left) detach(deps.tokens.forget(left));
    },
    cancel: async (shop) => {
      const attempt = await deps.connections.attemptOf(shop);
      if (!attempt) return;
      await deps.states.take(attempt.attemptId);
      await deps.connections.clearAttempt(shop);
      deps.changed();
      if (attempt.stage === 'choose') detach(dropUnused(attempt.connectionId));
    },
    remove: async (shop) => {
      const attempt = await deps.connections.attemptOf(shop);
      const left = await deps.connections.unlink(shop);
      deps.changed();
      if (attempt?.stage === 'choose') detach(dropUnused(attempt.connectionId));
      // The link is gone for good here. Forgetting waits for a refresh under way, which stores nothing for a connection that is gone.
      if (left) detach(deps.tokens.forget(left));
    },
    resume: async () => {
      const unassigned = await readUnassigned(deps.vault);
      const attempts = await deps.connections.attempts();
      for (const attempt of attempts) {
        const stored = unassigned.find((one) => one.attemptId === attempt.attemptId);
        if (attempt.stage === 'choose') {
          if (!(await deps.connections.get(attempt.connectionId))) await deps.connections.clearAttempt(attempt);
        } else if (stored) {
          if (attempt.stage !== 'failed' && attempt.owner === deps.owner) continue;
          if (attempt.stage !== 'failed') await advance({ ...refOf(attempt), stage: 'exchange', owner: deps.owner });
          detach(proceed(attempt, stored));
        } else if (attempt.stage !== 'failed' && attempt.owner !== deps.owner) {
          await deps.states.take(attempt.attemptId);
          await failed(attempt, { code: 'exact-interrupted' });
        }
      }
      const orphans = unassigned.filter((one) => !attempts.some((attempt) => attempt.attemptId === one.attemptId));
      // Nobody waits for these, yet they may be the living chain of a connection that other shops use.
      for (const one of orphans) detach(deps.tokens.exclusively(one.site, one.clientId, () => settle(one)));
    },
    idle: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

/** What is said of a pair that is of no use, unlike passing trouble (offline, busy, maintenance) and a matter of set-up. */
const PAIR_NOT_TAKEN: ReadonlySet<FaultCode> = new Set(['exact-error', 'exact-forbidden', 'exact-interrupted']);

/** A new connection cannot have ended: a token turned down or a page right after a consent is Exact not answering as it should. */
function asAnswered(error: unknown, what: string): unknown {
  const { code, params } = faultOf(error);
  const status = params?.['status'];
  if (code !== 'not-json' && !(code === 'exact-reconnect' && status !== undefined)) return error;
  return new FaultError({ code: 'exact-error', detail: status === undefined ? what : `${what}: HTTP ${status === 0 ? '3xx' : status}` }, { cause: error });
}

function refOf(attempt: Attempt): ShopRef & { readonly attemptId: string } {
  return { tenantId: attempt.tenantId, shopId: attempt.shopId, attemptId: attempt.attemptId };
}

function signalOf(deps: ConsentDeps): { readonly signal?: AbortSignal } {
  return deps.signal ? { signal: deps.signal } : {};
}
