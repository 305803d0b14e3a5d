/** Log-in, second factor and consent in the browser (facts: exact-api 1.3). */
import { html, redirect } from './http';
import type { Reply, SimRequest } from './http';
import { consentPage, errorPage, factorPage, loginPage, page, wordsOf, escapeHtml } from './pages';
import type { People } from './people';
import type { Tokens } from './tokens';
import type { App, Ctx, Site, User } from './types';

const SESSION_COOKIE = 'EolSession';

interface Session {
  readonly site: Site;
  readonly user: User;
  factorPassed: boolean;
}

export interface Web {
  /** Answers the paths of log-in and consent; undefined for any other path. */
  handle(site: Site, request: SimRequest): Reply | undefined;
  /** The person behind a web session, when log-in is complete. */
  sessionUser(site: Site, request: SimRequest): User | undefined;
  /** Sends a person without session to log in and back. */
  toLogin(request: SimRequest): Reply;
  /** Ends all sessions, as closing every browser would. */
  logoutAll(): void;
  withdrawConsent(user: User, clientId?: string): void;
}

export function createWeb(ctx: Ctx, people: People, tokens: Tokens): Web {
  const sessions = new Map<string, Session>();
  const consents = new Set<string>();
  const tickets = new Map<string, { readonly app: App; readonly user: User; readonly state: string | null }>();
  /** Log-ins that `force_login` asked for, and the session that fulfilled each. */
  const forced = new Map<string, string | null>();
  const states = new Set<string>();

  const consentKey = (user: User, app: App): string => `${app.site} ${app.clientId} ${user.id}`;
  const sessionOf = (site: Site, request: SimRequest): { id: string; session: Session } | undefined => {
    const id = request.cookies.get(SESSION_COOKIE) ?? '';
    const session = sessions.get(id);
    return session && session.site === site ? { id, session } : undefined;
  };
  const setCookie = (id: string): Reply['headers'] => ({ 'set-cookie': `${SESSION_COOKIE}=${id}; Path=/; Secure; HttpOnly; SameSite=None` });
  const loginAt = (returnUrl: string): Reply => redirect(`/docs/Login.aspx?ReturnUrl=${encodeURIComponent(returnUrl)}`);
  const safeReturn = (url: string | null): string => (url !== null && /^\/(?!\/)/.test(url) ? url : '/docs/MenuPortal.aspx');
  const callback = (app: App, params: Record<string, string | null>): Reply => {
    states.add(params['state'] ?? '');
    const query = Object.entries(params)
      .filter((pair): pair is [string, string] => pair[1] !== null)
      .map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll('!', '%21')}`)
      .join('&');
    return redirect(`${app.redirectUri}${app.redirectUri.includes('?') ? '&' : '?'}${query}`);
  };
  const grant = (app: App, user: User, state: string | null): Reply => callback(app, { code: tokens.issueCode(app, user), state });

  const authorize = (site: Site, request: SimRequest): Reply => {
    const query = request.query;
    const app = people.app(site, query.get('client_id') ?? '');
    const redirectUri = query.get('redirect_uri') ?? '';
    if (!app || app.redirectUri !== redirectUri) return html(errorPage(site, `Callback URI '${redirectUri}' is not valid`), ctx.options.errorPageStatus);
    const state = query.get('state');
    if (query.get('response_type') !== 'code') return callback(app, { error: 'unsupported_response_type', state });
    const found = sessionOf(site, request);
    const forcedId = query.get('_login');
    if (forcedId === null) noteState(state);
    if (query.get('force_login') === '1' && (forcedId === null || !found || forced.get(forcedId) !== found.id)) {
      const id = ctx.random(12);
      forced.set(id, null);
      const again = new URLSearchParams(query);
      again.set('_login', id);
      return loginAt(`${request.path}?${again.toString()}`);
    }
    if (!found?.session.factorPassed) {
      // Marks the way back, so that the same state is not counted twice.
      const again = new URLSearchParams(query);
      again.set('_login', forcedId ?? ctx.random(12));
      return loginAt(`${request.path}?${again.toString()}`);
    }
    const { user } = found.session;
    if (consents.has(consentKey(user, app))) return grant(app, user, state);
    const ticket = ctx.random(16);
    tickets.set(ticket, { app, user, state });
    return html(consentPage(user.language, app.name, user.fullName, people.divisionsOf(user).filter((division) => division.status !== 'archived'), ticket));
  };

  const noteState = (state: string | null): void => {
    if (state === null || state === '') ctx.violate('missing-state', 'authorize was called without a state');
    else if (state.length < 16) ctx.violate('weak-state', `a state of ${state.length} characters`);
    else if (states.has(state)) ctx.violate('state-reused', 'a state that had already come back was sent again');
  };

  const login = (site: Site, request: SimRequest): Reply => {
    if (request.method !== 'POST') return html(loginPage(site, safeReturn(request.query.get('ReturnUrl'))));
    const form = new URLSearchParams(request.body.toString('utf8'));
    const returnUrl = safeReturn(form.get('ReturnUrl'));
    const user = people.user(site, form.get('UserName') ?? '');
    if (!user || user.password !== form.get('Password')) return html(loginPage(site, returnUrl, true));
    const id = ctx.random(24);
    sessions.set(id, { site, user, factorPassed: !ctx.options.secondFactor });
    if (!ctx.options.secondFactor) return enter(id, returnUrl, setCookie(id));
    return redirect(`/docs/SecondFactor.aspx?ReturnUrl=${encodeURIComponent(returnUrl)}`, setCookie(id));
  };

  const enter = (sessionId: string, returnUrl: string, headers: Reply['headers'] = {}): Reply => {
    const id = new URLSearchParams(returnUrl.split('?')[1] ?? '').get('_login');
    if (id !== null && forced.has(id)) forced.set(id, sessionId);
    return redirect(returnUrl, headers);
  };

  const secondFactor = (site: Site, request: SimRequest): Reply => {
    const found = sessionOf(site, request);
    const post = request.method === 'POST';
    const form = post ? new URLSearchParams(request.body.toString('utf8')) : request.query;
    const returnUrl = safeReturn(form.get('ReturnUrl'));
    if (!found) return loginAt(returnUrl);
    if (!post) return html(factorPage(found.session.user.language, returnUrl));
    if ((form.get('Code') ?? '').replaceAll(' ', '') !== found.session.user.code) return html(factorPage(found.session.user.language, returnUrl, true));
    found.session.factorPassed = true;
    return enter(found.id, returnUrl);
  };

  const consent = (site: Site, request: SimRequest): Reply => {
    const form = new URLSearchParams(request.body.toString('utf8'));
    const ticket = tickets.get(form.get('ticket') ?? '');
    const found = sessionOf(site, request);
    if (request.method !== 'POST' || !ticket || found?.session.user.id !== ticket.user.id) return html(errorPage(site, 'De sessie is verlopen.'), 400);
    tickets.delete(form.get('ticket') ?? '');
    if (form.get('answer') !== 'allow') return callback(ticket.app, { error: 'access_denied', state: ticket.state });
    consents.add(consentKey(ticket.user, ticket.app));
    return grant(ticket.app, ticket.user, ticket.state);
  };

  const portal = (site: Site, request: SimRequest): Reply => {
    const found = sessionOf(site, request);
    if (!found?.session.factorPassed) return loginAt(request.path);
    const { user } = found.session;
    const words = wordsOf(user.language);
    const rows = people
      .divisionsOf(user)
      .map((division) => `<tr><td>${division.hid}</td><td>${escapeHtml(division.description)}</td><td>${['GLTransactions', 'Invoices', 'Accounts'].map((topic) => `<a href="/docs/XMLUpload.aspx?ui=1&amp;Topic=${topic}&amp;_Division_=${division.code}">${topic}</a>`).join(' · ')}</td></tr>`);
    return html(page(words.home, user.language, `<h1>${words.home}</h1><p>${words.loggedIn} ${escapeHtml(user.fullName)} · <a href="/docs/Logout.aspx">${words.logout}</a></p><table><tr><th>#</th><th>${words.divisions}</th><th>${words.import} (XML)</th></tr>${rows.join('')}</table>`, true));
  };

  return {
    handle(site, request) {
      switch (request.path.toLowerCase()) {
        case '/api/oauth2/auth':
          return authorize(site, request);
        case '/docs/login.aspx':
          return login(site, request);
        case '/docs/secondfactor.aspx':
          return secondFactor(site, request);
        case '/docs/oauthconsent.aspx':
          return consent(site, request);
        case '/docs/logout.aspx':
          sessions.delete(request.cookies.get(SESSION_COOKIE) ?? '');
          return redirect('/docs/Login.aspx');
        case '/':
        case '/docs/menuportal.aspx':
          return portal(site, request);
        default:
          return undefined;
      }
    },
    sessionUser: (site, request) => {
      const found = sessionOf(site, request);
      return found?.session.factorPassed ? found.session.user : undefined;
    },
    toLogin: (request) => loginAt(`${request.path}${request.rawQuery === '' ? '' : `?${request.rawQuery}`}`),
    logoutAll: () => sessions.clear(),
    withdrawConsent(user, clientId) {
      for (const key of consents) if (key.endsWith(` ${user.id}`) && (clientId === undefined || key.includes(` ${clientId} `))) consents.delete(key);
    },
  };
}
