/** Reading from Exact's REST API (facts: exact-api 2 and 3). Answers that are no JSON, redirects and 401 are all "not signed in". */
import { fail } from '../faults';
import type { ExactSite } from '../messages';
import { errorText, parseJson } from './body';
import { send, type Fetch, type PlainAnswer } from './send';
import { assertOnSite, exactUrl } from './sites';

export interface ExactClientDeps {
  readonly fetch: Fetch;
  readonly site: ExactSite;
  /** A token that works now. `refused` is one that Exact has just turned down. */
  accessToken(refused?: string): Promise<string>;
  readonly signal?: AbortSignal;
  /** Called with each answer, and the endpoint (path below the administration, without query) that gave it. */
  onAnswer?(endpoint: string, answer: Pick<PlainAnswer, 'status' | 'headers'>): void;
  /** Runs each request to an endpoint, pages of a list included: it may be put off, and repeated. */
  around?<T>(call: () => Promise<T>, endpoint: string): Promise<T>;
}

/** What is left of the limits of one administration; moments in milliseconds since the epoch. */
export interface Rate {
  readonly dayRemaining?: number;
  readonly dayReset?: number;
  readonly minuteRemaining?: number;
  readonly minuteReset?: number;
}

export interface ExactClient {
  readonly site: ExactSite;
  /** GET of a path under `/api/v1/`; answers the value of `d`. Throws faults: see `readAnswer`. */
  get(path: string, query?: Readonly<Record<string, string>>): Promise<unknown>;
  /**
   * All rows of a collection, page by page along `__next`, which has to stay on the same site; with `pages` at most that many of them,
   * whatever is left.
   */
  getAll(path: string, query?: Readonly<Record<string, string>>, pages?: number): Promise<readonly unknown[]>;
}

/** More pages than any list that is read whole here can have; a server that never ends its list is stopped. */
const MAX_PAGES = 200;

/** A client for one connection. */
export function createExactClient(deps: ExactClientDeps): ExactClient {
  const request = async (url: string): Promise<unknown> => {
    assertOnSite(deps.site, url);
    return deps.around ? deps.around(() => once(url), endpointOf(url)) : once(url);
  };
  const once = async (url: string): Promise<unknown> => {
    const token = await deps.accessToken();
    const first = await attempt(url, token);
    if (!isAuthFailure(first)) return readAnswer(first);
    const renewed = await deps.accessToken(token);
    const second = renewed === token ? first : await attempt(url, renewed);
    return readAnswer(second);
  };
  const attempt = async (url: string, token: string): Promise<PlainAnswer> => {
    const init = { headers: { accept: 'application/json', authorization: `Bearer ${token}` }, credentials: 'omit', redirect: 'manual', cache: 'no-store' } as const;
    const answer = await send(deps.fetch, url, init, deps.signal);
    deps.onAnswer?.(endpointOf(url), answer);
    return answer;
  };
  return {
    site: deps.site,
    get: (path, query) => request(exactUrl(deps.site, `/api/v1/${path}`, query)),
    getAll: async (path, query, pages) => {
      const rows: unknown[] = [];
      let next: string | null = exactUrl(deps.site, `/api/v1/${path}`, query);
      for (let page = 0; next !== null; page += 1) {
        if (page === pages) break;
        if (page >= MAX_PAGES) fail('exact-error', {}, 'list without end');
        const found: Page = pageOf(await request(next));
        rows.push(...found.rows);
        next = found.next;
      }
      return rows;
    },
  };
}

/** Path below the administration: the unit in which Exact counts errors (facts: exact-api 3). */
function endpointOf(url: string): string {
  return new URL(url).pathname.replace(/^\/api\/v1\/(?:\d+\/)?/, '').replace(/\(.*$/, '');
}

interface Page {
  readonly rows: readonly unknown[];
  readonly next: string | null;
}

/** Both shapes of a collection: `{results, __next}` and a bare array (facts: exact-api 2.1). */
export function pageOf(d: unknown): Page {
  if (Array.isArray(d)) return { rows: d, next: null };
  const page = d as { readonly results?: unknown; readonly __next?: unknown } | null;
  if (typeof page !== 'object' || page === null || !Array.isArray(page.results)) fail('not-json', {}, 'no list');
  return { rows: page.results as unknown[], next: typeof page.__next === 'string' ? page.__next : null };
}

/** 401, a redirect to the login page, or a page where data was due: the token is not taken (facts: exact-api 1.8). */
function isAuthFailure(answer: PlainAnswer): boolean {
  if (answer.status === 401 || answer.status === 0) return true;
  return answer.status === 200 && parseJson(answer.body) === undefined;
}

/**
 * The value of `d`, or a fault: `exact-reconnect` (not signed in), `exact-forbidden` (rights, scope, licence), `exact-rate-limit`
 * (param `until`: when to try again), `server-error` (gateway, maintenance: transient), `exact-error` (refused for good; text in detail).
 */
export function readAnswer(answer: PlainAnswer): unknown {
  const { status } = answer;
  if (isAuthFailure(answer)) fail('exact-reconnect', { status });
  const json = parseJson(answer.body);
  if (status >= 200 && status < 300) {
    const envelope = json as { readonly d?: unknown } | null;
    if (typeof envelope !== 'object' || envelope === null || envelope.d === undefined) fail('not-json', { status });
    return envelope.d;
  }
  const text = errorText(json);
  if (status === 403) fail('exact-forbidden', { status }, (text ?? answer.headers.get('reason') ?? '').slice(0, 300));
  if (status === 429) fail('exact-rate-limit', { status, ...until(readRate(answer.headers)) });
  if (status === 408 || (status >= 500 && text === null)) fail('server-error', { status });
  fail('exact-error', { status }, (text ?? '').slice(0, 300));
}

/** Rate headers; a reset given in seconds is told by its size (facts: exact-api 3). */
export function readRate(headers: Headers): Rate | null {
  const dayRemaining = integer(headers, 'x-ratelimit-remaining');
  const dayReset = moment(headers, 'x-ratelimit-reset');
  const minuteRemaining = integer(headers, 'x-ratelimit-minutely-remaining');
  const minuteReset = moment(headers, 'x-ratelimit-minutely-reset');
  const rate = {
    ...(dayRemaining === undefined ? {} : { dayRemaining }),
    ...(dayReset === undefined ? {} : { dayReset }),
    ...(minuteRemaining === undefined ? {} : { minuteRemaining }),
    ...(minuteReset === undefined ? {} : { minuteReset }),
  };
  return Object.keys(rate).length === 0 ? null : rate;
}

function until(rate: Rate | null): { readonly until?: number } {
  const moments = [rate?.dayReset, rate?.minuteReset].filter((value) => value !== undefined);
  return moments.length === 0 ? {} : { until: Math.max(...moments) };
}

function integer(headers: Headers, name: string): number | undefined {
  const text = headers.get(name);
  return text !== null && /^\d+$/.test(text) ? Number(text) : undefined;
}

function moment(headers: Headers, name: string): number | undefined {
  const value = integer(headers, name);
  if (value === undefined) return undefined;
  return value < 100_000_000_000 ? value * 1000 : value;
}
