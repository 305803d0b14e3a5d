/**
 * One GET to ShopCtrl's API: access, time limit, retries, at most four at once, and every failure as a Fault by code
 * (facts: shopctrl 2.2, 2.3, browser-extension 2). Only GETs are ever sent, so each may be repeated.
 */
import { fail, FaultError, type FaultCode } from '../faults';

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
  /** The body of `v1/<path>` as it is, null in place of a 404. A page where a file was due, or one that is too large, is `shopctrl-forbidden`. */
  bytes(path: string, options?: { readonly signal?: AbortSignal }): Promise<Uint8Array | null>;
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

  /** Null for what is not there. */
  const ask = async <T>(url: string, read: Read<T>, call: { readonly signal?: AbortSignal; readonly heard?: (response: Response) => void }): Promise<{ readonly value: T } | null> => {
    const signal = call.signal ? AbortSignal.any([options.signal, call.signal]) : options.signal;
    for (let attempt = 1; ; attempt += 1) {
      signal.throwIfAborted();
      const release = await slots.take(signal);
      let outcome: Outcome<T>;
      try {
        outcome = await once(options, url, signal, read, call.heard);
      } finally {
        release();
      }
      if (outcome.kind === 'read') return outcome;
      if (outcome.kind === 'missing') return null;
      if (attempt >= outcome.tries) throw outcome.error;
      await options.sleep(waitBefore(attempt, outcome.retryAfter, options.random ?? Math.random), signal);
    }
  };

  return {
    apiBase: origin,
    async get(path, query = {}, call = {}) {
      const answer = await ask(addressOf(origin, path, query), readJson, call);
      if (answer) return answer.value;
      return call.missing === 'null' ? null : fail('shopctrl-not-found');
    },
    bytes: async (path, call = {}) => (await ask(addressOf(origin, path, {}), readBytes, call))?.value ?? null,
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

type Outcome<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'missing' }
  /** `tries`: how often this kind of failure is tried in all. */
  | { readonly kind: 'failed'; readonly error: FaultError; readonly tries: number; readonly retryAfter: number | null };

type Failed = (code: FaultCode, tries?: number) => Extract<Outcome<never>, { kind: 'failed' }>;
/** Reads the body of a success. */
type Read<T> = (response: Response, options: TransportOptions, failed: Failed) => Promise<Outcome<T>>;

async function once<T>(options: TransportOptions, url: string, signal: AbortSignal, read: Read<T>, heard?: (response: Response) => void): Promise<Outcome<T>> {
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
    return await judge(response, options, read);
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

async function judge<T>(response: Response, options: TransportOptions, read: Read<T>): Promise<Outcome<T>> {
  const { status } = response;
  const failed: Failed = (code, tries = 1) => ({
    kind: 'failed',
    error: new FaultError({ code, params: { status } }),
    tries,
    retryAfter: retryAfterOf(response, options.now()),
  });
  if (response.type === 'opaqueredirect' || (status >= 300 && status < 400)) {
    await discard(response);
    return failed(pageFault(options));
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
  return read(response, options, failed);
}

/** What a page in place of an answer means. */
function pageFault({ access }: TransportOptions): FaultCode {
  return access.kind === 'session' ? 'shopctrl-signed-out' : 'shopctrl-html';
}

const readJson: Read<unknown> = async (response, options, failed) => {
  const body = await response.text();
  if (looksLikePage(body, response)) return failed(pageFault(options));
  try {
    return { kind: 'read', value: JSON.parse(body) as unknown };
  } catch {
    // An answer that was cut on the way is worth one more try.
    return failed('not-json', 2);
  }
};

const LARGEST_FILE = 20_000_000;

const readBytes: Read<Uint8Array> = async (response, _options, failed) => {
  if (/html/i.test(response.headers.get('content-type') ?? '') || Number(response.headers.get('content-length') ?? 0) > LARGEST_FILE) {
    await discard(response);
    return failed('shopctrl-forbidden');
  }
  const bytes = new Uint8Array(await response.arrayBuffer());
  return bytes.length > LARGEST_FILE ? failed('shopctrl-forbidden') : { kind: 'read', value: bytes };
};

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
