/**
 * One GET to ShopCtrl's API: access, time limit, retries, at most four at once, and every failure as a Fault by code
 * (facts: shopctrl 2.2, 2.3, browser-extension 2). Only GETs are ever sent, so each may be repeated.
 */
import { fail, FaultError } from '../faults';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;
export type Sleep = (milliseconds: number, signal: AbortSignal) => Promise<void>;

export type Access =
  | { readonly kind: 'basic'; readonly login: string; readonly password: string }
  /** The admin's session cookie; only for the API on the admin's own host (with port, if any). */
  | { readonly kind: 'session'; readonly adminHost: string };

export interface TransportOptions {
  readonly fetch: Fetch;
  readonly apiBase: string;
  readonly access: Access;
  readonly signal: AbortSignal;
  readonly now: () => number;
  readonly sleep: Sleep;
  /** Between 0 and 1; spreads retries. */
  readonly random?: () => number;
  /** Per request, body included; below 30 s, after which the browser may end the worker. */
  readonly timeoutMs?: number;
}

export type Query = Readonly<Record<string, string | number | boolean>>;

export interface Transport {
  readonly apiBase: string;
  /**
   * The JSON of `v1/<path>`. `heard` gets the head of each answer, whatever becomes of it. Throws a FaultError; `null` in place of a 404 when `missing` allows it. An aborted signal throws its reason.
   */
  get(path: string, query?: Query, options?: { readonly signal?: AbortSignal; readonly missing?: 'null'; readonly heard?: (response: Response) => void }): Promise<unknown>;
}

const AT_ONCE = 4;
const TRIES = 5;
const FIRST_WAIT = 500;
const LONGEST_WAIT = 15_000;

/** `https://host[:port]` of an API address, without path. Throws `shopctrl-bad-address` for anything that is not https. */
export function originOf(apiBase: string): string {
  if (!URL.canParse(apiBase)) fail('shopctrl-bad-address');
  const url = new URL(apiBase);
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '') fail('shopctrl-bad-address');
  return url.origin;
}

export function createTransport(options: TransportOptions): Transport {
  const origin = originOf(options.apiBase);
  const { access } = options;
  // A cookie goes to its own host alone; a password alone to the host that the person confirmed.
  if (access.kind === 'session' && new URL(origin).host !== access.adminHost.toLowerCase()) fail('shopctrl-bad-address');
  const slots = createSlots(AT_ONCE);

  return {
    apiBase: origin,
    async get(path, query = {}, call = {}) {
      const url = addressOf(origin, path, query);
      const signal = call.signal ? AbortSignal.any([options.signal, call.signal]) : options.signal;
      for (let attempt = 1; ; attempt += 1) {
        signal.throwIfAborted();
        const release = await slots.take(signal);
        let outcome: Outcome;
        try {
          outcome = await once(options, url, signal, call.heard);
        } finally {
          release();
        }
        if (outcome.kind === 'json') return outcome.value;
        if (outcome.kind === 'missing' && call.missing === 'null') return null;
        if (outcome.kind === 'missing') fail('shopctrl-not-found');
        if (attempt >= outcome.tries) throw outcome.error;
        await options.sleep(waitBefore(attempt, outcome.retryAfter, options.random ?? Math.random), signal);
      }
    },
  };
}

function addressOf(origin: string, path: string, query: Query): string {
  const url = new URL(`/v1/${path}`, origin);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
  if (url.origin !== origin || !url.pathname.startsWith('/v1/')) fail('shopctrl-bad-address');
  return url.href;
}

/** Doubling, with half of it at random; a server's own Retry-After is kept when it is sensible. */
function waitBefore(attempt: number, retryAfter: number | null, random: () => number): number {
  const doubled = Math.min(FIRST_WAIT * 2 ** (attempt - 1), LONGEST_WAIT);
  return Math.max(doubled / 2 + (doubled / 2) * random(), Math.min(retryAfter ?? 0, LONGEST_WAIT));
}

type Outcome =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'missing' }
  /** `tries`: how often this kind of failure is tried in all. */
  | { readonly kind: 'failed'; readonly error: FaultError; readonly tries: number; readonly retryAfter: number | null };

async function once(options: TransportOptions, url: string, signal: AbortSignal, heard?: (response: Response) => void): Promise<Outcome> {
  const limit = new AbortController();
  const timer = setTimeout(() => {
    limit.abort();
  }, options.timeoutMs ?? 20_000);
  try {
    const response = await options.fetch(url, {
      method: 'GET',
      headers: headersOf(options.access),
      credentials: options.access.kind === 'session' ? 'include' : 'omit',
      redirect: 'manual',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.any([signal, limit.signal]),
    });
    heard?.(response);
    return await judge(response, options);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof FaultError) throw error;
    if (limit.signal.aborted) return { kind: 'failed', error: new FaultError({ code: 'timeout' }, { cause: error }), tries: TRIES, retryAfter: null };
    return { kind: 'failed', error: new FaultError({ code: 'offline' }, { cause: error }), tries: 3, retryAfter: null };
  } finally {
    clearTimeout(timer);
  }
}

function headersOf(access: Access): Record<string, string> {
  const accept = { Accept: 'application/json' };
  if (access.kind === 'session') return accept;
  const bytes = new TextEncoder().encode(`${access.login}:${access.password}`);
  return { ...accept, Authorization: `Basic ${btoa(String.fromCharCode(...bytes))}` };
}

async function judge(response: Response, options: TransportOptions): Promise<Outcome> {
  const { status } = response;
  const failed = (code: ConstructorParameters<typeof FaultError>[0]['code'], tries = 1): Outcome => ({
    kind: 'failed',
    error: new FaultError({ code, params: { status } }),
    tries,
    retryAfter: retryAfterOf(response, options.now()),
  });
  const page = options.access.kind === 'session' ? 'shopctrl-signed-out' : 'shopctrl-html';
  if (response.type === 'opaqueredirect' || (status >= 300 && status < 400)) {
    await discard(response);
    return failed(page);
  }
  if (status === 404 || status === 410) {
    await discard(response);
    return { kind: 'missing' };
  }
  if (status === 429 || status >= 500) {
    await discard(response);
    return failed('server-error', TRIES);
  }
  if (status === 401 || status === 403) {
    const words = await response.text();
    if (asksSecondFactor(words, response)) return failed('shopctrl-second-factor');
    if (status === 403) return failed('shopctrl-forbidden');
    return failed(options.access.kind === 'session' ? 'shopctrl-signed-out' : 'shopctrl-password');
  }
  if (!response.ok) {
    await discard(response);
    return failed('shopctrl-not-found');
  }
  const body = await response.text();
  if (looksLikePage(body, response)) return failed(page);
  try {
    return { kind: 'json', value: JSON.parse(body) as unknown };
  } catch {
    // An answer that was cut on the way is worth one more try.
    return failed('not-json', 2);
  }
}

/** Whether an employee with a second factor gets a clear answer is unknown (facts: shopctrl 2.2), so its words are looked at. */
function asksSecondFactor(words: string, response: Response): boolean {
  const said = `${words.slice(0, 2000)} ${response.headers.get('www-authenticate') ?? ''}`;
  return /two[\s-]?factor|second factor|2fa|totp|tweestaps|twee-?factor|verification code|authenticator/i.test(said);
}

function looksLikePage(body: string, response: Response): boolean {
  return /html/i.test(response.headers.get('content-type') ?? '') || /^\s*<(!doctype|html|head|body)/i.test(body);
}

function retryAfterOf(response: Response, now: number): number | null {
  const value = response.headers.get('retry-after');
  if (value === null) return null;
  const wait = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isFinite(wait) && wait > 0 ? wait : null;
}

/** Frees the connection of an answer whose body is not needed. */
async function discard(response: Response): Promise<void> {
  await response.body?.cancel().catch(() => undefined);
}

interface Slots {
  take(signal: AbortSignal): Promise<() => void>;
}

/** At most so many holders at once, in order of asking. */
export function createSlots(count: number): Slots {
  let free = count;
  const waiting = new Set<() => void>();
  const release = (): void => {
    const next = waiting.values().next();
    if (next.done) free += 1;
    else next.value();
  };
  return {
    take: (signal) =>
      new Promise((resolve, reject) => {
        const once = (): (() => void) => {
          let held = true;
          return () => {
            if (held) release();
            held = false;
          };
        };
        if (free > 0) {
          free -= 1;
          resolve(once());
          return;
        }
        const onAbort = (): void => {
          waiting.delete(enter);
          reject(signal.reason as Error);
        };
        const enter = (): void => {
          waiting.delete(enter);
          signal.removeEventListener('abort', onAbort);
          resolve(once());
        };
        waiting.add(enter);
        signal.addEventListener('abort', onAbort, { once: true });
      }),
  };
}
