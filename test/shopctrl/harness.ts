/** The product's client against the simulated API over TLS on loopback, and a store in memory that keeps what the contract asks. */
import { Agent, request as httpsRequest } from 'node:https';
import type { Finding, Invoice } from '../../lib/invoice/invoice';
import { createShopCtrlClient, type Access, type ShopCtrlClient } from '../../lib/shopctrl/client';
import { probeApi } from '../../lib/shopctrl/address';
import type { FeedCursor, FeedStore } from '../../lib/shopctrl/ports';
import type { Fetch } from '../../lib/shopctrl/transport';
import { createClock, type SimClock } from '../simulators/contract';
import { makeCertificate } from '../simulators/net/certificate';
import { startServer } from '../simulators/net/server';
import { createBigWorld, createSessions, createWorld, type Sessions, type World, type WorldOptions } from '../simulators/seed';
import { createShopCtrlApi, type ApiOptions, type ShopCtrlApi } from '../simulators/shopctrl-api';

const HOSTS = ['*.shopctrl.com', '*.demo.shopctrl.com', '*.lampenwinkel.example', '*.example'];
export const NOW = Date.parse('2026-11-20T10:30:00Z');

export interface Harness {
  readonly world: World;
  readonly api: ShopCtrlApi;
  readonly sessions: Sessions;
  readonly clock: SimClock;
  readonly fetch: Fetch;
  /** Cookie that `credentials: 'include'` sends, per host. */
  readonly cookies: Map<string, string>;
  client(access?: Access, apiBase?: string, more?: { readonly timeoutMs?: number; readonly signal?: AbortSignal }): ShopCtrlClient;
  /** Waits that the client asked for, in milliseconds. */
  readonly waits: number[];
  close(): Promise<void>;
}

const API: Access = { kind: 'basic', login: 'api@demo.example', password: 'Sleutel-é€-42' };

/** `big`: so many invoices in shop 12; `made`: a world that is there already. */
export async function startHarness({ big, made: given, ...world }: WorldOptions & { readonly big?: number; readonly made?: World } = {}, options: Partial<ApiOptions> = {}): Promise<Harness> {
  const clock = createClock(NOW);
  const made = given ?? (big === undefined ? createWorld({ now: NOW, ...world }) : createBigWorld(big, { now: NOW, ...world }));
  const sessions = createSessions(made);
  const api = createShopCtrlApi({ world: made, sessions, options, clock });
  const certificate = await makeCertificate(HOSTS);
  const server = await startServer(certificate, [api]);
  const agent = new Agent({ keepAlive: true, ca: certificate.cert });
  const cookies = new Map<string, string>();
  const waits: number[] = [];
  const fetch = nodeFetch(server.port, agent, cookies);
  // As in set-up: every base is asked without a password before one goes there.
  await probeApi({ fetch, adminHost: 'demo.shopctrl.com', signal: new AbortController().signal });
  return {
    world: made,
    api,
    sessions,
    clock,
    fetch,
    cookies,
    waits,
    client: (access = API, apiBase = 'https://api.demo.shopctrl.com', more = {}) =>
      createShopCtrlClient({
        fetch,
        apiBase,
        access,
        signal: more.signal ?? new AbortController().signal,
        now: () => clock.now(),
        sleep: async (milliseconds, signal) => {
          waits.push(milliseconds);
          signal.throwIfAborted();
          await new Promise((resolve) => setImmediate(resolve));
        },
        random: () => 0.5,
        ...(more.timeoutMs === undefined ? {} : { timeoutMs: more.timeoutMs }),
      }),
    close: async () => {
      agent.destroy();
      await server.close();
    },
  };
}

/** `fetch` as a browser would do it for an extension: real host names, loopback underneath, redirects not followed, cookies only on request. */
function nodeFetch(port: number, agent: Agent, cookies: ReadonlyMap<string, string>): Fetch {
  return (address, init) =>
    new Promise((resolve, reject) => {
      const url = new URL(address);
      const cookie = init.credentials === 'include' ? cookies.get(url.host) : undefined;
      const signal = init.signal ?? null;
      if (signal?.aborted) {
        reject(signal.reason as Error);
        return;
      }
      const request = httpsRequest(
        {
          host: '127.0.0.1',
          port,
          servername: url.hostname,
          agent,
          method: init.method ?? 'GET',
          path: url.pathname + url.search,
          headers: { ...(init.headers as Record<string, string>), host: url.host, ...(cookie === undefined ? {} : { cookie }) },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const status = response.statusCode ?? 0;
            const headers = new Headers();
            for (const [name, value] of Object.entries(response.headers)) headers.set(name, String(value));
            if (status >= 300 && status < 400) {
              if (init.redirect !== 'manual') throw new Error('the client must not follow redirects');
              resolve(opaqueRedirect());
              return;
            }
            resolve(new Response([204, 205, 304].includes(status) ? null : Buffer.concat(chunks), { status, headers }));
          });
        },
      );
      const abort = (): void => {
        request.destroy();
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', abort, { once: true });
      request.on('close', () => {
        signal?.removeEventListener('abort', abort);
      });
      request.on('error', (error) => {
        reject(new TypeError('fetch failed', { cause: error }));
      });
      request.end();
    });
}

/** What a browser shows of a redirect that it does not follow. */
function opaqueRedirect(): Response {
  const response = new Response(null, { status: 200 });
  Object.defineProperties(response, { status: { value: 0 }, ok: { value: false }, type: { value: 'opaqueredirect' } });
  return response;
}

export interface MemoryStore extends FeedStore {
  readonly invoices: Map<number, Invoice>;
  readonly findings: Finding[];
  cursor: FeedCursor | null;
  /** How often each invoice was written. */
  readonly writes: Map<number, number>;
  readonly withdrawn: Set<number>;
  /** Those that count as being in a file. */
  readonly exported: Set<number>;
  commits: number;
  /** Thrown instead of a commit with this number, as a killed worker would lose it. */
  failAt: number | null;
}

export function createMemoryStore(): MemoryStore {
  const store: MemoryStore = {
    invoices: new Map(),
    findings: [],
    cursor: null,
    writes: new Map(),
    withdrawn: new Set(),
    exported: new Set(),
    commits: 0,
    failAt: null,
    loadCursor: async () => store.cursor,
    commitPage: async ({ invoices, findings, cursor, withdrawn }) => {
      store.commits += 1;
      if (store.commits === store.failAt) throw new Error('killed');
      const about = new Set([...invoices.map((one) => one.id), ...findings.map((one) => one.invoiceId)]);
      const kept = store.findings.filter((one) => one.invoiceId === undefined || !about.has(one.invoiceId));
      store.findings.splice(0, store.findings.length, ...kept, ...findings);
      for (const invoice of invoices) {
        store.invoices.set(invoice.id, invoice);
        store.writes.set(invoice.id, (store.writes.get(invoice.id) ?? 0) + 1);
        store.withdrawn.delete(invoice.id);
      }
      for (const id of withdrawn ?? []) store.withdrawn.add(id);
      store.cursor = cursor;
    },
    stampsOf: async (_tenantId, ids) =>
      new Map(
        ids.flatMap((id) => {
          const invoice = store.invoices.get(id);
          return invoice ? [[id, { changedAt: invoice.changedAt, orderChangedAt: invoice.orderChangedAt ?? '', out: store.exported.has(id), code: invoice.code, kind: invoice.kind, date: invoice.date }] as const] : [];
        }),
      ),
    replaceFindings: async (_tenantId, _shopId, code, findings) => {
      const kept = store.findings.filter((one) => one.code !== code);
      store.findings.splice(0, store.findings.length, ...kept, ...findings);
    },
    codesOf: async () => [...store.invoices.values()].map(({ id, code, kind, date }) => ({ id, code, kind, date })).toSorted((a, b) => a.id - b.id),
  };
  return store;
}
