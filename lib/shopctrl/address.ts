/** The address of a ShopCtrl environment as a person types it, and where its API may be (facts: shopctrl 1.1, 2.1, 6 #1). */
import { fail } from '../faults';
import { instantOfText } from '../invoice/date';
import type { Fetch } from './transport';

export interface Candidate {
  /** Origin, e.g. `https://api.demo.shopctrl.com` or `https://demo.shopctrl.com:52222`. */
  readonly apiBase: string;
  readonly answers: 'open' | 'asks-login';
}

const API_PORT = '52222';
/** Hosts of shopctrl.com that are help, marketing or no environment at all. */
const NO_ENVIRONMENT = new Set(['shopctrl.com', 'www.shopctrl.com', 'docs.shopctrl.com', 'support.shopctrl.com', 'api.shopctrl.com']);
/** Second levels under which names are registered, so that `api.` is not put before someone else's domain. */
const SHARED_SECOND_LEVEL = /^(co|com|net|org|gov|ac|edu|or|ne)\.[a-z]{2}$/;

/**
 * Host (with port, if not 443) of the admin from what was typed: a bare name (`demo`), a host, or any link into it.
 * The API's own forms (`api.demo.shopctrl.com`, port 52222) lead back to the admin. Throws `shopctrl-bad-address`.
 */
export function adminHostOf(typed: string): string {
  const bare = typed.trim().replace(/^[a-z][a-z0-9+.-]*:\/\//i, '');
  const named = /^[a-z0-9-]+$/i.test(bare) && bare.toLowerCase() !== 'localhost' ? `${bare}.shopctrl.com` : bare;
  if (/^[a-z][a-z0-9+.-]*:/i.test(typed.trim()) && !/^https?:\/\//i.test(typed.trim()) && !/^[^/:]+:\d+/.test(typed.trim())) fail('shopctrl-bad-address');
  if (!URL.canParse(`https://${named}`)) fail('shopctrl-bad-address');
  const url = new URL(`https://${named}`);
  if (url.username !== '' || url.password !== '' || !/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(url.hostname) || /^[\d.]+$/.test(url.hostname)) {
    fail('shopctrl-bad-address');
  }
  const hostname = /^api\.[^.]+\.shopctrl\.com$/.test(url.hostname) ? url.hostname.slice('api.'.length) : url.hostname;
  if (NO_ENVIRONMENT.has(hostname)) fail('shopctrl-bad-address');
  return url.port === '' || url.port === API_PORT ? hostname : `${hostname}:${url.port}`;
}

/** True for ShopCtrl's own sites (help, marketing), which look like an environment's address and are none. */
export function isShopCtrlSite(typed: string): boolean {
  const bare = typed.trim().replace(/^https?:\/\//i, '');
  const host = /^[a-z0-9-]+$/i.test(bare) ? `${bare}.shopctrl.com` : bare;
  return URL.canParse(`https://${host}`) && NO_ENVIRONMENT.has(new URL(`https://${host}`).hostname);
}

/** Where the API of an admin may be, likeliest first, without doubles. */
export function candidatesFor(adminHost: string): readonly string[] {
  const { host, hostname } = new URL(`https://${adminHost}`);
  const own = hostname.endsWith('.shopctrl.com')
    ? [`https://api.${hostname}`, `https://${hostname}:${API_PORT}`]
    : [`https://${hostname}:${API_PORT}`, `https://api.${registrableDomain(hostname)}`];
  return [...new Set([`https://${host}`, ...own])];
}

/** The last two labels, or three under a shared second level such as `co.uk`. */
export function registrableDomain(hostname: string): string {
  const labels = hostname.split('.');
  const two = labels.slice(-2).join('.');
  return SHARED_SECOND_LEVEL.test(two) ? labels.slice(-3).join('.') : two;
}

/** Deep link to an order in the admin, at its invoices (facts: shopctrl 1.3); empty where the environment is not known any more. */
export function orderAddress(adminHost: string, orderId: number): string {
  return adminHost === '' ? '' : `https://${adminHost}/?tab=${encodeURIComponent(`Order|${String(orderId)}`)}&control=Invoices`;
}

export interface ProbeOptions {
  readonly fetch: Fetch;
  readonly adminHost: string;
  readonly signal: AbortSignal;
  /** Per address. */
  readonly timeoutMs?: number;
}

/**
 * Asks every candidate for the server's time (and, where that is not told, for the user), without password or cookie; answers those that behave like the API, likeliest first.
 * An address that cannot be reached or answers a page is left out; never throws for one.
 */
export async function probeApi(options: ProbeOptions): Promise<readonly Candidate[]> {
  const answers = await Promise.all(candidatesFor(options.adminHost).map((apiBase) => ask(apiBase, options)));
  options.signal.throwIfAborted();
  return answers.filter((answer) => answer !== null);
}

async function ask(apiBase: string, options: ProbeOptions): Promise<Candidate | null> {
  try {
    const time = await askFor(`${apiBase}/v1/System/Time`, options);
    if (time.response.status === 200 && isTime(time.body)) return { apiBase, answers: 'open' };
    if (time.response.status === 401 && isApiRefusal(time)) return { apiBase, answers: 'asks-login' };
    if (!mayBeApi(time)) return null;
    // The clock is missing or closed here, which says nothing about the API.
    const me = await askFor(`${apiBase}/v1/Me`, options);
    if (me.response.status === 200 && isJson(me) && !/^\s*</.test(me.body)) return { apiBase, answers: 'open' };
    return me.response.status === 401 && (isApiRefusal(me) || asksBasic(me)) ? { apiBase, answers: 'asks-login' } : null;
  } catch {
    return null;
  }
}

interface Answer {
  readonly response: Response;
  readonly body: string;
}

async function askFor(url: string, options: ProbeOptions): Promise<Answer> {
  const response = await options.fetch(url, {
    method: 'GET',
    headers: { Accept: 'application/json' },
    credentials: 'omit',
    redirect: 'manual',
    cache: 'no-store',
    referrerPolicy: 'no-referrer',
    signal: AbortSignal.any([options.signal, AbortSignal.timeout(options.timeoutMs ?? 8_000)]),
  });
  return { response, body: (await response.text()).slice(0, 5_000) };
}

const isJson = ({ response }: Answer): boolean => /json/i.test(response.headers.get('content-type') ?? '');
const asksBasic = ({ response }: Answer): boolean => /basic/i.test(response.headers.get('www-authenticate') ?? '');

/** Answers of `System/Time` after which the API may still be there. */
function mayBeApi(answer: Answer): boolean {
  const { status } = answer.response;
  return status === 404 || (status === 403 && isJson(answer)) || (status === 401 && asksBasic(answer));
}

function isTime(body: string): boolean {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'string' && instantOfText(value) !== null;
  } catch {
    return false;
  }
}

/** A 401 of an API: JSON, or no page and a question for Basic. */
function isApiRefusal(answer: Answer): boolean {
  if (/^\s*</.test(answer.body) || /html/i.test(answer.response.headers.get('content-type') ?? '')) return false;
  return isJson(answer) || asksBasic(answer) || answer.body.trim() === '';
}
