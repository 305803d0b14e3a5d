import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANNA, api, APP, authorizePath, connect, hidden, NL, Person, startHarness, tokenCall } from './harness';
import type { Harness } from './harness';

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.close());

describe('consent in the browser', () => {
  it('leads from log-in over the second factor and Toestaan to a code with an exclamation mark, and back with the state', async () => {
    const person = new Person(harness);
    const login = await person.go(authorizePath({ state: 'a-state-of-twenty-ch' }));
    expect(login.page).toContain('Inloggen');
    const consent = await person.logIn(login.path.includes('ReturnUrl') ? decodeURIComponent(login.path.split('ReturnUrl=')[1] ?? '') : '');
    expect(consent.page).toContain('Toestaan');
    expect(consent.page).toContain('Weigeren');
    expect(consent.page).toContain('Lamp &amp; Licht B.V.');
    const back = await person.go('/docs/OAuthConsent.aspx', { ticket: hidden(consent.page, 'ticket'), answer: 'allow' });
    expect(back.left?.href).toContain('%21');
    expect(back.left?.searchParams.get('state')).toBe('a-state-of-twenty-ch');
    expect(back.left?.searchParams.get('code')).toMatch(/^stampNL001\.\w+!IAAAA\w+$/);
    expect(harness.sim.violations).toEqual([]);
  });

  it('refusing comes back as access_denied with the state', async () => {
    const back = await new Person(harness).authorize(authorizePath({ state: 'another-state-of-mine' }), ANNA, 'deny');
    expect(Object.fromEntries(back.searchParams)).toEqual({ error: 'access_denied', state: 'another-state-of-mine' });
  });

  it('with a session and an earlier consent it redirects at once, unless force_login asks for log-in again', async () => {
    const person = new Person(harness);
    await person.authorize(authorizePath());
    expect((await person.go(authorizePath())).left?.searchParams.get('code')).toBeTruthy();
    const forced = await person.go(authorizePath({ force_login: '1' }));
    expect(forced.page).toContain('Inloggen');
    const other = { login: 'bram.bakker', password: 'Boek!2026', code: '135791' };
    expect((await person.authorize(authorizePath({ force_login: '1' }), other)).searchParams.get('code')).toBeTruthy();
  });

  it.each([
    ['redirect_uri', { redirect_uri: `${APP.redirectUri}/` }],
    ['client_id', { client_id: '00000000-0000-0000-0000-000000000000' }],
  ])('an unknown %s shows a page and does not come back', async (_what, more) => {
    const shown = await new Person(harness).go(authorizePath(more));
    expect(shown.left).toBeUndefined();
    expect(shown.page).toMatch(/Callback URI .* is not valid/);
  });

  it('wrong password and wrong code keep the person on the page', async () => {
    const person = new Person(harness);
    await person.go(authorizePath());
    expect((await person.go('/docs/Login.aspx', { ReturnUrl: '/', UserName: ANNA.login, Password: 'nope' })).page).toContain('onjuist');
    const factor = await person.go('/docs/Login.aspx', { ReturnUrl: '/', UserName: ANNA.login, Password: ANNA.password });
    expect((await person.go('/docs/SecondFactor.aspx', { ReturnUrl: '/', Code: '000000' })).page).toContain('onjuist');
    expect(factor.page).toContain('Verificatiecode');
    expect((await person.go('/')).page).toContain('Inloggen');
  });

  it('an app of one site is unknown on another', async () => {
    const shown = await harness.ask({ host: 'start.exactonline.be', path: authorizePath() });
    expect(shown.text).toContain('is not valid');
  });
});

describe('token endpoint', () => {
  const codeFor = async (): Promise<string> => (await new Person(harness).authorize(authorizePath())).searchParams.get('code') ?? '';
  const exchange = (code: string, more: Record<string, string> = {}) => tokenCall(harness, { grant_type: 'authorization_code', code, redirect_uri: APP.redirectUri, ...more });

  it('gives a pair, with expires_in as text', async () => {
    const answer = await exchange(await codeFor());
    expect(answer.status).toBe(200);
    expect(answer.body.expires_in).toBe('600');
    expect(answer.body.token_type).toBe('bearer');
    expect(answer.body.refresh_token).toContain('!');
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('a code lives three minutes and once', async () => {
    const late = await codeFor();
    harness.clock.advance(181_000);
    expect((await exchange(late)).body.error).toBe('invalid_grant');
    const code = await codeFor();
    expect((await exchange(code)).status).toBe(200);
    const again = await exchange(code);
    expect([again.status, again.body.error_description]).toEqual([400, 'Token is not allowed, because of invalid or empty chainId']);
    expect(again.headers['reason']).toContain('Unknown');
  });

  it.each([
    ['secret', { client_secret: 'wrong' }],
    ['redirect_uri', { redirect_uri: 'https://elsewhere.example/' }],
    ['grant_type', { grant_type: 'password' }],
  ])('a wrong %s is invalid_request without a description', async (_what, more) => {
    const answer = await exchange(await codeFor(), more);
    expect([answer.status, answer.text.replace(/\s/g, '')]).toEqual([400, '{"error":"invalid_request"}']);
  });

  it('refuses a refresh before 570 seconds and rotates after', async () => {
    const pair = await connect(harness);
    const refresh = (token: string) => tokenCall(harness, { grant_type: 'refresh_token', refresh_token: token });
    harness.clock.advance(569_000);
    const early = await refresh(pair.refresh_token);
    expect([early.status, early.body.error_description]).toEqual([400, 'Rate limit exceeded: access_token not expired']);
    expect(early.headers['reason']).toContain('TooEarlyToRefreshTokens');
    harness.clock.advance(1_500);
    const next = await refresh(pair.refresh_token);
    expect(next.status).toBe(200);
    expect(next.body.refresh_token).not.toBe(pair.refresh_token);
    const old = await refresh(pair.refresh_token);
    expect([old.status, old.body.error_description]).toEqual([401, 'Old refresh token used.']);
  });

  it('the refresh rule follows expires_in', async () => {
    harness.sim.options.expiresIn = '60';
    const pair = await connect(harness);
    harness.clock.advance(31_000);
    expect((await tokenCall(harness, { grant_type: 'refresh_token', refresh_token: pair.refresh_token })).body.expires_in).toBe('60');
    expect(harness.sim.violations).toEqual([]);
  });

  it('thirty silent days end the chain, with dates in American form', async () => {
    const pair = await connect(harness);
    harness.clock.advance(30 * 86_400_000 + 1000);
    const answer = await tokenCall(harness, { grant_type: 'refresh_token', refresh_token: pair.refresh_token });
    expect(answer.status).toBe(400);
    expect(answer.body.error_description).toMatch(/^The refresh token expired at \d+\/\d+\/2026, .*[AP]M and it is now /);
  });

  it('a later consent of the same user for the same app ends the first chain; another user keeps an own one', async () => {
    const first = await connect(harness);
    await connect(harness, new Person(harness), { login: 'bram.bakker', password: 'Boek!2026', code: '135791' });
    expect((await api(harness, first.access_token, 'current/Me?$select=UserID')).status).toBe(200);
    const second = await connect(harness);
    expect(harness.sim.aliveChains(ANNA.login, APP.clientId)).toBe(1);
    harness.clock.advance(580_000);
    expect((await tokenCall(harness, { grant_type: 'refresh_token', refresh_token: first.refresh_token })).body.error).toBe('invalid_grant');
    expect((await tokenCall(harness, { grant_type: 'refresh_token', refresh_token: second.refresh_token })).status).toBe(200);
  });

  it('counts 200 calls a day', async () => {
    harness.sim.options.tokenCallsPerDay = 2;
    const pair = await connect(harness);
    harness.clock.advance(600_000);
    const next = await tokenCall(harness, { grant_type: 'refresh_token', refresh_token: pair.refresh_token });
    harness.clock.advance(600_000);
    expect((await tokenCall(harness, { grant_type: 'refresh_token', refresh_token: next.body.refresh_token })).status).toBe(429);
    harness.clock.advance(86_400_000);
    expect((await tokenCall(harness, { grant_type: 'refresh_token', refresh_token: next.body.refresh_token })).status).toBe(200);
  });

  it('a withdrawn permission ends tokens and asks for consent again', async () => {
    const person = new Person(harness);
    const pair = await connect(harness, person);
    harness.sim.revoke(ANNA.login);
    expect((await api(harness, pair.access_token, 'current/Me?$select=UserID')).status).toBe(401);
    expect((await person.go(authorizePath())).page).toContain('Toestaan');
  });

  it('the answer of a rotation can get lost: the next try is "old", and not the client\'s fault', async () => {
    const pair = await connect(harness);
    harness.clock.advance(600_000);
    harness.sim.fault({ where: 'token', kind: 'cut-after' });
    await expect(tokenCall(harness, { grant_type: 'refresh_token', refresh_token: pair.refresh_token })).rejects.toThrow();
    expect((await tokenCall(harness, { grant_type: 'refresh_token', refresh_token: pair.refresh_token })).body.error_description).toBe('Old refresh token used.');
    expect(harness.sim.violations).toEqual([]);
  });

  it.each([
    ['gateway', 502, /Unable to identify proxy/],
    ['html-500', 500, /<html>/],
    ['empty-502', 502, /^$/],
    ['empty-200', 200, /^$/],
  ] as const)('trouble of kind %s leaves the token alone', async (kind, status, text) => {
    const pair = await connect(harness);
    harness.clock.advance(600_000);
    harness.sim.fault({ where: 'token', kind });
    const odd = await tokenCall(harness, { grant_type: 'refresh_token', refresh_token: pair.refresh_token });
    expect(odd.status).toBe(status);
    expect(odd.text).toMatch(text);
    expect((await tokenCall(harness, { grant_type: 'refresh_token', refresh_token: pair.refresh_token })).status).toBe(200);
  });
});

it('answers only for Exact, and gives the App Center as a plain page', async () => {
  expect(harness.sim.claims(NL)).toBe(true);
  expect(harness.sim.claims('start.exactonline.co.uk')).toBe(true);
  expect(harness.sim.claims('start.exactonline.it')).toBe(false);
  const center = await harness.ask({ host: 'apps.exactonline.com', path: '/nl/nl-NL' });
  expect([center.status, center.text.includes('App Center')]).toEqual([200, true]);
});
