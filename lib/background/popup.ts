/** Requests of the popup, and its state. */
import { connectionViews, type ConnectionView } from '../connection/state';
import { fail } from '../faults';
import type { PopupShop, PopupState, ShopName } from '../messages';
import { knownShop, type App } from './app';
import type { Handlers } from './door';
import { hasApp } from './section';
import { besides } from './sync-summary';

type Kinds = 'popup.state' | 'export.startNew' | 'pages.openShop' | 'file.saved';

export function popupHandlers(app: App): Pick<Handlers, Kinds> {
  return {
    'popup.state': async () => {
      // A trouble of before (signed out, offline) may be over: the answer comes as a notice, the popup does not wait for it.
      for (const tenant of await app.settings.tenants()) if (tenant.fault) app.book.refreshIfStale(tenant);
      return popupState(app);
    },
    'export.startNew': async ({ shop }) => {
      await knownShop(app, shop);
      return app.desk.startNew(shop);
    },
    'pages.openShop': async ({ shop }) => {
      const tenant = await app.settings.tenant(shop.tenantId);
      if (!tenant) return fail('shop-unknown');
      await app.surroundings.openShop(tenant.adminHost, shop.shopId);
      return null;
    },
    'file.saved': async ({ fileId }) => {
      await app.desk.saved(fileId);
      return null;
    },
  };
}

/** Every shop with its connection and what waits, by tenant and name. */
export async function popupState(app: App): Promise<PopupState> {
  const [tenants, viewOf] = await Promise.all([app.settings.tenants(), connectionViews(app.connections)]);
  const perTenant = await Promise.all(
    tenants.map(async (tenant) => {
      const shops = await app.settings.shops(tenant.tenantId);
      return Promise.all([...shops].sort((a, b) => a.name.localeCompare(b.name)).map((shop) => popupShop(app, shop, viewOf(shop))));
    }),
  );
  const shops = perTenant.flat();
  return {
    next: shops.length === 0 ? 'set-up-shopctrl' : (await hasApp(app)) ? null : 'set-up-exact',
    shops,
    environments: tenants.flatMap(({ tenantId, adminHost, fault }) => (fault ? [{ tenantId, adminHost, fault }] : [])),
  };
}

async function popupShop(app: App, shop: ShopName, { sync, connectFault }: ConnectionView): Promise<PopupShop> {
  const [exportState, wasRead, vanished, automation] = await Promise.all([app.desk.state(shop), app.wasRead(shop), app.books.vanished(shop), app.sync.state(shop)]);
  const linked = sync.state === 'authorized' || sync.state === 'reconnect';
  const fault = sync.state === 'reconnect' ? sync.fault : connectFault;
  return {
    tenantId: shop.tenantId,
    shopId: shop.shopId,
    name: shop.name,
    connection: sync.state === 'authorized' ? 'connected' : fault ? 'attention' : 'not-connected',
    administration: linked ? sync.administration : null,
    lastExport: exportState.files[0]?.madeAt ?? null,
    waiting: wasRead ? exportState.waiting : null,
    settingsMissing: exportState.settingsMissing.length > 0,
    ...(vanished > 0 ? { vanished } : {}),
    job: exportState.job,
    ...(linked || automation.on ? { sync: besides(automation, sync) } : {}),
    fault,
  };
}
