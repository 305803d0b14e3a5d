/**
 * One call after another to one administration, under its budget, with the outcome of each classified (design 6.3). Nothing is repeated here:
 * whether a call may be repeated is for the caller to know.
 */
import type { ExactSite } from '../messages';
import { FaultError } from '../faults';
import { answerOf, type Answer } from './answer';
import { afterAnswer, afterSend, mayUseOr, roomFor, type Budget, type BudgetLimits } from './budget';
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
  /** A sign of life with every call: a run of nothing but fetches is stopped after half a minute (design 4). */
  readonly pulse?: () => void;
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
  /**
   * All rows that meet any of these conditions (ready for a query; none asks nobody). They are joined by `or`, as many as one address holds;
   * where Exact refuses `or`, one by one, which is remembered for a day with the budget of the administration.
   */
  anyOf<T>(request: AnyRequest, conditions: readonly string[], read: (row: unknown) => T | null): Promise<Answer<readonly T[]>>;
  /** How many conditions, from the front, one address holds; at least one. */
  fitting(request: AnyRequest, conditions: readonly string[]): number;
}

/** A GET whose conditions are still to come. */
export interface AnyRequest {
  readonly endpoint: string;
  /** With its question mark, up to the filter. */
  readonly query: string;
}

const MAX_PAGES = 50;
/** Characters of an address (design 6.9). */
const URL_LIMIT = 2000;
const FILTER = '&$filter=';
const OR = '+or+';

/** Calls with one token. */
export function createCalls(deps: CallsDeps): Calls {
  const now = (): number => deps.now() + deps.budget.get().offset;
  const address = (endpoint: string, query: string, key = ''): string => `${exactUrl(deps.site, `/api/v1/${deps.division}/${endpoint}`)}${key}${query}`;

  const ask = async <T>(method: CallRequest['method'], endpoint: string, url: string, body: unknown, read: (d: unknown) => T | null): Promise<Answer<T>> => {
    const full = roomFor(deps.budget.get(), endpoint, now(), deps.limits);
    if (full) return { kind: 'not-processed', cause: full.cause, until: full.until, detail: '' };
    assertOnSite(deps.site, url);
    deps.budget.set(afterSend(deps.budget.get()));
    deps.pulse?.();
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

  const list: Calls['list'] = async ({ endpoint, query }, read) => {
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
  };

  const fitting: Calls['fitting'] = ({ endpoint, query }, conditions) => {
    let length = address(endpoint, query + FILTER).length;
    for (const [at, condition] of conditions.entries()) {
      length += condition.length + (at === 0 ? 0 : OR.length);
      if (length > URL_LIMIT && at > 0) return at;
    }
    return conditions.length;
  };

  const packed = async <T>(request: AnyRequest, conditions: readonly string[], together: boolean, read: (row: unknown) => T | null): Promise<Answer<readonly T[]>> => {
    const found: T[] = [];
    for (let rest = conditions; rest.length > 0; ) {
      const part = rest.slice(0, together ? fitting(request, rest) : 1);
      const answer = await list({ endpoint: request.endpoint, query: request.query + FILTER + part.join(OR) }, read);
      if (answer.kind !== 'ok') return answer;
      found.push(...answer.value);
      rest = rest.slice(part.length);
    }
    return { kind: 'ok', value: found };
  };

  return {
    now,
    list,
    fitting,
    anyOf: async (request, conditions, read) => {
      const together = conditions.length > 1 && mayUseOr(deps.budget.get(), now());
      const answer = await packed(request, conditions, together, read);
      // A filter that is not understood is a mistake of the protocol; refusals by Exact's rules have another status (facts: exact-api 2.6).
      if (answer.kind !== 'refused' || answer.status !== 400 || !together) return answer;
      const single = await packed(request, conditions, false, read);
      // Only when one by one works was it the `or` that Exact refused.
      if (single.kind === 'ok') deps.budget.set({ ...deps.budget.get(), orRefusedAt: now() });
      return single;
    },
    room: (endpoint) => roomFor(deps.budget.get(), endpoint, now(), deps.limits),
    call: ({ method, endpoint, key, query, body }, read) => ask(method, endpoint, address(endpoint, query ?? '', key), body, read),
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
