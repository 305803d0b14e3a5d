/** Requests of the section in the admin's page. */
import { connectionView } from '../connection/state';
import { fail } from '../faults';
import type { Language, NativeModule, SectionRequest, SectionState, ShopName } from '../messages';
import type { Tenant } from '../settings/database';
import { appSecretId } from '../connection/secrets';
import sectionStyle from '../../components/section/section.css?inline';
import { sectionWords, withReasonTexts } from '../words/section';
import { syncCard } from '../words/sync';
import type { App } from './app';
import type { Handlers } from './door';
import { isAdminHost } from './hosts';
import { sawNative } from './sync-native';
import { besides } from './sync-summary';

type Kinds = 'section.state' | 'section.words' | 'section.chooseShop' | 'export.start' | 'export.cancel' | 'export.downloadAgain' | 'pages.openSetup';
type StateRequest = Pick<Extract<SectionRequest, { kind: 'section.state' }>, 'adminHost' | 'title' | 'linkShopId' | 'own' | 'native'> & { /** Of the card of Sync; without one there is none. */ readonly language?: Language };

export function sectionHandlers(app: App): Pick<Handlers, Kinds> {
  return {
    'section.state': async (request, sender) => {
      app.listens(sender);
      return withReasonTexts(await sectionState(app, request), request.language);
    },
    'section.words': ({ language }) => Promise.resolve(sectionWords(language, sectionStyle)),
    'section.chooseShop': async ({ adminHost, title, shopId }) => {
      const tenant = await app.settings.tenantOfHost(adminHost);
      const shop = tenant && (await app.settings.shop({ tenantId: tenant.tenantId, shopId }));
      if (!shop) return fail('shop-unknown');
      if (title === null) return sureState(app, tenant, shop, 'unknown');
      await app.settings.rememberTitle(tenant.tenantId, title, shopId);
      return sectionState(app, { adminHost, title, linkShopId: null, native: 'unknown' });
    },
    'export.start': ({ shop, from, to, topic }) => app.desk.start({ shop, from, to, topic }),
    'export.cancel': async ({ shop, jobId }) => {
      await app.desk.cancel(shop, jobId);
      return null;
    },
    'export.downloadAgain': async ({ shop, fileId }) => {
      await app.desk.downloadAgain(shop, fileId);
      return null;
    },
    'pages.openSetup': async ({ shop, at }) => {
      await app.surroundings.openSetup(shop, at);
      return null;
    },
  };
}

/**
 * The state of the section in one shop tab. A `*.shopctrl.com` admin needs no set-up for this: the person is signed in there, and
 * that session is enough to read shops and invoices on the same host.
 */
async function sectionState(app: App, request: StateRequest): Promise<SectionState> {
  const tenant = await tenantFor(app, request.adminHost);
  if (!tenant) return { identity: 'unavailable', fault: { code: 'shopctrl-not-set-up' } };
  const first = await matched(app, tenant, request);
  if (first.shops.length > 0 && first.match.state === 'sure') {
    app.book.refreshIfStale(tenant);
    return shown(app, tenant, first, request);
  }
  // No shop fits: the list may be older than the shop. One look at ShopCtrl, then it is as it is.
  const outcome = first.shops.length === 0 || first.match.state === 'ask' ? await app.book.refreshUnlessFresh(tenant.tenantId) : null;
  const second = await matched(app, tenant, request);
  if (second.shops.length === 0) return { identity: 'unavailable', fault: outcome ?? (await app.settings.tenant(tenant.tenantId))?.fault ?? { code: 'shopctrl-not-set-up' } };
  return shown(app, tenant, second, request);
}

async function tenantFor(app: App, adminHost: string): Promise<Tenant | null> {
  const present = await app.settings.tenantOfHost(adminHost);
  if (present || !isAdminHost(adminHost)) return present;
  return app.settings.ensureTenant({
    adminHost,
    apiBase: `https://${adminHost}`,
    access: 'session',
    login: '',
    user: null,
    shopCount: null,
    shopsReadAt: null,
    fault: null,
    nativeModule: null,
  });
}

interface Matched {
  readonly shops: readonly ShopName[];
  readonly match: ReturnType<App['matchShop']>;
  /** What else the title may mean, when the person's own choice decided. */
  readonly alternatives: readonly ShopName[];
}

async function matched(app: App, tenant: Tenant, { title, linkShopId, own }: StateRequest): Promise<Matched> {
  const shops = await app.settings.shops(tenant.tenantId);
  const remembered = own ? own.shopId : title === null ? null : await app.settings.rememberedShop(tenant.tenantId, title);
  const match = app.matchShop({ title, linkShopId, shops, remembered });
  if (remembered === null) return { shops, match, alternatives: [] };
  // The person was asked about just this title: that answer also settles a link that says otherwise, or the question would never end.
  const chosen = match.state === 'ask' ? match.candidates.find((one) => one.shopId === remembered) : undefined;
  const decided = chosen ? ({ state: 'sure', shopId: chosen.shopId } as const) : match;
  const without = app.matchShop({ title, linkShopId, shops, remembered: null });
  const alternatives = decided.state === 'sure' && without.state === 'ask' ? without.candidates.filter((one) => one.shopId !== decided.shopId) : [];
  return { shops, match: decided, alternatives };
}

async function shown(app: App, tenant: Tenant, { shops, match, alternatives }: Matched, { native, language }: StateRequest): Promise<SectionState> {
  if (match.state === 'ask') return { identity: 'ask', reason: match.reason, tenantId: tenant.tenantId, candidates: match.candidates };
  const shop = shops.find((one) => one.shopId === match.shopId);
  if (!shop) return fail('shop-unknown');
  const state = await sureState(app, tenant, shop, native, language);
  return state.identity === 'sure' && alternatives.length > 0 ? { ...state, alternatives } : state;
}

async function sureState(app: App, tenant: Tenant, shop: ShopName, native: NativeModule, language?: Language): Promise<SectionState> {
  if (await sawNative(app.settings, shop, native, app.now())) {
    // What is seen refutes who said that it is off; a run that goes on ends.
    if (native === 'active' && (await app.ledger.syncShop(shop))) await app.sync.change(shop, (row) => row && { ...row, nativeOff: null });
    app.changed('sync');
  }
  await app.sync.visible(shop);
  const [view, exportState, hasExactApp, latest, vanished, sync] = await Promise.all([
    connectionView(app.connections, shop),
    app.desk.state(shop),
    hasApp(app),
    app.settings.tenant(tenant.tenantId),
    app.books.vanished(shop),
    app.sync.state(shop),
  ]);
  const linked = view.sync.state === 'authorized' || view.sync.state === 'reconnect';
  return {
    identity: 'sure',
    shop: { tenantId: shop.tenantId, shopId: shop.shopId, name: shop.name },
    hasExactApp,
    ...view,
    export: exportState,
    native: nativeOf(native, latest?.nativeModule ?? null),
    ...(latest?.fault ? { accessFault: latest.fault } : {}),
    ...(vanished > 0 ? { vanished } : {}),
    automation: language && (linked || sync.on) ? syncCard(language, shop, besides(sync, view.sync)) : null,
  };
}

/** Whether new consents can be given: an app and its secret are there. */
export async function hasApp(app: Pick<App, 'settings' | 'vault'>): Promise<boolean> {
  const current = await app.settings.exactApp();
  return current !== null && app.vault.has(appSecretId(current.site, current.clientId));
}

/** What the page shows counts first: it is about this shop, while the API tells of the whole environment. */
function nativeOf(seen: NativeModule, module: boolean | null): NativeModule {
  if (seen !== 'unknown' || module === null) return seen;
  return module ? 'present' : 'absent';
}
