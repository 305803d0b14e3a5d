/** Codes, token chains and the token endpoint (facts: exact-api 1.4-1.6). */
import { empty, json } from './http';
import type { Reply, SimRequest } from './http';
import type { People } from './people';
import type { App, Bearer, Ctx, Site, User } from './types';

const STAMP: Record<Site, string> = { nl: 'stampNL001', be: 'stampBE001', de: 'stampDE001', 'co.uk': 'stampUK001', com: 'stampUS001', fr: 'stampFR001', es: 'stampES001' };

interface Chain {
  readonly app: App;
  readonly user: User;
  /** Why the chain no longer works. */
  dead?: 'superseded' | 'revoked';
  lastIssuedAt: number;
}
interface RefreshToken {
  readonly chain: Chain;
  readonly issuedAt: number;
  used: boolean;
  /** The answer that carried the successor never arrived: a client that tries again is not to blame. */
  successorLost: boolean;
  /** Somebody has used what came after it, so the answer did arrive. */
  successorSeen: boolean;
  readonly before: RefreshToken | undefined;
}
interface AccessToken {
  readonly before: RefreshToken | undefined;
  readonly chain: Chain;
  readonly expiresAt: number;
}
interface Code {
  readonly app: App;
  readonly user: User;
  readonly issuedAt: number;
  used: boolean;
}

export interface Tokens {
  issueCode(app: App, user: User): string;
  handle(site: Site, request: SimRequest): Reply;
  bearer(site: Site, authorization: string | undefined): Bearer;
  /** The user withdraws the permission (security centre), or changes the password. */
  revoke(user: User, clientId?: string): void;
  /** Chains that still work, for tests. */
  aliveChains(user: User, clientId: string): number;
  /** True for any text that was ever handed out as a token or code. */
  isSecret(text: string): boolean;
  /** Answers with new tokens that nobody got. */
  lost(): { readonly rotations: number; readonly exchanges: number };
}

/** Two refreshes at one moment are two contexts racing; a used token that comes back later without its successor is an answer that was lost. */
const RACE = 2000;

export function createTokens(ctx: Ctx, people: People): Tokens {
  const codes = new Map<string, Code>();
  const refreshTokens = new Map<string, RefreshToken>();
  const accessTokens = new Map<string, AccessToken>();
  const chains: Chain[] = [];
  const calls = new Map<string, number>();
  const lost = { rotations: 0, exchanges: 0 };

  const lifetime = (): number => Number(ctx.options.expiresIn) * 1000;
  const minAge = (): number => Math.max(0, lifetime() - 30_000);

  const oauthError = (status: number, error: string, description?: string, reason?: string): Reply =>
    json(description === undefined ? { error } : { error, error_description: description }, status, { pragma: 'no-cache', ...(reason === undefined ? {} : { reason }) });
  const invalidRequest = (): Reply => oauthError(400, 'invalid_request');
  const chainId = (): Reply => oauthError(400, 'invalid_grant', 'Token is not allowed, because of invalid or empty chainId', 'Unknown: Token is not allowed, because of invalid or empty chainId');

  const overDailyLimit = (app: App, user: User): boolean => {
    const key = `${app.site} ${app.clientId} ${user.id} ${Math.floor(ctx.clock.now() / 86_400_000)}`;
    const count = (calls.get(key) ?? 0) + 1;
    calls.set(key, count);
    return count > ctx.options.tokenCallsPerDay;
  };

  const issue = (chain: Chain, onLost: () => void, before?: RefreshToken): Reply => {
    const stamp = STAMP[chain.app.site];
    const now = ctx.clock.now();
    const access = `${stamp}.gAAAA${ctx.random(48)}`;
    const refresh = `${stamp}.${ctx.random(6)}!IAAAA${ctx.random(36)}`;
    chain.lastIssuedAt = now;
    accessTokens.set(access, { chain, expiresAt: now + lifetime(), before });
    refreshTokens.set(refresh, { chain, issuedAt: now, used: false, successorLost: false, successorSeen: false, before });
    return {
      ...json({ access_token: access, token_type: 'bearer', expires_in: ctx.options.expiresIn, refresh_token: refresh }, 200, { pragma: 'no-cache', 'strict-transport-security': 'max-age=31536000' }),
      onLost,
    };
  };

  const exchange = (app: App, form: URLSearchParams): Reply => {
    const code = codes.get(form.get('code') ?? '');
    if (form.get('redirect_uri') !== app.redirectUri) return invalidRequest();
    if (!code || !sameApp(code.app, app)) return chainId();
    if (overDailyLimit(app, code.user)) return empty(429);
    if (code.used) {
      ctx.violate('code-reused', `${app.clientId}: a code was exchanged a second time`);
      return chainId();
    }
    if (ctx.clock.now() - code.issuedAt > ctx.options.codeSeconds * 1000) return chainId();
    code.used = true;
    // The same user's new consent for the same app ends the older chain (facts: exact-api 1.5).
    for (const chain of chains) if (sameApp(chain.app, app) && chain.user.id === code.user.id && !chain.dead) chain.dead = 'superseded';
    const chain: Chain = { app, user: code.user, lastIssuedAt: 0 };
    chains.push(chain);
    return issue(chain, () => void (lost.exchanges += 1));
  };

  const noteLost = (token: RefreshToken): void => {
    if (token.successorLost) return;
    token.successorLost = true;
    lost.rotations += 1;
  };

  const refresh = (app: App, form: URLSearchParams): Reply => {
    const token = refreshTokens.get(form.get('refresh_token') ?? '');
    if (!token || !sameApp(token.chain.app, app)) return chainId();
    if (overDailyLimit(app, token.chain.user)) return empty(429);
    if (token.chain.dead) {
      if (token.chain.dead === 'superseded') ctx.violate('double-consent', 'a token chain was used after a later consent of the same user for the same app had ended it');
      return chainId();
    }
    if (token.before) token.before.successorSeen = true;
    if (token.used) {
      if (!token.successorSeen && ctx.clock.now() - token.chain.lastIssuedAt > RACE) noteLost(token);
      if (!token.successorLost) ctx.violate('old-refresh-token', 'a refresh token was used a second time');
      return oauthError(401, 'unauthorized_client', 'Old refresh token used.');
    }
    const now = ctx.clock.now();
    const expires = token.issuedAt + ctx.options.refreshTokenDays * 86_400_000;
    if (now > expires) return oauthError(400, 'invalid_request', `The refresh token expired at ${usDate(expires)} and it is now ${usDate(now)}`);
    if (now - token.chain.lastIssuedAt < minAge()) {
      ctx.violate('refresh-too-early', `${Math.round((now - token.chain.lastIssuedAt) / 1000)} s after the previous token`);
      return oauthError(400, 'access_denied', 'Rate limit exceeded: access_token not expired', 'TooEarlyToRefreshTokens: Rate limit exceeded: access_token not expired');
    }
    token.used = true;
    return issue(token.chain, () => noteLost(token), token);
  };

  return {
    issueCode(app, user) {
      const code = `${STAMP[app.site]}.${ctx.random(4)}!IAAAA${ctx.random(36)}`;
      codes.set(code, { app, user, issuedAt: ctx.clock.now(), used: false });
      return code;
    },
    handle(site, request) {
      if (request.method !== 'POST') return empty(405);
      if (!(request.headers['content-type'] ?? '').toLowerCase().startsWith('application/x-www-form-urlencoded')) {
        ctx.violate('wrong-content-type', `token endpoint got ${request.headers['content-type'] ?? 'no content type'}`);
        return invalidRequest();
      }
      if (request.headers.authorization !== undefined) {
        ctx.violate('secret-outside-body', 'token endpoint got an Authorization header');
        return invalidRequest();
      }
      const form = new URLSearchParams(request.body.toString('utf8'));
      const app = people.app(site, form.get('client_id') ?? '');
      if (!app || form.get('client_secret') !== app.clientSecret) return invalidRequest();
      if (form.get('grant_type') === 'authorization_code') return exchange(app, form);
      if (form.get('grant_type') === 'refresh_token') return refresh(app, form);
      return invalidRequest();
    },
    bearer(site, authorization) {
      const match = /^bearer (.+)$/i.exec(authorization ?? '');
      const token = accessTokens.get(match?.[1] ?? '');
      if (!token || token.chain.app.site !== site) return { ok: false };
      if (token.chain.dead || ctx.clock.now() >= token.expiresAt) return { ok: false, late: token.chain };
      if (token.before) token.before.successorSeen = true;
      // The user may have been changed since (divisions added, language).
      return { ok: true, user: people.user(site, token.chain.user.login) ?? token.chain.user, app: token.chain.app };
    },
    revoke(user, clientId) {
      for (const chain of chains) if (chain.user.id === user.id && (clientId === undefined || chain.app.clientId === clientId)) chain.dead = 'revoked';
    },
    aliveChains: (user, clientId) => chains.filter((chain) => chain.user.id === user.id && chain.app.clientId === clientId && !chain.dead).length,
    lost: () => lost,
    isSecret: (text) => accessTokens.has(text) || refreshTokens.has(text) || codes.has(text),
  };
}

/** A registration that was changed (secret, redirect address) is still the same app; its tokens live on. */
function sameApp(a: App, b: App): boolean {
  return a.site === b.site && a.clientId === b.clientId;
}

function usDate(at: number): string {
  return new Date(at).toLocaleString('en-US', { timeZone: 'UTC' });
}
