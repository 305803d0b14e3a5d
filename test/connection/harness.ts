/** The connection room against the simulated Exact over TLS on loopback, with a clock that can be moved and a person who clicks. */
import 'fake-indexeddb/auto';
import { Agent, request as httpsRequest } from 'node:https';
import { openConnections, type Connections } from '../../lib/connection/connections';
import { createConsent, type Consent, type ConsentDeps } from '../../lib/connection/consent';
import { createTokens, type RunLocked, type Tokens } from '../../lib/connection/tokens';
import { openVault, type Vault } from '../../lib/connection/vault';
import type { ExactApp } from '../../lib/exact/oauth';
import type { Fetch } from '../../lib/exact/send';
import { FaultError } from '../../lib/faults';
import { createClock, type HostHandler, type SimClock } from '../simulators/contract';
import { createExact, SEED_USERS, type ExactSim } from '../simulators/exact';
import { makeCertificate } from '../simulators/net/certificate';
import { startServer } from '../simulators/net/server';

export const REDIRECT = 'https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/';
export const APP: ExactApp = { site: 'nl', clientId: '11111111-2222-4333-8444-555555555555', clientSecret: 'S3cret/+of&the=app' };
export const SHOP_A = { tenantId: 'tenant-1', shopId: 12 };
export const SHOP_B = { tenantId: 'tenant-1', shopId: 13 };

/**
 * `fetch` towards a port on loopback under the real host names; like the browser's, it keeps connections open for the next call and
 * rejects with a TypeError when the line breaks. Unlike it, it sends nothing a second time.
 */
export function loopbackFetch(port: number): Fetch {
  const agent = new Agent({ keepAlive: true });
  return (url, init) =>
    new Promise((resolve, reject) => {
      const target = new URL(url);
      const headers = { ...Object.fromEntries(new Headers(init.headers).entries()), host: target.host };
      const call = httpsRequest({ host: '127.0.0.1', port, path: target.pathname + target.search, method: init.method ?? 'GET', headers, rejectUnauthorized: false, agent, ...(init.signal ? { signal: init.signal } : {}) }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', () => reject(new TypeError('Failed to fetch')));
        answer.on('end', () => {
          const body = Buffer.concat(chunks);
          const received = new Headers();
          for (const [name, value] of Object.entries(answer.headers)) for (const one of [value ?? []].flat()) received.append(name, one);
          const status = answer.statusCode ?? 0;
          resolve(new Response([204, 304].includes(status) ? null : body, { status, headers: received }));
        });
      });
      call.on('error', (error) => reject(init.signal?.aborted ? error : new TypeError('Failed to fetch')));
      call.end(typeof init.body === 'string' ? init.body : undefined);
    });
}

export interface Person {
  readonly login: string;
  readonly answer?: 'allow' | 'deny';
}

/** What a person does in the sign-in window: log in, second factor, consent; ends at the first address outside of Exact. */
export function personAt(port: number): (url: string, person: Person) => Promise<string> {
  const fetch = loopbackFetch(port);
  return async (url, person) => {
    const user = SEED_USERS.find((one) => one.login === person.login);
    if (!user) throw new Error(`no user ${person.login}`);
    const cookies = new Map<string, string>();
    let next: { readonly url: string; readonly form?: URLSearchParams } = { url };
    for (let step = 0; step < 15; step += 1) {
      if (!new URL(next.url).host.startsWith('start.exactonline.')) return next.url;
      const headers = { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '), ...(next.form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}) };
      const answer = await fetch(next.url, { method: next.form ? 'POST' : 'GET', headers, ...(next.form ? { body: next.form.toString() } : {}) });
      for (const line of answer.headers.getSetCookie()) {
        const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
        cookies.set(name, value);
      }
      const location = answer.headers.get('location');
      if (location) {
        next = { url: new URL(location, next.url).toString() };
        continue;
      }
      const page = await answer.text();
      const form = hiddenFields(page);
      const action = /<form method="post" action="([^"]+)"/.exec(page)?.[1];
      if (!action) throw new FaultError({ code: 'exact-cancelled', params: { redirect: REDIRECT } });
      if (page.includes('name="UserName"')) {
        form.set('UserName', user.login);
        form.set('Password', user.password);
      } else if (page.includes('name="Code"')) form.set('Code', user.code);
      else form.set('answer', person.answer ?? 'allow');
      next = { url: new URL(action, next.url).toString(), form };
    }
    throw new Error('the sign-in pages go round in circles');
  };
}

function hiddenFields(page: string): URLSearchParams {
  const form = new URLSearchParams();
  for (const [, name = '', value = ''] of page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)) {
    form.set(name, value.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>'));
  }
  return form;
}

/** Web Locks as the browser has them: first come, first served; shared holders together. */
export function memoryLocks(): RunLocked {
  const queues = new Map<string, { readonly mode: 'exclusive' | 'shared'; readonly done: Promise<void> }[]>();
  return async (name, run, options = {}) => {
    const mode = options.mode ?? 'exclusive';
    const queue = queues.get(name) ?? [];
    queues.set(name, queue);
    const before = queue.filter((one) => mode === 'exclusive' || one.mode === 'exclusive').map((one) => one.done);
    let release = (): void => undefined;
    const entry = { mode, done: new Promise<void>((resolve) => (release = resolve)) };
    queue.push(entry);
    try {
      await Promise.all(before);
      return await run();
    } finally {
      queue.splice(queue.indexOf(entry), 1);
      release();
    }
  };
}

export interface Rig {
  readonly exact: ExactSim;
  readonly clock: SimClock;
  readonly vault: Vault;
  readonly connections: Connections;
  readonly tokens: Tokens;
  readonly consent: Consent;
  /** Who sits before the sign-in window, or what happens to it. */
  person: Person | (() => Promise<string>);
  online: boolean;
  /** What was asked of the network, in order. */
  readonly asked: string[];
  /** Like `consent` and `tokens`, made by the next run of the worker: same stores, empty globals. */
  restarted(): { readonly consent: Consent; readonly tokens: Tokens };
  /** The same after a kill: the browser has freed all locks. */
  restartedWithFreeLocks(): { readonly consent: Consent; readonly tokens: Tokens };
  /** Called before each request leaves; a test can hold it back. */
  beforeFetch: (url: string, init: RequestInit) => Promise<void>;
  /** An answer in the simulator's stead, for what it never says; null lets the request go on. */
  instead: (url: string, init: RequestInit) => Response | null;
  /** Called when an answer has arrived, before the product sees it. */
  afterFetch: (url: string) => Promise<void>;
  close(): Promise<void>;
}

let rigs = 0;

/** A fresh world: own databases, own simulator; or another browser with the `shared` Exact. */
export async function createRig(shared?: Pick<Rig, 'exact' | 'clock'>): Promise<Rig> {
  const number = (rigs += 1);
  const clock = shared?.clock ?? createClock();
  const exact = shared?.exact ?? createExact({ clock });
  exact.registerApp({ clientId: APP.clientId, clientSecret: APP.clientSecret, redirectUri: REDIRECT, name: 'Exact Online for ShopCtrl' });
  const handlers: readonly HostHandler[] = [exact];
  const server = await startServer(await makeCertificate(['start.exactonline.nl']), handlers);
  const wire = loopbackFetch(server.port);
  const walk = personAt(server.port);
  const vault = openVault({ name: `vault-${number}` });
  const connections = openConnections({ name: `connections-${number}` });
  let locks = memoryLocks();
  const states = new Map<string, string>();
  const asked: string[] = [];
  let drawn = 0;

  const fetch: Fetch = async (url, init) => {
    asked.push(`${init.method ?? 'GET'} ${new URL(url).pathname}`);
    await rig.beforeFetch(url, init);
    const answer = rig.instead(url, init) ?? (await wire(url, init));
    await rig.afterFetch(url);
    return answer;
  };
  const make = (owner: string): { consent: Consent; tokens: Tokens } => {
    const tokens = createTokens({ fetch, vault, connections, app: () => Promise.resolve(APP), lock: (name, run, options) => locks(name, run, options), now: () => clock.now(), changed: () => undefined });
    const deps: ConsentDeps = {
      fetch,
      vault,
      connections,
      tokens,
      currentApp: () => Promise.resolve(APP),
      app: () => Promise.resolve(APP),
      redirectAddress: () => REDIRECT,
      signIn: (url) => (typeof rig.person === 'function' ? rig.person() : walk(url, rig.person)),
      states: {
        put: (id, state) => Promise.resolve(void states.set(id, state)),
        take: (id) => {
          const state = states.get(id) ?? null;
          states.delete(id);
          return Promise.resolve(state);
        },
      },
      random: () => `random-text-number-${number}-${(drawn += 1)}`,
      owner,
      now: () => clock.now(),
      today: () => new Date(clock.now()).toISOString().slice(0, 10),
      online: () => rig.online,
      changed: () => undefined,
    };
    return { consent: createConsent(deps), tokens };
  };
  const first = make('worker-1');
  let workers = 1;
  const rig: Rig = {
    exact,
    clock,
    vault,
    connections,
    ...first,
    person: { login: 'anna.jansen' },
    online: true,
    asked,
    restarted: () => make(`worker-${(workers += 1)}`),
    restartedWithFreeLocks: () => {
      locks = memoryLocks();
      return make(`worker-${(workers += 1)}`);
    },
    beforeFetch: () => Promise.resolve(),
    instead: () => null,
    afterFetch: () => Promise.resolve(),
    close: async () => {
      vault.close();
      connections.close();
      await server.close();
    },
  };
  return rig;
}

/** Connects a shop with a division, as the person would. */
export async function connect(rig: Rig, shop: { readonly tenantId: string; readonly shopId: number }, division: number, forceLogin = false): Promise<string> {
  await rig.consent.authorize(shop, forceLogin);
  await rig.consent.idle();
  await rig.consent.choose(shop, division);
  await rig.consent.idle();
  const link = await rig.connections.linkOf(shop);
  if (!link) throw new Error('not linked');
  return link.connectionId;
}
