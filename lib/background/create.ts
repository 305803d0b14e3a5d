/** Puts the background together from its rooms. No browser API here: `start.ts` brings those, tests bring their own. */
import { openConnections } from '../connection/connections';
import { createConsent } from '../connection/consent';
import { appSecretId, readText } from '../connection/secrets';
import { createTokens, type RunLocked } from '../connection/tokens';
import { openVault } from '../connection/vault';
import { openBooksStore } from '../exact/books-store';
import type { ExactApp } from '../exact/oauth';
import type { Fetch } from '../exact/send';
import { createExportDesk } from '../export/desk';
import { readShop } from '../export/read';
import { dayOfInstant } from '../invoice/date';
import { openLedger } from '../ledger/ledger';
import type { ChangedNotice, ExactSite, PopupState, ShopRef } from '../messages';
import type { AlarmName } from '../platform/alarms';
import type { Answerer, Sender } from '../platform/serving';
import { openSettings } from '../settings/settings';
import { candidatesFor, probeApi } from '../shopctrl/address';
import type { ShopCtrlClient } from '../shopctrl/client';
import { matchShop } from '../shopctrl/shop-match';
import type { App, Surroundings } from './app';
import { createBooksDesk, type BooksDesk } from './books';
import { createClients } from './clients';
import { connectHandlers } from './connect';
import { discover } from './discover';
import { createDoor } from './door';
import { createAnnouncer } from './announcer';
import { createAttention, shopOfNotification, type AttentionDeps } from './attention';
import { createGiveWay } from './give-way';
import { popupHandlers, popupState } from './popup';
import { previewHandlers } from './preview';
import { createRunning } from './running';
import { sectionHandlers } from './section';
import { setupHandlers } from './setup';
import { createShopBook } from './shop-book';
import { createBudgets } from '../sync/budgets';
import { createSync, type SyncAlarms } from './sync';
import { nativeEnabled } from './sync-native';
import { ledgerHandlers } from './sync-page';
import { syncHandlers } from './sync-requests';

export interface BackgroundDeps extends Surroundings, Omit<AttentionDeps, 'settings'> {
  readonly fetch: Fetch;
  now(): number;
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** An unguessable text. */
  random(): string;
  online(): boolean;
  readonly lock: RunLocked;
  readonly states: { put(attemptId: string, state: string): Promise<void>; take(attemptId: string): Promise<string | null> };
  signIn(url: string): Promise<string>;
  openFile(fileId: string): Promise<void>;
  notify(notice: ChangedNotice): Promise<void>;
  listens(sender: Sender): void;
  writeSnapshot(state: PopupState, at: string): Promise<void>;
  pulse(): void;
  wake(on: boolean): Promise<void>;
  readonly syncAlarms: SyncAlarms;
  readonly signal: AbortSignal;
}

export interface Background {
  readonly answer: Answerer;
  /** Work that an alarm, a start of the browser or of the worker sets off; all of it may be repeated. */
  start(): Promise<void>;
  /** The extension was installed, or the browser started: what has to stand and go on does, also when nothing else comes. */
  started(): Promise<void>;
  alarm(name: AlarmName): Promise<void>;
  /** A notification was clicked. */
  toldClicked(id: string): Promise<void>;
  /** The person gave or took the permission to reach hosts. */
  accessChanged(): Promise<void>;
  /** Resolves when nothing runs in the background; for tests. */
  idle(): Promise<void>;
  readonly app: App;
}

export function createBackground(deps: BackgroundDeps): Background {
  const running = createRunning();
  const settings = openSettings();
  const vault = openVault();
  const connections = openConnections();
  const ledger = openLedger();
  const attention = createAttention({ settings, language: () => deps.language(), badge: (state) => deps.badge(state), tell: (notification) => deps.tell(notification) });
  const announcer = createAnnouncer({
    notify: deps.notify,
    now: () => deps.now(),
    sleep: (ms) => deps.sleep(ms, deps.signal),
    snapshot: async () => {
      const state = await popupState(app);
      await Promise.all([deps.writeSnapshot(state, new Date(deps.now()).toISOString()), attention(state)]);
    },
  });
  const changed = (what: ChangedNotice['what']): void => {
    announcer.changed(what);
    // However a shop came to its administration: what that offers is read without anyone asking.
    if (what === 'connection') running.detach(books.readMissing());
  };

  const appOf = async (site: ExactSite, clientId: string): Promise<ExactApp | null> => {
    const clientSecret = await readText(vault, appSecretId(site, clientId));
    return clientSecret === null ? null : { site, clientId, clientSecret };
  };
  const tokens = createTokens({ fetch: deps.fetch, vault, connections, app: appOf, lock: deps.lock, now: () => deps.now(), signal: deps.signal, changed: () => changed('connection') });
  const consent = createConsent({
    fetch: deps.fetch,
    vault,
    connections,
    tokens,
    currentApp: async () => {
      const current = await settings.exactApp();
      return current && appOf(current.site, current.clientId);
    },
    app: appOf,
    redirectAddress: () => deps.redirectAddress(),
    signIn: (url) => deps.signIn(url),
    states: deps.states,
    random: () => deps.random(),
    owner: deps.random(),
    now: () => deps.now(),
    today: () => dayOfInstant(deps.now()),
    online: () => deps.online(),
    changed: () => changed('connection'),
    signal: deps.signal,
  });

  const clients = createClients({ settings, vault, fetch: deps.fetch, hasAccess: (addresses) => deps.hasAccess(addresses), now: () => deps.now(), sleep: (ms, signal) => deps.sleep(ms, signal), signal: deps.signal });
  const clientFor = (tenantId: string): Promise<ShopCtrlClient> => clients.of(tenantId);
  const giveWay = createGiveWay(deps.lock);
  const readAhead = (only?: ShopRef): Promise<void> => discover({ app, store: ledger, read: readShop, clientFor, lock: deps.lock, pulse: () => deps.pulse(), givesWay: (name) => giveWay.signalOf(name), wanted: (shop) => books.wants(shop), signal: deps.signal }, only);

  const books: BooksDesk = createBooksDesk({
    store: openBooksStore(),
    connections,
    settings,
    ledger,
    fetch: deps.fetch,
    budgets: createBudgets(ledger, () => deps.now()),
    accessToken: (connectionId, refused) => tokens.access(connectionId, refused),
    wasRead: (shop) => app.wasRead(shop),
    readSoon: (shop) => running.detach(readAhead(shop).finally(() => changed('setup'))),
    changed: () => changed('setup'),
    inBackground: (work) => running.detach(work),
    pulse: () => deps.pulse(),
    now: () => deps.now(),
    sleep: (ms, signal) => deps.sleep(ms, signal),
    signal: deps.signal,
  });

  const desk = createExportDesk({
    ledger,
    rulesOf: async (shop) => {
      const version = await settings.rules(shop);
      return version && { version: version.version, rules: await books.effective(shop, version.rules) };
    },
    prepare: (shop) => books.refreshIfStale(shop),
    booksOf: (shop) => books.booksOf(shop),
    shopName: async (shop) => (await settings.shop(shop))?.name ?? '',
    clientFor,
    deliver: (fileId) => deps.openFile(fileId),
    notify: () => changed('export'),
    pulse: () => deps.pulse(),
    wake: (on) => deps.wake(on),
    now: () => deps.now(),
    lock: (name, run, signal) => giveWay.first(name, run, signal),
    signal: deps.signal,
  });
  const book = createShopBook({ settings, clientFor, hasAccess: (addresses) => deps.hasAccess(addresses), changed: () => changed('setup'), moduleOn: (tenantId) => nativeEnabled(settings, ledger, tenantId, deps.now()), now: () => deps.now() });

  const sync = createSync({
    app: { settings, connections, tokens, books, book, now: () => deps.now() },
    ledger,
    alarms: deps.syncAlarms,
    fetch: deps.fetch,
    read: readShop,
    clientFor,
    lock: (name, run) => giveWay.first(name, run, deps.signal),
    pulse: () => deps.pulse(),
    random: () => Math.random(),
    changed: () => changed('sync'),
    inBackground: (work) => running.detach(work),
    life: deps.signal,
  });

  const app: App = {
    settings,
    connections,
    vault,
    tokens,
    consent,
    desk,
    ledger,
    sync,
    book,
    books,
    surroundings: deps,
    matchShop,
    candidatesFor,
    probe: (adminHost) => probeApi({ fetch: deps.fetch, adminHost, signal: deps.signal }),
    fetch: deps.fetch,
    now: () => deps.now(),
    random: () => deps.random(),
    tryLogin: (apiBase, login, password) => clients.tryLogin(apiBase, login, password),
    wasRead: async ({ tenantId, shopId }) => ((await ledger.loadCursor(tenantId, shopId))?.watermark ?? null) !== null,
    readSoon: (shop) => running.detach(readAhead(shop)),
    pulse: () => deps.pulse(),
    changed,
    listens: (sender) => deps.listens(sender),
  };

  /** Resumed once per worker: the door waits for it, so that nobody sees an attempt that is not running any more. */
  const ready = consent.resume();
  ready.catch(() => undefined);

  const placeSection = async (): Promise<void> => deps.placeSection((await settings.tenants()).map((tenant) => tenant.adminHost));

  return {
    answer: createDoor({ handlers: { ...sectionHandlers(app), ...connectHandlers(app), ...setupHandlers(app), ...popupHandlers(app), ...previewHandlers(app), ...syncHandlers(app), ...ledgerHandlers(app) }, settings, ready: ready.catch(() => undefined) }),
    start: () =>
      running.track(
        (async () => {
          await ready.catch(() => undefined);
          await placeSection();
          await book.accessChanged();
          await tokens.sweep();
          announcer.changed('setup');
          await Promise.all([desk.resume(), sync.resume()]);
        })(),
      ),
    started: () =>
      running.track(
        (async () => {
          await ready.catch(() => undefined);
          await Promise.all([desk.resume(), sync.resume()]);
        })(),
      ),
    alarm: (name) =>
      running.track(
        (async () => {
          if (name === 'sync' || name === 'sync-wake' || name === 'sync-at') {
            await sync.alarm(name);
            return;
          }
          if (name === 'tokens') {
            await tokens.keepAlive();
            await consent.resume();
          }
          if (name === 'discover') {
            await readAhead();
            await books.learnFromImports().catch(() => undefined);
          }
          await desk.resume();
          // A worker killed right after its last job leaves the alarm behind.
          if (name === 'wake' && (await ledger.openJobs()).length === 0) await deps.wake(false);
        })(),
      ),
    toldClicked: async (id) => {
      const shop = shopOfNotification(id);
      if (shop && (await settings.shop(shop))) await deps.openLedger(shop, false);
    },
    accessChanged: () =>
      running.track(
        (async () => {
          await placeSection();
          await book.accessChanged();
        })(),
      ),
    idle: async () => {
      await running.idle();
      await consent.idle();
      await announcer.idle();
    },
    app,
  };
}
