/**
 * One attempt to connect a shop: sign-in window, exchange of the code, whose connection it renews, choice of the administration. Every
 * way out is a stored outcome, so that a killed worker leaves nothing unsaid, and no failure here touches another shop (design 5).
 */
import { createExactClient } from '../exact/client';
import { readAdministrations } from '../exact/divisions';
import { readMe } from '../exact/me';
import { authorizeUrl, readRedirect, type ExactApp } from '../exact/oauth';
import { askSignInPage } from '../exact/sign-in-page';
import { FaultError, fail, faultOf, type Fault, type FaultCode } from '../faults';
import type { ShopRef } from '../messages';
import type { Attempt } from './connections';
import { asAnswered, createNewPairs, signalOf, type NewPairsDeps, type Settled } from './new-pairs';
import { readUnassigned, type Unassigned } from './secrets';

export interface ConsentDeps extends NewPairsDeps {
  /** The app that new consents are given to; null when none is set up or its secret is missing. */
  currentApp(): Promise<ExactApp | null>;
  /** Opens the sign-in window; answers the address it ended at, or throws a fault. */
  signIn(url: string): Promise<string>;
  /** Where the random single-use state waits: memory that outlives the worker, not the browser. `take` forgets it. */
  readonly states: { put(attemptId: string, state: string): Promise<void>; take(attemptId: string): Promise<string | null> };
  /** An unguessable text, new at each call. */
  random(): string;
  /** Identity of this run of the worker: an attempt of another run was interrupted. */
  readonly owner: string;
  /** `yyyy-mm-dd`. */
  today(): string;
  /** Something that is shown has changed. */
  changed(): void;
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
  const pairs = createNewPairs(deps);
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
    await offer(attempt, await deps.tokens.exclusively(app.site, app.clientId, () => pairs.redeem(refOf(attempt), app, { code, redirectUri })));
  };

  /** A person closes the window also because Exact refused the redirect address on a page that leads nowhere: one look tells which. */
  const toldApart = async (error: unknown, app: ExactApp): Promise<unknown> => {
    if (faultOf(error).code !== 'exact-cancelled') return error;
    const redirectUri = deps.redirectAddress();
    const page = await askSignInPage(deps.fetch, { site: app.site, clientId: app.clientId, redirectUri, state: deps.random() }, deps.signal).catch(() => 'taken');
    return page === 'refused' ? new FaultError({ code: 'exact-page-not-loaded', params: { redirect: redirectUri } }, { cause: error }) : error;
  };

  /** Lets the person choose an administration, when the attempt is still wanted. */
  const offer = async (attempt: Attempt, settled: Settled | null): Promise<void> => {
    if (!settled) return;
    const { connection } = settled;
    try {
      const client = createExactClient({ fetch: deps.fetch, site: connection.site, accessToken: (refused) => deps.tokens.access(connection.id, refused), ...signalOf(deps.signal) });
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
      await offer(attempt, await deps.tokens.exclusively(unassigned.site, unassigned.clientId, () => pairs.settle(unassigned)));
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
        const me = await readMe(createExactClient({ fetch: deps.fetch, site: connection.site, accessToken: (refused) => (refused ? deps.tokens.access(connectionId, refused) : Promise.resolve(token)), ...signalOf(deps.signal) }));
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
      for (const one of orphans) detach(deps.tokens.exclusively(one.site, one.clientId, () => pairs.settle(one)));
    },
    idle: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

/** What is said of a pair that is of no use, unlike passing trouble (offline, busy, maintenance) and a matter of set-up. */
const PAIR_NOT_TAKEN: ReadonlySet<FaultCode> = new Set(['exact-error', 'exact-forbidden', 'exact-interrupted']);

function refOf(attempt: Attempt): ShopRef & { readonly attemptId: string } {
  return { tenantId: attempt.tenantId, shopId: attempt.shopId, attemptId: attempt.attemptId };
}
