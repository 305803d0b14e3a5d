/** `/api/v1/…`: bearer, rights, limits, then the endpoint (facts: exact-api 2, 3, 4). */
import { empty, html, redirect } from './http';
import type { Reply, SimRequest } from './http';
import { answerCollection, apiError } from './odata';
import { HRM_DIVISIONS, hrmDivisionRow, ME, meRow, SYSTEM_DIVISIONS, systemDivisionRow } from './entities';
import type { Limits } from './limits';
import type { Books } from './books';
import { answerEndpoint } from './rest';
import type { People } from './people';
import type { Tokens } from './tokens';
import type { App, Ctx, Site, User } from './types';

export interface Api {
  handle(site: Site, request: SimRequest): Reply;
}

export function createApi(ctx: Ctx, people: People, tokens: Tokens, limits: Limits, booksOf: (division: number) => Books): Api {
  const unauthorized = (): Reply => {
    switch (ctx.options.expiredAnswer) {
      case '302':
        return redirect('/docs/Login.aspx');
      case 'html':
        return html('<html><head><title>Object moved</title></head><body><h2>Object moved to <a href="/docs/Login.aspx">here</a>.</h2></body></html>');
      case '401':
        return empty(401);
    }
  };

  const me = (user: User, request: SimRequest): Reply => answerCollection(ctx, request, ME, [meRow(user, people.divisionsOf(user), ctx.clock.now())], `https://${request.host}/api/v1/current/Me`);

  const divisionCall = (user: User, number: number, endpoint: string, key: string | undefined, request: SimRequest): Reply => {
    const base = `https://${request.host}/api/v1/${number}/${endpoint}`;
    const allowed = people.divisionsOf(user);
    // The number in the address plays no part here, so a first call can be made without knowing one (facts: exact-api 4.1).
    if (endpoint.toLowerCase() === 'system/divisions') {
      if (!ctx.options.scopeOrganization) return apiError(403, "Forbidden - Application Scope Violated. Cannot read 'organization.administration' scope.");
      return onlyGet(request) ?? answerCollection(ctx, request, SYSTEM_DIVISIONS, allowed.map((division, at) => systemDivisionRow(division, at === 0)), base, key);
    }
    const division = allowed.find((candidate) => candidate.code === number);
    if (people.isWithdrawn(user, number)) return apiError(403, 'Forbidden - User division is not within division scope', { reason: 'NoDivisionAccess' });
    if (!division) {
      ctx.violate('wrong-division', `a call on division ${number}, which this user may not open`);
      return apiError(403, 'Forbidden', { reason: 'NoDivisionAccess' });
    }
    if (division.status === 'blocked') return apiError(403, 'Forbidden', { reason: 'DivisionBlocked' });
    if (endpoint.toLowerCase() === 'hrm/divisions') {
      const licence = allowed.filter((candidate) => candidate.licence === division.licence);
      return onlyGet(request) ?? answerCollection(ctx, request, HRM_DIVISIONS, licence.map((candidate) => hrmDivisionRow(candidate, candidate.code === allowed[0]?.code)), base, key);
    }
    if (division.status === 'archived') return apiError(403, 'Forbidden', { reason: 'DivisionBlocked' });
    return answerEndpoint(ctx, booksOf(number), user, request, base, endpoint, key);
  };

  const limited = (user: User, app: App, number: number, endpoint: string, key: string | undefined, request: SimRequest): Reply => {
    const limit = { clientId: app.clientId, division: number };
    const blocked = limits.blocked(limit, user.id, endpoint);
    if (blocked) return blocked;
    const refused = limits.enter(limit);
    if (refused) return refused;
    const reply = divisionCall(user, number, endpoint, key, request);
    limits.noteError(limit, user.id, endpoint, reply.status);
    return { ...reply, headers: { ...reply.headers, ...limits.headers(limit) } };
  };

  /** An expired token on a known endpoint counts as an error there, up to the block. */
  const late = (whose: { readonly user: User; readonly app: App } | undefined, match: RegExpExecArray | null): Reply | undefined => {
    if (!whose || !match) return undefined;
    const key = { clientId: whose.app.clientId, division: Number(match[1]) };
    const endpoint = match[2] ?? '';
    const blocked = limits.blocked(key, whose.user.id, endpoint);
    if (!blocked) limits.noteError(key, whose.user.id, endpoint, 401);
    return blocked;
  };

  return {
    handle(site, request) {
      const bearer = request.accepted ?? tokens.bearer(site, request.headers.authorization);
      const match = /^\/api\/v1\/(\d+)\/([a-z]+\/[a-z]+)(?:\((?:guid)?'?([^')]+)'?\))?$/i.exec(decodeURIComponent(request.path));
      if (!bearer.ok) return late(bearer.late, match) ?? unauthorized();
      if (/^\/api\/v1\/current\/me$/i.test(request.path)) return onlyGet(request) ?? me(bearer.user, request);
      if (!match) return empty(404);
      return limited(bearer.user, bearer.app, Number(match[1]), match[2] ?? '', match[3], request);
    },
  };
}

function onlyGet(request: SimRequest): Reply | undefined {
  return request.method === 'GET' ? undefined : empty(405);
}
