/** Watches a client for what the real system would suffer from, or what would give secrets away; each breach is a violation. */
import type { IncomingMessage } from 'node:http';
import type { Violation } from '../contract';
import type { Tenant, World } from '../seed';
import type { PageAsked } from './lists';
import type { ApiOptions } from './options';

export interface Watch {
  readonly violations: Violation[];
  readonly maxConcurrency: number;
  readonly counts: { readonly basic: number; readonly session: number; readonly anonymous: number };
  report(code: string, detail: string): void;
  /** Rules that hold for any host of ours; true when the URL may be kept in a record. */
  request(request: IncomingMessage, url: URL, world: World): boolean;
  /** Credentials for a base that belongs to the environment. */
  credentials(tenant: Tenant, base: string, path: string, kind: 'basic' | 'session' | 'anonymous', confirmed: readonly string[] | null): void;
  enter(tenant: Tenant, options: ApiOptions): void;
  leave(tenant: Tenant): void;
  inFlight(tenantId: string): number;
  /** A list was answered with `given` of `total` entries. */
  listed(tenant: Tenant, url: URL, page: PageAsked, given: number, total: number): void;
  /** The person chose another base on purpose. */
  forgetBases(): void;
  reset(): void;
}

const SECRET_NAMES = new Set(['password', 'passwd', 'pwd', 'login', 'username', 'user', 'token', 'access_token', 'authorization', 'auth', 'apikey', 'api_key']);

export function createWatch(): Watch {
  const violations: Violation[] = [];
  let maxConcurrency = 0;
  let counts = { basic: 0, session: 0, anonymous: 0 };
  const inFlight = new Map<string, number>();
  const basesWithCredentials = new Map<string, Set<string>>();
  const emptyAt = new Map<string, number>();
  const report = (code: string, detail: string): void => {
    violations.push({ code, detail });
  };
  return {
    violations,
    get maxConcurrency() {
      return maxConcurrency;
    },
    get counts() {
      return counts;
    },
    report,
    request: (request, url, world) => {
      const origin = request.headers.origin;
      if (origin && /^https?:/.test(origin)) report('called-from-page', `${request.method ?? ''} with Origin of a web page`);
      if (request.method === 'OPTIONS') report('called-from-page', 'a preflight was sent');
      const text = decode(url.pathname + url.search);
      const named = [...url.searchParams.keys()].some((name) => SECRET_NAMES.has(name.toLowerCase()));
      const spelled = world.tenants.some((t) => t.employees.some((e) => text.includes(e.password) || text.includes(Buffer.from(`${e.login}:${e.password}`).toString('base64'))));
      if (named || spelled) report('secret-in-url', 'a password or its like stood in the address');
      return !named && !spelled;
    },
    credentials: (tenant, base, path, kind, confirmed) => {
      counts = { ...counts, [kind]: counts[kind] + 1 };
      if (kind !== 'basic') return;
      if (confirmed && !confirmed.includes(base)) report('credentials-before-confirmation', `${base} was not confirmed by anybody`);
      const bases = basesWithCredentials.get(tenant.id) ?? new Set<string>();
      basesWithCredentials.set(tenant.id, bases);
      const probe = /^\/v1\/system\/time\/?$/i.test(path);
      if (!bases.has(base) && bases.size > 0) report(probe ? 'credentials-on-probe' : 'credentials-on-several-hosts', `${[...bases].join(', ')} and ${base}`);
      bases.add(base);
    },
    enter: (tenant, options) => {
      const now = (inFlight.get(tenant.id) ?? 0) + 1;
      inFlight.set(tenant.id, now);
      maxConcurrency = Math.max(maxConcurrency, now);
      if (now > options.maxConcurrent) report('too-many-at-once', `${String(now)} requests of ${tenant.id} at once`);
    },
    leave: (tenant) => {
      inFlight.set(tenant.id, Math.max(0, (inFlight.get(tenant.id) ?? 0) - 1));
    },
    inFlight: (tenantId) => inFlight.get(tenantId) ?? 0,
    listed: (tenant, url, page, given, total) => {
      if (!page.sizeGiven && !page.numberGiven && total > given) report('paging-default', `${url.pathname}: ${String(given)} of ${String(total)} without asking for a page`);
      const rest = new URLSearchParams(url.search);
      for (const name of [...rest.keys()]) if (name.toLowerCase() === 'pagenumber') rest.delete(name);
      rest.sort();
      const key = `${tenant.id}|${url.pathname.toLowerCase()}|${rest.toString()}`;
      if (page.number === 1) emptyAt.delete(key);
      const end = emptyAt.get(key);
      // Up to four requests may be under way when the first empty page arrives.
      if (end !== undefined && page.number >= end + 4) report('page-past-end', `${url.pathname}: page ${String(page.number)}, though page ${String(end)} was empty`);
      if (given === 0 && end === undefined) emptyAt.set(key, page.number);
    },
    forgetBases: () => {
      basesWithCredentials.clear();
    },
    reset: () => {
      violations.length = 0;
      maxConcurrency = 0;
      counts = { basic: 0, session: 0, anonymous: 0 };
      basesWithCredentials.clear();
      emptyAt.clear();
    },
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
