/** Requests of the set-up page. */
import { appSecretId, passwordId } from '../connection/secrets';
import { createExactClient } from '../exact/client';
import { readMe } from '../exact/me';
import { askSignInPage } from '../exact/sign-in-page';
import { fail, faultOf } from '../faults';
import type { ProbeResult, SetupShop, SetupState, ShopName, TestResult } from '../messages';
import type { Tenant } from '../settings/database';
import { adminHostOf } from '../shopctrl/address';
import { originOf } from '../shopctrl/transport';
import { formFromRules, profileFromForm, rulesFromForm } from '../settings/rules-form';
import { knownShop, type App } from './app';
import type { Handlers } from './door';
import { hasApp } from './section';

type Kinds = 'setup.state' | 'setup.probe' | 'setup.saveShopCtrl' | 'setup.saveExactApp' | 'setup.test' | 'setup.acceptUser' | 'setup.saveRules' | 'setup.forgetShop' | 'setup.books';

export function setupHandlers(app: App): Pick<Handlers, Kinds> {
  return {
    'setup.state': () => setupState(app),
    'setup.probe': ({ address }) => probe(app, address),
    'setup.saveShopCtrl': (request) => saveShopCtrl(app, request),
    'setup.saveExactApp': async ({ site, clientId, clientSecret }) => {
      const id = clientId.trim();
      if (id === '') return fail('bad-request', { field: 'clientId' });
      const secret = clientSecret.trim();
      if (secret === '' && !(await app.vault.has(appSecretId(site, id)))) return fail('bad-request', { field: 'clientSecret' });
      if (secret !== '') await app.vault.write({ [appSecretId(site, id)]: secret });
      await app.settings.putExactApp({ site, clientId: id });
      app.changed('setup');
      return null;
    },
    'setup.test': async ({ tenantId }) => ({ shopctrl: await testShopCtrl(app, tenantId), exact: await testExact(app) }),
    'setup.acceptUser': async ({ tenantId }) => {
      const fault = await app.book.accept(tenantId);
      app.changed('setup');
      if (fault) return fail(fault.code, fault.params, fault.detail);
      return null;
    },
    'setup.saveRules': async ({ shop, rules }) => {
      await knownShop(app, shop);
      const tenant = await app.settings.tenant(shop.tenantId);
      await app.settings.putRules(shop, rulesFromForm(rules), tenant?.user?.name ?? '', new Date(app.now()).toISOString());
      app.changed('setup');
      app.readSoon(shop);
      return null;
    },
    'setup.books': async ({ shop, read, profile }) => {
      await knownShop(app, shop);
      return app.books.state(shop, read, profile && profileFromForm(profile));
    },
    'setup.forgetShop': async ({ shop }) => {
      await app.sync.change(shop, (row) => row && { ...row, on: false });
      await app.sync.quiet(() => app.consent.remove(shop));
      // Before its invoices: a reading that comes after this finds a shop that nobody uses, and brings nothing back.
      app.books.forget(shop);
      await app.settings.forgetShop(shop);
      await app.desk.forget(shop);
      app.changed('setup');
      return null;
    },
  };
}

async function setupState(app: App): Promise<SetupState> {
  const [tenants, current] = await Promise.all([app.settings.tenants(), app.settings.exactApp()]);
  const shops = await Promise.all(
    tenants.map(async (tenant) => {
      const arithmetic = await app.desk.arithmetic(tenant.tenantId);
      return Promise.all((await app.settings.shops(tenant.tenantId)).map((shop) => setupShop(app, shop, arithmetic)));
    }),
  );
  return {
    redirectAddress: app.surroundings.redirectAddress(),
    tenants: await Promise.all(
      tenants.map(async (tenant) => ({
        tenantId: tenant.tenantId,
        adminHost: tenant.adminHost,
        apiBase: tenant.apiBase,
        login: tenant.login,
        hasPassword: await app.vault.has(passwordId(tenant.tenantId)),
        user: tenant.user?.name ?? null,
        fault: tenant.fault,
      })),
    ),
    exactApp: current ? { site: current.site, clientId: current.clientId, hasSecret: await hasApp(app) } : null,
    shops: shops.flat(),
  };
}

/** Versions of the rules that the page lists. */
const HISTORY = 20;

async function setupShop(app: App, shop: ShopName, arithmetic: string | null): Promise<SetupShop> {
  const versions = await app.settings.rulesHistory(shop);
  const history = versions.slice(-HISTORY).reverse().map(({ version, at, by, changed }) => ({ version, at, by, changed }));
  return { tenantId: shop.tenantId, shopId: shop.shopId, name: shop.name, rules: formFromRules(versions.at(-1)?.rules ?? null), arithmetic, history };
}

/** Which addresses answer, asked without credentials. Throws `shopctrl-bad-address`, `shopctrl-no-permission` or `shopctrl-not-found`. */
async function probe(app: App, address: string): Promise<ProbeResult> {
  const adminHost = adminHostOf(address);
  if (!(await app.surroundings.hasAccess(app.candidatesFor(adminHost)))) return fail('shopctrl-no-permission', { host: adminHost });
  const candidates = await app.probe(adminHost);
  if (candidates.length === 0) return fail('shopctrl-not-found', { host: adminHost });
  return { adminHost, candidates };
}

/**
 * Stores how ShopCtrl is reached. The password goes only to `apiBase`, which the person confirmed; a stored one is kept only for the
 * same login at the same address, so that a slip in the address does not carry it elsewhere. A typed login is tried first: what is stored
 * is not replaced by one that does not work, nor by one that cannot be tried now. Where nothing is stored there is nothing to lose, and the
 * fault becomes the tenant's state.
 */
async function saveShopCtrl(app: App, request: { readonly address: string; readonly apiBase: string; readonly login: string; readonly password: string }): Promise<{ readonly tenantId: string }> {
  const adminHost = adminHostOf(request.address);
  const apiBase = originOf(request.apiBase);
  const login = request.login.trim();
  if (!(await app.surroundings.hasAccess([`https://${adminHost}`, apiBase]))) return fail('shopctrl-no-permission', { host: adminHost });
  const access: Tenant['access'] = login === '' ? 'session' : 'basic';
  // The session's cookie belongs to the admin's own host; without a login no other address can be asked.
  if (access === 'session' && new URL(apiBase).host !== adminHost) return fail('bad-request', { field: 'login' });
  const before = await app.settings.tenantOfHost(adminHost);
  const sameDoor = before?.access === 'basic' && before.login === login && before.apiBase === apiBase;
  if (access === 'basic' && request.password === '' && !(sameDoor && before && (await app.vault.has(passwordId(before.tenantId))))) return fail('bad-request', { field: 'password' });
  if (access === 'basic' && request.password !== '' && before) await app.tryLogin(apiBase, login, request.password);

  const tenant = await app.settings.ensureTenant({ adminHost, apiBase, access, login, user: null, shopCount: null, shopsReadAt: null, fault: null, nativeModule: null });
  if (access === 'session') await app.vault.write({ [passwordId(tenant.tenantId)]: null });
  else if (request.password !== '') await app.vault.write({ [passwordId(tenant.tenantId)]: request.password });
  // With another login it is meant that the user differs: the next look sets the measure anew.
  const sameUser = before?.access === access && before.login === login;
  await app.settings.changeTenant(tenant.tenantId, { apiBase, access, login, fault: null, ...(sameUser ? {} : { user: null, shopCount: null }) });
  await app.surroundings.placeSection((await app.settings.tenants()).map((one) => one.adminHost));
  await app.book.refresh(tenant.tenantId);
  app.changed('setup');
  return { tenantId: tenant.tenantId };
}

/** A real call: who we are, and how many shops that user sees. */
async function testShopCtrl(app: App, tenantId: string | undefined): Promise<TestResult['shopctrl']> {
  const tenant = tenantId === undefined ? (await app.settings.tenants())[0] : await app.settings.tenant(tenantId);
  if (!tenant) return { ok: false, fault: { code: 'shopctrl-not-set-up' } };
  const fault = await app.book.refresh(tenant.tenantId);
  if (fault) return { ok: false, fault };
  const read = await app.settings.tenant(tenant.tenantId);
  return { ok: true, user: read?.user?.name ?? '', shops: read?.shopCount ?? 0 };
}

/**
 * A real call: the Exact user where a connection exists, else whether Exact's sign-in page takes the client id and the redirect address
 * (the secret can be tested by a consent only).
 */
async function testExact(app: App): Promise<TestResult['exact']> {
  const current = await app.settings.exactApp();
  if (!current || !(await hasApp(app))) return { ok: false, fault: { code: 'exact-no-app' } };
  try {
    const connection = (await app.connections.all()).find((one) => one.site === current.site && one.clientId === current.clientId);
    if (connection) {
      const me = await readMe(createExactClient({ fetch: app.fetch, site: connection.site, accessToken: (refused) => app.tokens.access(connection.id, refused) }));
      return { ok: true, user: me.name };
    }
    const redirect = app.surroundings.redirectAddress();
    const page = await askSignInPage(app.fetch, { site: current.site, clientId: current.clientId, redirectUri: redirect, state: app.random() });
    if (page === 'down') return { ok: false, fault: { code: 'server-error' } };
    if (page === 'refused') return { ok: false, fault: { code: 'exact-page-not-loaded', params: { redirect } } };
    return { ok: true, user: null };
  } catch (error) {
    return { ok: false, fault: faultOf(error) };
  }
}
