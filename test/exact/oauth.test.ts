import { describe, expect, it } from 'vitest';
import { authorizeUrl, exchangeRequest, readRedirect, readTokenAnswer, refreshRequest, type ExactApp, type Grant } from '../../lib/exact/oauth';
import { SITE_HOSTS, assertOnSite, exactUrl } from '../../lib/exact/sites';
import { FaultError } from '../../lib/faults';
import { EXACT_HOSTS } from '../../lib/platform/manifest';

const REDIRECT = 'https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/';
const APP: ExactApp = { site: 'nl', clientId: 'c1', clientSecret: 'a&b=c+d%' };
const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof FaultError) return error.fault.code;
    throw error;
  }
  return 'no fault';
};

describe('sites', () => {
  it('are the hosts of the manifest, all of them', () => {
    expect(Object.values(SITE_HOSTS).sort()).toEqual([...EXACT_HOSTS].sort());
  });

  it.each([
    'http://start.exactonline.nl/api/v1/current/Me',
    'https://start.exactonline.be/api/v1/current/Me',
    'https://start.exactonline.nl.example/api',
    'https://start.exactonline.nl:8443/api',
    'https://user@start.exactonline.nl/api',
    'https://evil.example/?https://start.exactonline.nl/',
    'start.exactonline.nl/api',
    '',
  ])('refuse another address: %s', (address) => {
    expect(codeOf(() => assertOnSite('nl', address))).toBe('exact-error');
  });

  it('encode a query once', () => {
    expect(exactUrl('uk', '/api/v1/1/system/Divisions', { $select: 'Code,Hid' })).toBe('https://start.exactonline.co.uk/api/v1/1/system/Divisions?%24select=Code%2CHid');
  });
});

describe('the sign-in address', () => {
  it('carries what Exact asks, and no secret and no scope', () => {
    const url = new URL(authorizeUrl({ site: 'nl', clientId: 'c1', redirectUri: REDIRECT, state: 's1', forceLogin: true }));
    expect(url.origin + url.pathname).toBe('https://start.exactonline.nl/api/oauth2/auth');
    expect(Object.fromEntries(url.searchParams)).toEqual({ client_id: 'c1', redirect_uri: REDIRECT, response_type: 'code', state: 's1', force_login: '1' });
  });
});

describe('the address that the sign-in ended at', () => {
  const read = (address: string, state = 's1'): string => readRedirect(address, { redirectUri: REDIRECT, state });

  it('gives the code, decoded exactly once', () => {
    expect(read(`${REDIRECT}?code=stampNL001.ab%21IAAA%252Bx&state=s1`)).toBe('stampNL001.ab!IAAA%2Bx');
  });
  it.each([
    ['another state', `${REDIRECT}?code=x&state=s2`, 'exact-state-mismatch'],
    ['a code without a state', `${REDIRECT}?code=x`, 'exact-state-mismatch'],
    ['a refusal with another state: the state is looked at first', `${REDIRECT}?error=access_denied&state=s2`, 'exact-state-mismatch'],
    ['a state given twice', `${REDIRECT}?code=x&state=s1&state=s2`, 'exact-state-mismatch'],
    ['a code given twice', `${REDIRECT}?code=x&code=y&state=s1`, 'exact-state-mismatch'],
    ['another host', 'https://evil.example/?code=x&state=s1', 'exact-state-mismatch'],
    ['another path', `${REDIRECT}other?code=x&state=s1`, 'exact-state-mismatch'],
    ['a refusal', `${REDIRECT}?error=access_denied&state=s1`, 'exact-refused'],
    ['a refusal that comes with a code', `${REDIRECT}?error=access_denied&code=x&state=s1`, 'exact-refused'],
    ['a refusal that brings no state back', `${REDIRECT}?error=access_denied`, 'exact-refused'],
    ['a refusal in the fragment', `${REDIRECT}#error=access_denied`, 'exact-refused'],
    ['a bare address', REDIRECT, 'exact-refused'],
    ['an empty state and an empty code', `${REDIRECT}?code=&state=`, 'exact-refused'],
    ['a refusal with a code and no state', `${REDIRECT}?error=access_denied&code=x`, 'exact-state-mismatch'],
    ['no code, and another state', `${REDIRECT}?state=s2`, 'exact-state-mismatch'],
    ['trouble at Exact that brings no state back', `${REDIRECT}?error=server_error`, 'exact-error'],
    ['no code', `${REDIRECT}?state=s1`, 'exact-refused'],
    ['an empty code', `${REDIRECT}?code=&state=s1`, 'exact-refused'],
    ['an error of the app', `${REDIRECT}?error=unsupported_response_type&state=s1`, 'exact-error'],
  ])('refuses %s', (_name, address, code) => {
    expect(codeOf(() => read(address))).toBe(code);
  });
  it('never takes a forgotten state for a match', () => {
    expect(codeOf(() => read(`${REDIRECT}?code=x&state=`, ''))).toBe('exact-state-mismatch');
  });
});

describe('requests to the token endpoint', () => {
  it('send everything in the form body, encoded once, without cookies, without following a redirect', () => {
    const { url, init } = exchangeRequest(APP, { code: 'stampNL001.x!y+z', redirectUri: REDIRECT });
    expect(url).toBe('https://start.exactonline.nl/api/oauth2/token');
    expect(Object.fromEntries(new URLSearchParams(init.body))).toEqual({ grant_type: 'authorization_code', code: 'stampNL001.x!y+z', redirect_uri: REDIRECT, client_id: 'c1', client_secret: 'a&b=c+d%' });
    expect(init).toMatchObject({ method: 'POST', credentials: 'omit', redirect: 'manual', headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    expect(init.headers).not.toHaveProperty('authorization');
  });
  it('leave the redirect address out of a refresh', () => {
    expect([...new URLSearchParams(refreshRequest(APP, 'r1').init.body).keys()]).toEqual(['grant_type', 'refresh_token', 'client_id', 'client_secret']);
  });
});

describe('answers of the token endpoint (facts: exact-api 1.6)', () => {
  const read = (status: number, body: unknown, reason: string | null = null, grant: Grant = 'refresh') => readTokenAnswer({ status, body: typeof body === 'string' ? body : JSON.stringify(body), reason, grant });

  it('a pair, with its seconds as text or number', () => {
    const body = { access_token: 'a', refresh_token: 'r', token_type: 'bearer', expires_in: '600' };
    expect(read(200, body)).toEqual({ kind: 'pair', answer: { accessToken: 'a', refreshToken: 'r', expiresIn: 600 } });
    expect(read(200, { ...body, expires_in: 60 })).toMatchObject({ answer: { expiresIn: 60 } });
  });
  it.each([undefined, null, '', 'soon', '0', 0, -5, {}, 'Infinity'])('a pair whose seconds are %j lives the usual 600', (seconds) => {
    expect(read(200, { access_token: 'a', refresh_token: 'r', expires_in: seconds })).toEqual({ kind: 'pair', answer: { accessToken: 'a', refreshToken: 'r', expiresIn: 600 } });
  });
  it('a 401 that cannot be read turns the app down when a code is exchanged, and is passing trouble at a refresh', () => {
    for (const body of ['<html>Unauthorized', '', '{"message":"no"}']) {
      expect(read(401, body, null, 'code').kind).toBe('misconfigured');
      expect(read(401, body, null, 'refresh').kind).toBe('later');
    }
    expect(read(401, { error: 'invalid_client' }, null, 'code').kind).toBe('misconfigured');
    expect(read(500, '<html>', null, 'code').kind).toBe('later');
  });
  it.each([
    ['too early', 400, { error: 'access_denied', error_description: 'Rate limit exceeded: access_token not expired' }, 'TooEarlyToRefreshTokens: x', 'too-early'],
    ['too early by the header alone', 400, { error: 'access_denied' }, 'TooEarlyToRefreshTokens: x', 'too-early'],
    ['too early as the manual words it', 401, { error: 'access_denied', error_description: 'Access Token not expired' }, null, 'too-early'],
    ['old refresh token', 401, { error: 'unauthorized_client', error_description: 'Old refresh token used.' }, null, 'dead'],
    ['old refresh token, other status', 400, { error: 'unauthorized_client', error_description: 'Old refresh token used.' }, null, 'dead'],
    ['expired refresh token', 400, { error: 'invalid_request', error_description: 'The refresh token expired at 10/11/2022 9:18:20 PM and it is now 10/12/2022 9:18:20 PM' }, null, 'dead'],
    ['dead chain', 400, { error: 'invalid_grant', error_description: 'Token is not allowed, because of invalid or empty chainId' }, 'Unknown: x', 'dead'],
    ['wrong secret', 400, { error: 'invalid_request' }, null, 'misconfigured'],
    ['gateway', 502, { fault: { faultstring: 'Unable to identify proxy', detail: {} } }, null, 'later'],
    ['gateway with an odd status', 404, { fault: { faultstring: 'Unable to identify proxy' } }, null, 'later'],
    ['empty', 200, '', null, 'later'],
    ['a page', 200, '<html></html>', null, 'later'],
    ['a page with an error', 400, '<html></html>', null, 'later'],
    ['a redirect that was not followed', 0, '', null, 'later'],
    ['daily limit', 429, '', null, 'later'],
    ['a pair without its refresh token', 200, { access_token: 'a', expires_in: '600' }, null, 'odd'],
    ['a pair without its access token', 200, { refresh_token: 'r', expires_in: '600' }, null, 'odd'],
    ['a success that holds something else', 200, { message: 'fine' }, null, 'odd'],
  ])('%s', (_name, status, body, reason, kind) => {
    expect(read(status, body, reason).kind).toBe(kind);
  });
  it('tell a success that could not be read from plain trouble: the token may be spent', () => {
    expect(read(200, '')).toMatchObject({ kind: 'later', unread: true });
    expect(read(503, '')).toMatchObject({ kind: 'later', unread: false });
  });
});
