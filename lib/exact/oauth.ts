/**
 * OAuth 2 with Exact: addresses, bodies and the reading of answers (facts: exact-api 1.3-1.6). Pure functions; nothing is sent
 * here. Each step is split in the request and the processing of its answer, so that both can be tested by themselves.
 */
import { z } from 'zod';
import { FaultError, fail } from '../faults';
import type { ExactSite } from '../messages';
import { parseJson } from './body';
import { exactUrl } from './sites';

/** A registered Exact app with its secret; lives in the background only. */
export interface ExactApp {
  readonly site: ExactSite;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What the token endpoint gives: an access token for `expiresIn` seconds and a refresh token that works once. */
export interface TokenAnswer {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresIn: number;
}

/** The token endpoint's answer, told apart by what the client has to do. */
export type TokenOutcome =
  | { readonly kind: 'pair'; readonly answer: TokenAnswer }
  /** The present access token has not expired yet: keep it. */
  | { readonly kind: 'too-early' }
  /** This code or chain is dead: only a new consent helps. */
  | { readonly kind: 'dead'; readonly detail: string }
  /** Wrong secret, client id or redirect address: retrying is of no use. */
  | { readonly kind: 'misconfigured'; readonly detail: string }
  /** A success that holds no pair of tokens: nothing to use, and nothing that our side could mend. */
  | { readonly kind: 'odd'; readonly detail: string }
  /** Gateway trouble: later, with the same refresh token. `unread`: a success that could not be read, so the token may be spent. */
  | { readonly kind: 'later'; readonly unread: boolean; readonly status: number };

/** What the token endpoint was asked: the two grants differ in what an unreadable 401 can mean. */
export type Grant = 'code' | 'refresh';

/** A request ready for `fetch`: never follows a redirect, never carries cookies of a session that the person has with Exact. */
export interface FormPost {
  readonly url: string;
  readonly init: { readonly method: 'POST'; readonly headers: Readonly<Record<string, string>>; readonly body: string; readonly credentials: 'omit'; readonly redirect: 'manual'; readonly cache: 'no-store' };
}

/** Address of the sign-in page. No `scope`: Exact reads scopes from the app's registration. */
export function authorizeUrl(input: { readonly site: ExactSite; readonly clientId: string; readonly redirectUri: string; readonly state: string; readonly forceLogin: boolean }): string {
  return exactUrl(input.site, '/api/oauth2/auth', {
    client_id: input.clientId,
    redirect_uri: input.redirectUri,
    response_type: 'code',
    state: input.state,
    force_login: input.forceLogin ? '1' : '0',
  });
}

/**
 * The code out of the address that the sign-in ended at, decoded once. The state is compared before anything else is believed,
 * then a refusal is read, then the code; an answer without a code, of any shape, is a refusal (facts: exact-api 1.3), also one that
 * brings no state back: nothing is taken from it. A code without our state is never used.
 * Throws `exact-state-mismatch`, `exact-refused` or `exact-error`.
 */
export function readRedirect(address: string, expected: { readonly redirectUri: string; readonly state: string }): string {
  const url = new URL(address);
  const home = new URL(expected.redirectUri);
  if (url.origin !== home.origin || url.pathname !== home.pathname) fail('exact-state-mismatch', {}, 'other address');
  const [state, code, error] = [single(url, 'state'), single(url, 'code'), url.searchParams.get('error')];
  const bare = !state && !code;
  if (!bare && (state !== expected.state || expected.state === '')) fail('exact-state-mismatch');
  if (error !== null && error !== 'access_denied') fail('exact-error', {}, error.slice(0, 80));
  if (error !== null || !code) fail('exact-refused');
  return code;
}

/** First exchange: a code for a pair. */
export function exchangeRequest(app: ExactApp, input: { readonly code: string; readonly redirectUri: string }): FormPost {
  return tokenRequest(app, { grant_type: 'authorization_code', code: input.code, redirect_uri: input.redirectUri });
}

/** A new pair for the refresh token, which is spent by it. Takes no redirect address. */
export function refreshRequest(app: ExactApp, refreshToken: string): FormPost {
  return tokenRequest(app, { grant_type: 'refresh_token', refresh_token: refreshToken });
}

/** Life of an access token (facts: exact-api 1.5). */
const USUAL_SECONDS = 600;

const Pair = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  token_type: z.string().optional(),
  // Exact sends the seconds as text. A chain is not thrown away over them: without a usable number it is the documented 600.
  expires_in: z.unknown().optional().transform(secondsOf),
});
const Refusal = z.object({ error: z.string(), error_description: z.string().optional() });

/**
 * Reads the token endpoint's answer. `reason` is the header of that name. `status` 0 is a redirect that was not followed. A 401 that
 * says nothing readable turns the app down when a code is exchanged; at a refresh it can be anything, and is passing trouble.
 */
export function readTokenAnswer(answer: { readonly status: number; readonly body: string; readonly reason: string | null; readonly grant: Grant }): TokenOutcome {
  const json = parseJson(answer.body);
  if (answer.status >= 200 && answer.status < 300) {
    const pair = Pair.safeParse(json);
    if (!pair.success) return typeof json === 'object' && json !== null ? { kind: 'odd', detail: 'no pair of tokens in the answer' } : { kind: 'later', unread: true, status: answer.status };
    return { kind: 'pair', answer: { accessToken: pair.data.access_token, refreshToken: pair.data.refresh_token, expiresIn: pair.data.expires_in } };
  }
  const refusal = Refusal.safeParse(json);
  if (!refusal.success && answer.status === 401 && answer.grant === 'code') return { kind: 'misconfigured', detail: 'HTTP 401' };
  if (!refusal.success || answer.status < 400 || answer.status >= 500) return { kind: 'later', unread: false, status: answer.status };
  const { error, error_description: description = '' } = refusal.data;
  const text = `${description} ${answer.reason ?? ''}`;
  const detail = `${error}: ${description}`.slice(0, 200);
  if (/not expired|TooEarlyToRefresh/i.test(text)) return { kind: 'too-early' };
  if (error === 'unauthorized_client' && /old refresh token/i.test(text)) return { kind: 'dead', detail };
  if (error === 'invalid_request' && /refresh token expired/i.test(text)) return { kind: 'dead', detail };
  if (error === 'invalid_grant') return { kind: 'dead', detail };
  if (answer.status === 429) return { kind: 'later', unread: false, status: answer.status };
  return { kind: 'misconfigured', detail };
}

function tokenRequest(app: ExactApp, fields: Readonly<Record<string, string>>): FormPost {
  const body = new URLSearchParams({ ...fields, client_id: app.clientId, client_secret: app.clientSecret }).toString();
  return {
    url: exactUrl(app.site, '/api/oauth2/token'),
    init: {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body,
      credentials: 'omit',
      redirect: 'manual',
      cache: 'no-store',
    },
  };
}

function secondsOf(value: unknown): number {
  const seconds = typeof value === 'string' || typeof value === 'number' ? Math.floor(Number(value)) : 0;
  return seconds > 0 && Number.isFinite(seconds) ? seconds : USUAL_SECONDS;
}

/** A parameter that stands exactly once; a doubled one is nobody's honest answer. */
function single(url: URL, name: string): string | null {
  const values = url.searchParams.getAll(name);
  if (values.length > 1) throw new FaultError({ code: 'exact-state-mismatch', detail: `${name} twice` });
  return values[0] ?? null;
}
