/** The whole background in Node: every room for real, against all simulators over TLS on loopback; only the browser's own parts are stand-ins. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { createBackground, type Background, type BackgroundDeps } from '../../lib/background/create';
import type { Fetch } from '../../lib/exact/send';
import { FaultError } from '../../lib/faults';
import type { ChangedNotice, PopupState, Replies, Reply, Request, SectionState, ShopRef } from '../../lib/messages';
import type { BadgeState, Notification } from '../../lib/platform/attention';
import type { Sender } from '../../lib/platform/serving';
import { loopbackFetch, memoryLocks, personAt, type Person } from '../connection/harness';
import { createClock } from '../simulators/contract';
import { startSimulators, type Simulators, type SimulatorSetUp } from '../simulators/start';

export const REDIRECT = 'https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/';
export const HOST = 'demo.shopctrl.com';
export const PAGE: Sender = { context: 'page' };
export const CLIENT_ID = '11111111-2222-4333-8444-555555555555';
export const tabOn = (host: string, tabId = 7): Sender => ({ context: 'content', host, tabId, frameId: 0 });

export interface Stage {
  readonly sims: Simulators;
  background: Background;
  /** Sent as an extension page. */
  ask<R extends Request>(request: R, sender?: Sender): Promise<Reply<Replies[R['kind']]>>;
  /** The value, or the fault as an exception. */
  value<R extends Request>(request: R, sender?: Sender): Promise<Replies[R['kind']]>;
  /** The section's question for its state on a tab of the admin. */
  section(title: string | null, more?: { readonly link?: number; readonly host?: string }): Promise<SectionState>;
  /** The person signs in at the admin; the browser keeps the cookie. */
  signIn(login: string, password: string, host?: string): void;
  person: Person;
  /** Hosts that the person has not allowed. */
  readonly denied: Set<string>;
  readonly notices: ChangedNotice[];
  readonly snapshots: PopupState[];
  readonly opened: string[];
  readonly placed: (readonly string[])[];
  readonly listeners: Sender[];
  /** When each alarm of Sync goes off, by its name; null for none. */
  readonly alarms: Map<string, number | null>;
  readonly badges: BadgeState[];
  readonly told: Notification[];
  /** Asked before each request: true has its answer lost for good, after it was processed. */
  strike: (url: string, init: RequestInit) => boolean;
  /** What a wait of the worker does to the clock; nothing unless set. */
  sleeps: (milliseconds: number) => void;
  /** Resolves when an answer was lost. */
  readonly struck: Promise<void>;
  /** The worker is killed and started again: stores stay, globals go, locks are free. */
  restart(): void;
  close(): Promise<void>;
}

/** Texts that were drawn, by any browser. */
let drawn = 0;

/**
 * `wireTo`: the fetch towards the simulators' port, instead of one that sends nothing a second time. `beside`: another browser at the same
 * simulators; each has databases of its own, those of the newer one being the global ones until a test changes that.
 */
export async function createStage(setUp: SimulatorSetUp = {}, wireTo: (port: number) => Fetch = loopbackFetch, beside?: Stage): Promise<Stage> {
  globalThis.indexedDB = new IDBFactory();
  const clock = beside?.sims.clock ?? setUp.clock ?? createClock();
  const sims = beside?.sims ?? (await startSimulators({ ...setUp, clock }));
  sims.exact.registerApp({ clientId: CLIENT_ID, clientSecret: 'S3cret', redirectUri: REDIRECT, name: 'Exact Online for ShopCtrl' });
  const wire = wireTo(sims.port);
  const walk = personAt(sims.port);
  const cookies = new Map<string, string>();
  const states = new Map<string, string>();
  let struck = (): void => undefined;
  // Like the browser: cookies of the request's own host go along unless they are left out by order.
  const fetch: Fetch = (url, init) => {
    const cookie = init.credentials === 'omit' ? undefined : cookies.get(new URL(url).hostname);
    const strikes = stage.strike(url, init);
    const answer = wire(url, cookie === undefined ? init : { ...init, headers: { ...(init.headers as Record<string, string>), cookie } });
    return strikes ? answer.then(() => new Promise<never>(() => struck())) : answer;
  };
  const make = (): Background => {
    const locks = memoryLocks();
    const deps: BackgroundDeps = {
      fetch,
      now: () => clock.now(),
      sleep: (milliseconds) => Promise.resolve(stage.sleeps(milliseconds)),
      random: () => `a-random-text-of-the-worker-${(drawn += 1)}`,
      online: () => true,
      lock: locks,
      states: {
        put: (id, state) => Promise.resolve(void states.set(id, state)),
        take: (id) => {
          const state = states.get(id) ?? null;
          states.delete(id);
          return Promise.resolve(state);
        },
      },
      version: () => '9.8.7',
      redirectAddress: () => REDIRECT,
      signIn: (url) => walk(url, stage.person),
      openSetup: (shop, at) => Promise.resolve(void opened.push(['setup', shop?.shopId, at].filter((part) => part !== undefined).join(' '))),
      openPreview: (shop, invoiceId) => Promise.resolve(void opened.push(['preview', shop.shopId, invoiceId].filter((part) => part !== undefined).join(' '))),
      openLedger: (shop, start) => Promise.resolve(void opened.push(`ledger ${shop.shopId}${start ? ' start' : ''}`)),
      openShop: (host, shopId) => Promise.resolve(void opened.push(`shop ${host} ${shopId}`)),
      openFile: (fileId) => Promise.resolve(void opened.push(`file ${fileId}`)),
      hasAccess: (addresses) => Promise.resolve(addresses.every((address) => !stage.denied.has(new URL(address).hostname))),
      placeSection: (hosts) => Promise.resolve(void placed.push(hosts)),
      notify: (notice) => Promise.resolve(void notices.push(notice)),
      listens: (sender) => void listeners.push(sender),
      writeSnapshot: (state) => Promise.resolve(void snapshots.push(state)),
      pulse: () => undefined,
      wake: () => Promise.resolve(),
      language: () => 'en',
      badge: (state) => Promise.resolve(void badges.push(state)),
      tell: (notification) => Promise.resolve(void told.push(notification)),
      syncAlarms: {
        wake: (on) => Promise.resolve(void alarms.set('sync-wake', on ? clock.now() + 30_000 : null)),
        every: (minutes) => {
          if (minutes === null) alarms.set('sync', null);
          else if (!alarms.get('sync')) alarms.set('sync', clock.now() + minutes * 60_000);
          return Promise.resolve();
        },
        at: (when) => Promise.resolve(void alarms.set('sync-at', when)),
        next: () => {
          const moments = ['sync', 'sync-at'].flatMap((name) => alarms.get(name) ?? []);
          return Promise.resolve(moments.length === 0 ? null : Math.min(...moments));
        },
      },
      signal: new AbortController().signal,
    };
    return createBackground(deps);
  };
  const badges: BadgeState[] = [];
  const told: Notification[] = [];
  const alarms = new Map<string, number | null>();
  const opened: string[] = [];
  const placed: (readonly string[])[] = [];
  const notices: ChangedNotice[] = [];
  const snapshots: PopupState[] = [];
  const listeners: Sender[] = [];
  const stage: Stage = {
    sims,
    background: make(),
    ask: <R extends Request>(request: R, sender: Sender = PAGE) => stage.background.answer(request, sender) as Promise<Reply<Replies[R['kind']]>>,
    value: async (request, sender) => {
      const reply = await stage.ask(request, sender);
      if (!reply.ok) throw new FaultError(reply.fault);
      return reply.value;
    },
    section: (title, more = {}) =>
      stage.value({ kind: 'section.state', adminHost: more.host ?? HOST, title, linkShopId: more.link ?? null, native: 'unknown', language: 'en' }, tabOn(more.host ?? HOST)),
    signIn: (login, password, host = HOST) => {
      const result = sims.sessions.login(host, login, password);
      if (result.kind !== 'ok') throw new Error(`cannot sign in: ${result.kind}`);
      cookies.set(host, result.setCookie.split(';')[0] ?? '');
    },
    person: { login: 'anna.jansen' },
    denied: new Set(),
    notices,
    snapshots,
    opened,
    placed,
    listeners,
    alarms,
    badges,
    told,
    strike: () => false,
    sleeps: () => undefined,
    struck: new Promise((resolve) => (struck = resolve)),
    restart: () => {
      stage.background = make();
    },
    close: async () => {
      await stage.background.idle();
      const { settings, vault, connections } = stage.background.app;
      settings.close();
      vault.close();
      connections.close();
      if (!beside) await sims.close();
    },
  };
  return stage;
}

/** ShopCtrl with a login, and the Exact app. Answers the tenant. */
export async function setUpAll(stage: Stage, login = 'api@demo.example', password = 'Sleutel-é€-42'): Promise<string> {
  const { tenantId } = await stage.value({ kind: 'setup.saveShopCtrl', address: HOST, apiBase: `https://api.${HOST}`, login, password });
  await stage.value({ kind: 'setup.saveExactApp', site: 'nl', clientId: CLIENT_ID, clientSecret: 'S3cret' });
  return tenantId;
}

/** The sure state of a shop's section; fails on any other. */
export function sure(state: SectionState): Extract<SectionState, { identity: 'sure' }> {
  if (state.identity !== 'sure') throw new Error(`not sure: ${JSON.stringify(state)}`);
  return state;
}

export async function connectShop(stage: Stage, shop: ShopRef, division: number): Promise<void> {
  await stage.value({ kind: 'connect.authorize', shop, forceLogin: false });
  await stage.background.idle();
  await stage.value({ kind: 'connect.chooseAdministration', shop, division });
  await stage.background.idle();
}
