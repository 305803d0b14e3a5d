/**
 * One call after another to one administration, under its budget, with the outcome of each classified (design 6.3). Nothing is repeated here:
 * whether a call may be repeated is for the caller to know.
 */
import type { ExactSite } from '../messages';
import { FaultError } from '../faults';
import { answerOf, type Answer } from './answer';
import { afterAnswer, afterSend, roomFor, type Budget, type BudgetLimits } from './budget';
import { retryAt } from './retry-after';
import { send, type Fetch } from './send';
import { assertOnSite, exactUrl } from './sites';

export interface CallsDeps {
  readonly fetch: Fetch;
  readonly site: ExactSite;
  readonly division: number;
  /** Works now; refreshed by the owner of the tokens between slices of work, never within (design 6.9: order of locks). */
  readonly token: string;
  readonly now: () => number;
  readonly limits: BudgetLimits;
  readonly signal?: AbortSignal;
  readonly budget: { get(): Budget; set(budget: Budget): void };
}

export interface CallRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path below the division, without query: the unit in which Exact counts errors. */
  readonly endpoint: string;
  /** `(guid'…')` or empty. */
  readonly key?: string;
  /** Ready to use, with its question mark. */
  readonly query?: string;
  readonly body?: unknown;
}

export interface Calls {
  /** Server time, milliseconds. */
  now(): number;
  /** Until when an endpoint has to be left alone; null when it may be called. */
  room(endpoint: string): { readonly cause: 'budget' | 'circuit'; readonly until: number } | null;
  call<T>(request: CallRequest, read: (d: unknown) => T | null): Promise<Answer<T>>;
  /** GET along `__next`; a part that cannot be read makes the whole unclear. */
  list<T>(request: Omit<CallRequest, 'method'>, read: (row: unknown) => T | null): Promise<Answer<readonly T[]>>;
  address(endpoint: string, query: string): string;
  readonly budget: CallsDeps['budget'];
}

const MAX_PAGES = 50;

/** Calls with one token. */
export function createCalls(deps: CallsDeps): Calls {
  const now = (): number => deps.now() + deps.budget.get().offset;
  const address = (endpoint: string, query: string, key = ''): string => `${exactUrl(deps.site, `/api/v1/${deps.division}/${endpoint}`)}${key}${query}`;

  const ask = async <T>(method: CallRequest['method'], endpoint: string, url: string, body: unknown, read: (d: unknown) => T | null): Promise<Answer<T>> => {
    const full = roomFor(deps.budget.get(), endpoint, now(), deps.limits);
    if (full) return { kind: 'not-processed', cause: full.cause, until: full.until, detail: '' };
    assertOnSite(deps.site, url);
    deps.budget.set(afterSend(deps.budget.get()));
    const headers = {
      accept: 'application/json',
      authorization: `Bearer ${deps.token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json', prefer: 'return=representation' }),
    };
    const init = { method, headers, credentials: 'omit', redirect: 'manual', cache: 'no-store', ...(body === undefined ? {} : { body: JSON.stringify(body) }) } as const;
    try {
      const answer = await send(deps.fetch, url, init, deps.signal);
      deps.budget.set(afterAnswer(deps.budget.get(), endpoint, answer, deps.now()));
      // For reading, a way to the login page or a page where data was due means that the token is not taken (facts: exact-api 1.8).
      if (method === 'GET' && isSignInPage(answer.status, answer.headers)) return { kind: 'not-processed', cause: 'signed-out', until: null, detail: '' };
      const outcome = answerOf(answer, read, retryAt, now());
      return outcome.kind === 'not-processed' && outcome.cause === 'rate' ? { ...outcome, until: roomFor(deps.budget.get(), endpoint, now(), deps.limits)?.until ?? outcome.until } : outcome;
    } catch (error) {
      if (deps.signal?.aborted || !(error instanceof FaultError)) throw error;
      return { kind: 'unclear', cause: error.fault.code === 'timeout' ? 'timeout' : 'network', until: null };
    }
  };

  return {
    now,
    budget: deps.budget,
    room: (endpoint) => roomFor(deps.budget.get(), endpoint, now(), deps.limits),
    address: (endpoint, query) => address(endpoint, query),
    call: ({ method, endpoint, key, query, body }, read) => ask(method, endpoint, address(endpoint, query ?? '', key), body, read),
    list: async ({ endpoint, query }, read) => {
      const rows: unknown[] = [];
      let next: string | null = address(endpoint, query ?? '');
      for (let page = 0; next !== null; page += 1) {
        if (page >= MAX_PAGES) return { kind: 'unclear', cause: 'unreadable', until: null };
        const found: Answer<Page> = await ask('GET', endpoint, next, undefined, pageOf);
        if (found.kind !== 'ok') return found;
        rows.push(...found.value.rows);
        next = found.value.next;
      }
      const values = rows.map(read);
      if (values.some((value) => value === null)) return { kind: 'unclear', cause: 'unreadable', until: null };
      return { kind: 'ok', value: values.filter((value) => value !== null) };
    },
  };
}

interface Page {
  readonly rows: readonly unknown[];
  readonly next: string | null;
}

function pageOf(d: unknown): Page | null {
  if (Array.isArray(d)) return { rows: d, next: null };
  const page = d as { readonly results?: unknown; readonly __next?: unknown } | null;
  if (!Array.isArray(page?.results)) return null;
  return { rows: page.results, next: typeof page.__next === 'string' && page.__next !== '' ? page.__next : null };
}

function isSignInPage(status: number, headers: Headers): boolean {
  return status === 0 || (status === 200 && (headers.get('content-type') ?? '').includes('html'));
}
